/* The exported page: the tables' buttons choose on the map. Without script there are none. */
(function () {
  "use strict";

  const map = window[document.querySelector(".folium-map").id];

  for (const row of document.querySelectorAll("tr[data-id]")) {
    const cell = row.cells[1];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show";
    button.textContent = "Map";
    button.setAttribute("aria-label", `Show ${cell.textContent} on the map`);
    button.addEventListener("click", function () {
      window.conflictMap.select(map, row.dataset.id);
      map.getContainer().scrollIntoView({ block: "nearest" });
    });
    cell.prepend(button, " ");
  }

  // The card may have been opened from a table, where the map does not hear the key.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      map.closePopup();
    }
  });

  // On paper the map is as wide as the page, not as the screen was, and shows what the screen showed.
  window.matchMedia("print").addEventListener("change", function () {
    const bounds = map.getBounds();
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
  });
})();

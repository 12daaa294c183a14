/* The exported page: the tables' buttons choose on the map. Without script they are not shown. */
(function () {
  "use strict";

  const map = window[document.querySelector(".folium-map").id];

  for (const button of document.querySelectorAll("button.show")) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.conflictMap.select(map, button.dataset.id);
      map.getContainer().scrollIntoView({ block: "nearest" });
    });
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

/*
 * Draw the map of a page of counts: cells graduated by their count, with a legend.
 *
 * pipeline/counting/page.py puts the data into the page.
 */
(() => {
  "use strict";

  const { addShapes, basemap, prepare } = window.conflictMap;
  const data = JSON.parse(document.getElementById("data").textContent);

  const map = L.map("map", { preferCanvas: true, maxZoom: 18, minZoom: 2, worldCopyJump: true, zoomSnap: 0.5 });
  L.control.scale().addTo(map);
  basemap({ attribution: data.credit }).addTo(map);
  prepare(map, data.view);
  addShapes(map, L.featureGroup().addTo(map), data.shapes);
})();

/*
 * What the app's map has beyond the exported one: it tells what was clicked, says on itself what a reader must know of
 * it, and places by hand, with a pin that is dragged, or set by a click, and tells where it stands.
 *
 * Part of window.conflictMap, which pipeline/maps.py calls.
 */
(function () {
  "use strict";

  const HIDDEN = new Set();

  /*
   * Tell the app of a feature at once. streamlit-folium hears of it too and would wait a quarter of a second; by then
   * it is no news.
   */
  function tellNow(feature) {
    const told = { last_active_drawing: feature };
    window.__GLOBAL_DATA__.previous_data = told;
    window.Streamlit.setComponentValue(told);
  }

  L.Map.addInitHook(function () {
    this.on("conflictclick", ({ feature }) => tellNow(feature));
    refit(this);
  });

  const SAME_PX = 3;

  /*
   * Fit the first view again where the map gets another size, until somebody has moved it: styles and the sidebar
   * may come after it.
   */
  function refit(map) {
    let [fit, centre, zoom] = [];
    map.on("conflictfitted", (event) => {
      [fit, centre, zoom] = [event.fit, map.getCenter(), map.getZoom()];
    });
    new ResizeObserver(() => {
      if (!fit) {
        return;
      }
      const isMoved = map.getZoom() !== zoom || map.project(map.getCenter()).distanceTo(map.project(centre)) > SAME_PX;
      map.invalidateSize({ pan: false });
      if (!isMoved && map.getSize().x && map.getSize().y) {
        fit();
        [centre, zoom] = [map.getCenter(), map.getZoom()];
      }
    }).observe(map.getContainer());
  }

  function round(degrees) {
    return Math.round(degrees * 1e6) / 1e6;
  }

  /*
   * Put the pin of record *id* into *group*, at *at* or in the middle of the view. Where it is dropped is told as the
   * properties of its feature, by the click that listeners of the group hear.
   */
  function edit(map, group, { id, at }) {
    const icon = L.divIcon({ className: "cm-pin", iconSize: [28, 28], iconAnchor: [14, 28] });
    const pin = L.marker(at || map.getCenter(), { draggable: true, autoPan: true, icon, zIndexOffset: 1000, title: "Drag me" });
    const tell = function () {
      const to = pin.getLatLng().wrap();
      const properties = { placed: id, lat: round(to.lat), lon: round(to.lng) };
      pin.toGeoJSON = () => ({ type: "Feature", geometry: null, properties });
      tellNow(pin.toGeoJSON());
      pin.fire("click", { latlng: to }, true);
    };
    const onClick = function (event) {
      pin.setLatLng(event.latlng);
      tell();
    };
    pin.toGeoJSON = () => ({ type: "Feature", geometry: null, properties: {} });
    pin.on("dragend", tell);
    pin.on("add", function () {
      map.getContainer().classList.add("cm-placing");
      map.on("click", onClick);
    });
    pin.on("remove", function () {
      map.getContainer().classList.remove("cm-placing");
      map.off("click", onClick);
    });
    group.addLayer(pin);
  }

  /* Say something on the map itself for as long as *group* lies on it. */
  function notice(map, group, { words }) {
    const said = window.conflictMap.element("div", "cm-notice", words);
    said.setAttribute("role", "status");
    const show = () => map.getContainer().append(said);
    group.on("add", show);
    group.on("remove", () => said.remove());
    if (map.hasLayer(group)) {
      show();
    }
  }

  // A layer that a reader has hidden stays hidden when the layers are drawn anew.
  const nameOf = (name) => name.replace(/ \([\d.,]+\)$/, "");
  const onInputClick = L.Control.Layers.prototype._onInputClick;
  const onAdd = L.Control.Layers.prototype.onAdd;
  L.Control.Layers.include({
    _onInputClick: function () {
      onInputClick.call(this);
      for (const { layer, name, overlay } of this._layers) {
        if (overlay) {
          HIDDEN[this._map.hasLayer(layer) ? "delete" : "add"](nameOf(name));
        }
      }
    },
    onAdd: function (map) {
      for (const { layer, name, overlay } of this._layers) {
        if (overlay && HIDDEN.has(nameOf(name))) {
          map.removeLayer(layer);
        }
      }
      follow(map);
      return onAdd.call(this, map);
    },
  });

  /*
   * Mark the record that the page has chosen. The view moves for one that is newly chosen and out of it, not when the
   * layers are drawn anew round an old one.
   */
  let followed = null;

  function follow(map) {
    const id = window.parent.conflictMapChosen ?? null;
    if (map && window.conflictMap.select(map, id, { still: id === followed })) {
      followed = id;
    }
  }

  Object.assign(window.conflictMap, { edit, follow, notice });
})();

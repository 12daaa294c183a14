/*
 * Tell the map which record is chosen. The map lies in a frame of its own and is told beside its layers, not with
 * them: else every choice would send them all again, and draw them anew.
 */
const FRAME = 'iframe[title="streamlit_folium.st_folium"]';

export default function ({ data }) {
  window.conflictMapChosen = data.id;
  for (const frame of document.querySelectorAll(FRAME)) {
    // A map that is still loading asks for itself once its layers are drawn.
    frame.contentWindow.conflictMap?.follow?.(frame.contentWindow.map);
  }
}

// The app's Home tab.

import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { viewSurface } from "./surface.js";

/** Opens the tab, which tells the app; it may then draw it. */
export async function openHome() {
  const answer = await act("home", { user: state.user });
  if (!answer.ok) showNotice(answer.text);
}

export function drawHome(parent) {
  const { home } = state;
  const kind = home ? "view" : home === null ? "empty" : "loading";
  reconcile(parent, [{
    key: `home/${state.user}/${kind}`,
    signature: kind === "view" ? JSON.stringify(home.blocks) : kind,
    render: () => (home ? blocksInto(el("div", { class: "home blocks" })) : words(kind)),
    update: (node) => { if (home) blocksInto(node); },
  }]);
}

function blocksInto(node) {
  drawBlocks(node, state.home.blocks, viewSurface(state.home));
  return node;
}

function words(kind) {
  if (kind === "loading") return el("p", { class: "empty" }, "Opening…");
  return el("p", { class: "empty" }, `This app has no Home yet.${state.connected ? "" : ` ${state.app.name} is not running.`}`);
}

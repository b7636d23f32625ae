// The app's Home tab.

import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { showNotice } from "./notice.js";
import { channelOf, state } from "./state.js";
import { viewSurface } from "./surface.js";

let told = null; // the tab that the app was told of last, and whose

/** Tells the app that its Home or its Messages were opened; it may then draw them. */
export async function openTab() {
  const tab = tabOf(state.place);
  const signature = tab && `${state.user}/${tab}`;
  if (signature === told) return;
  told = signature;
  if (!tab) return;
  const answer = await act("home", { user: state.user, tab });
  if (!answer.ok) showNotice(answer.text);
}

function tabOf(place) {
  if (place?.kind === "home") return "home";
  const channel = place?.kind === "channel" && channelOf(place.channel);
  return channel && channel.with === state.app.bot_user_id ? "messages" : null;
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

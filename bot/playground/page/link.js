// Says when the page has lost the stand-in, or the stand-in the bot.

import { byId } from "./dom.js";
import { state } from "./state.js";

export function drawLink() {
  const bar = byId("link");
  const words = sentence();
  bar.hidden = !words;
  if (bar.textContent !== words) bar.textContent = words;
}

function sentence() {
  if (state.link === "reconnecting") return "Reconnecting to the stand-in… What you typed is kept.";
  if (state.me && !state.connected) return `${state.app.name} is not connected: commands and buttons will not be answered until it is.`;
  return "";
}

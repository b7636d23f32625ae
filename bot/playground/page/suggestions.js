// "Try this": three things to begin with. Once dismissed it stays away.

import { byId, el, signButton } from "./dom.js";
import { writeInMain } from "./pane.js";

const KEY = "suggestions dismissed";

export function setUpSuggestions() {
  const strip = byId("suggestions");
  if (localStorage.getItem(KEY)) return;
  const write = el("button", { type: "button", class: "link-button", on: { click: () => writeInMain("/actions") } }, "/actions");
  strip.append(
    el("p", {}, el("strong", {}, "Try this: "), "type ", write, " below and press Enter; choose to be the police lead (top) and reply ",
      el("code", {}, "done"), " to a message of the bot in a thread; move the clock (top) to next Monday 09:00 and watch the digests arrive."),
    signButton("✕", "Dismiss these suggestions", () => {
      strip.hidden = true;
      localStorage.setItem(KEY, "yes");
      byId("main").focus();
    }));
  strip.hidden = false;
}

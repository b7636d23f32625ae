// Who one is on this screen.

import { announce } from "./announce.js";
import { byId, el } from "./dom.js";
import { changed, state } from "./state.js";
import { refresh } from "./sync.js";
import { openTab } from "./home.js";

let select = null;

export function drawWho() {
  select ??= build(byId("who"));
  const signature = JSON.stringify(state.people);
  if (select.signature !== signature) {
    select.signature = signature;
    select.replaceChildren(...state.people.map((each) => el("option", { value: each.id }, nameWithTitle(each))));
  }
  if (document.activeElement !== select || select.value !== state.user) select.value = state.user;
}

function nameWithTitle(each) {
  const outside = each.is_outsider ? " (another organisation)" : "";
  return `${each.title ? `${each.real_name}, ${each.title}` : each.real_name}${outside}`;
}

function build(place) {
  const made = el("select", { id: "who-select" });
  made.addEventListener("change", () => become(made.value));
  place.append(el("label", { for: "who-select" }, "You are"), made);
  return made;
}

async function become(id) {
  state.user = id;
  sessionStorage.setItem("user", id);
  Object.assign(state, { channel: null, messages: null, replies: null, home: undefined, views: [] });
  changed(); // nothing of the one before may stay on the screen, or be written to
  if (state.place?.kind === "home") await openTab();
  await refresh();
  await openTab();
  const me = state.people.find((each) => each.id === id);
  if (me) announce(`You are now ${nameWithTitle(me)}.`);
}

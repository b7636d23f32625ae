// What the bot wrote while the clock was moved: a list in words, each with a link to the message.

import { permalink } from "./address.js";
import { momentInWords } from "./dates.js";
import { byId, el, signButton } from "./dom.js";
import { channelOf, personName, state } from "./state.js";

const KINDS = {
  digest: ["digest", "digests"],
  heartbeat: ["heartbeat", "heartbeats"],
  nudge: ["reminder", "reminders"],
  ladder: ["direct message", "direct messages"],
};
const OTHER = ["message", "messages"];

export function drawDid() {
  const place = byId("did");
  place.hidden = !state.did;
  const signature = JSON.stringify([state.did, state.user, state.channels.map((each) => each.id)]);
  if (place.signature === signature) return;
  place.signature = signature;
  place.replaceChildren(...(state.did ? told(state.did) : []));
}

/** In one sentence, to be read aloud. */
export function didInWords(did) {
  if (!did.length) return `${state.app.name} wrote nothing: nothing fell due.`;
  return `${state.app.name} wrote ${did.length === 1 ? "1 message" : `${did.length} messages`}; the list below the clock has a link to each.`;
}

function told(did) {
  const hide = signButton("✕", "Hide this list", () => { state.did = null; drawDid(); byId("main").focus(); });
  const head = el("div", { class: "did-head" }, el("h2", {}, `What ${state.app.name} did meanwhile`), hide);
  if (!did.length) return [head, el("p", {}, "It wrote nothing: nothing fell due.")];
  const hidden = did.some((each) => !channelOf(each.channel));
  return [head, el("ul", { tabindex: "0", "aria-label": "Messages, oldest first" }, [...grouped(did, (each) => momentInWords(each.at))].map(morning)),
    hidden && el("p", { class: "description" }, `Where there is no link, ${personName(state.user)} is not among those who see it.`)].filter(Boolean);
}

function morning([moment, did]) {
  const kinds = [...grouped(did, (each) => (each.is_im ? "ladder" : each.kind))];
  return el("li", {}, el("strong", {}, `${moment}: `), kinds.flatMap(([kind, those], at) => [at ? "; " : "", ...sent(kind, those)]), ".");
}

function sent(kind, those) {
  const [one, many] = KINDS[kind] ?? OTHER;
  return [`${those.length === 1 ? one : many} to `, ...those.flatMap((each, at) => [at ? ", " : "", place(each)])];
}

function place(each) {
  return channelOf(each.channel) ? el("a", { href: permalink(each) }, each.to) : each.to;
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

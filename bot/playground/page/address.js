// Where the person is, kept in the address after the #, so that links and the Back button work.

import { channelOf, state, stepOf } from "./state.js";

export function channelAddress(channel, thread = null) {
  return thread ? `#/${channel}/thread/${thread}` : `#/${channel}`;
}

export function permalink(message) {
  const inThread = message.thread_ts && message.thread_ts !== message.ts;
  const thread = inThread ? `?thread_ts=${message.thread_ts}&cid=${message.channel}` : "";
  return `#/archives/${message.channel}/p${message.ts.replace(".", "")}${thread}`;
}

/** Slack's own permalinks, as the bot gets them, lead to the same place within this page. */
export function insideAddress(url) {
  const parsed = URL.parse(url);
  if (!parsed || parsed.origin !== location.origin || !parsed.pathname.startsWith("/archives/")) return null;
  return `#${parsed.pathname}${parsed.search}`;
}

function readAddress() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [, first, second, third] = path.split("/");
  const whole = first === "archives" ? null : first;
  if (whole === "home") return { place: { kind: "home" }, thread: null, marked: null };
  if (whole === "steps") return { place: { kind: "step", step: second }, thread: null, marked: null };
  if (whole) return { place: { kind: "channel", channel: whole }, thread: second === "thread" ? third : null, marked: null };
  if (!second) return { place: null, thread: null, marked: null };
  const digits = (third ?? "").replace(/^p/, "");
  const marked = digits ? `${digits.slice(0, -6)}.${digits.slice(-6)}` : null;
  const thread = new URLSearchParams(query).get("thread_ts");
  return { place: { kind: "channel", channel: second }, thread, marked };
}

/** Takes over the address; what was loaded for another place is forgotten. */
export function followAddress() {
  const wanted = readAddress();
  const same = wanted.place && state.place && placeKey(wanted.place) === placeKey(state.place);
  if (!same) Object.assign(state, { place: wanted.place, channel: null, messages: null, home: undefined });
  if (wanted.thread !== state.thread) state.replies = null;
  state.thread = wanted.thread;
  state.marked = wanted.marked;
}

export function placeKey(place) {
  return place.kind === "step" ? `steps/${place.step}` : place.channel ?? "home";
}

/** Somewhere that the person may see: where they were, or else the first of their channels. */
export function choosePlace() {
  if (state.place?.kind === "home" || stepOf(state.place)) return;
  if (channelOf(state.place?.channel)) return;
  const mine = state.channels.filter((channel) => channel.is_member && !channel.is_im);
  const first = mine[0] ?? state.channels[0];
  const place = first ? { kind: "channel", channel: first.id } : { kind: "home" };
  Object.assign(state, { place, thread: null, replies: null, marked: null, channel: null, messages: null });
  history.replaceState(null, "", first ? channelAddress(first.id) : "#/home");
}

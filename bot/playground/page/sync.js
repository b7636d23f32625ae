// Keeps what is shown the same as what the stand-in holds: asks again after a deed and after a live sign.

import { ask } from "./api.js";
import { announceNew } from "./announce.js";
import { choosePlace } from "./address.js";
import { changed, channelOf, state } from "./state.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10000;
const CLOCK_EVERY = 30000; // the clock may run on without anything else changing

let running = null;
let again = false;

/** Asks for everything that is open. Calls that come meanwhile make it ask once more before it ends. */
export function refresh() {
  if (running) again = true;
  else running = run().finally(() => { running = null; });
  return running;
}

async function run() {
  do {
    again = false;
    try {
      await load();
    } catch (trouble) {
      console.warn("refresh failed", trouble);
      if (state.link === "open") setTimeout(refresh, LONGEST_WAIT);
    }
    changed();
  } while (again);
}

async function load() {
  Object.assign(state, await stateOf());
  if (state.me.id !== state.user) return; // the answer is someone else's, and what they see may not be for this one
  choosePlace();
  const { user, place, thread } = state;
  const [shown, replies, home, steps, modals] = await Promise.all([
    place.kind === "channel" ? ask("channel", { user, channel: place.channel }) : null,
    thread ? ask("thread", { user, channel: place.channel, ts: thread }).catch(() => null) : null,
    place.kind === "home" ? ask("home", { user }) : null,
    place.kind === "step" ? ask("steps", { user }) : null,
    state.modals || state.views.length ? ask("modals", { user }) : { views: [] },
  ]);
  // Somewhere else, or someone else, since the question: the answer is not for this screen.
  if (user !== state.user || place !== state.place || thread !== state.thread) { again = true; return; }
  const before = { user: state.shownUser, messages: state.messages, replies: state.replies };
  state.views = modals.views;
  if (shown) {
    Object.assign(state, { channel: shown.channel, messages: shown.messages });
    const listed = channelOf(place.channel);
    if (listed) listed.unread = 0;
  }
  if (home) state.home = home.view;
  if (steps) state.runs = steps.runs;
  if (thread && !replies) state.thread = null;
  state.replies = replies ? replies.messages : null;
  announceNew(before);
  state.shownUser = user;
}

async function stateOf() {
  try {
    return withUser(await ask("state", { user: state.user }));
  } catch (trouble) {
    if (!state.user || trouble.status !== 400) throw trouble; // away, which says nothing about the person
    state.user = null; // someone whom this stand-in doesn't know: another one ran here before
    return withUser(await ask("state"));
  }
}

function withUser(answer) {
  if (state.user && state.user !== answer.me.id) again = true; // switched while asking
  else state.user = answer.me.id;
  return answer;
}

/** Listens for changes, and comes back by itself when the stand-in was away. */
export function listen(wait = FIRST_WAIT) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/play/live`);
  let pause = wait;
  socket.addEventListener("open", () => { pause = FIRST_WAIT; setLink("open"); });
  socket.addEventListener("message", (event) => {
    if (JSON.parse(event.data).version !== state.version) refresh();
  });
  socket.addEventListener("close", () => {
    setLink("reconnecting");
    setTimeout(() => listen(Math.min(pause * 2, LONGEST_WAIT)), pause);
  });
}

function setLink(link) {
  if (state.link === "reconnecting" && link === "open") refresh();
  state.link = link;
  changed();
}

export function keepTime() {
  setInterval(() => { if (state.link === "open") refresh(); }, CLOCK_EVERY);
}

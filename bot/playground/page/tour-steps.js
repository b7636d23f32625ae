// What the tour asks for, in the example partnership. A part is {say: what to do, at: where, met: whether it is so,
// deed: that once it was so, it and what came before it are done with, whoever one becomes next}.

import { byId, el } from "./dom.js";
import { writeInMain } from "./pane.js";
import { channelOf, mayWrite, state } from "./state.js";
import { writeInThread } from "./thread.js";

const MANAGER = "Business manager";
const POLICE = "Police lead";
const COMMISSIONER = "Commissioner";
const OUTSIDER = "Someone from outside";
const POLICES = "west-midlands-police";
const EVERYBODYS = "general";

// On a narrow screen a thread stands in the place of its channel.
const BESIDE = { say: ["Close the thread: press ✕ beside its name."], at: () => ["#thread .pane-head button"],
  met: () => byId("main").checkVisibility() };

export const STEPS = [
  {
    title: "see the plan",
    parts: [be(MANAGER), inside(EVERYBODYS, true), BESIDE, command("/actions", "Ask for the plan: type ", /\d+ open:/)],
    end: "That is the plan, most urgent first. Only you see this answer. The rule behind the colours stands below the list.",
  },
  {
    title: "answer as the police",
    parts: [
      be(POLICE), inside(POLICES),
      { say: ["Monday's digest says what the police have to do. Open its thread: press “1 reply”."], at: () => ["#main .replies"],
        met: () => Boolean(state.thread) },
      { say: ["Report an action done. Reply ", write("done A6 duplicates merged", writeInThread), " and press Enter."],
        at: () => ["#thread .composer-box"], met: () => said(/A6 reported done/), deed: true },
    ],
    end: "A partner's “done” is never more than “reported done”: somebody else checks the evidence.",
  },
  {
    title: "accept it, and see the remit move",
    parts: [
      be(MANAGER), inside(EVERYBODYS, true), BESIDE,
      command("/actions accept A6 seen in the force system", "The evidence is good. Type ", /A6 accepted/),
      be(COMMISSIONER), inside(EVERYBODYS, true), BESIDE, command("/remit R7", "You told them to improve recording systems. Type ", /R7.*1 addressed/s),
    ],
    end: "One of its two actions is addressed. Later somebody tests whether the change lasts.",
  },
  {
    title: "let a week go by",
    parts: [
      be(MANAGER),
      { say: ["Move the clock: press “Next Monday 09:00” at the top."], at: () => [".clock-controls", ".clock-toggle"], met: () => Boolean(state.did), deed: true },
      { say: ["The list says what was sent, and when. Follow a link in it and read a digest."], at: () => ["#did ul"],
        met: () => Boolean(state.did?.some((each) => each.ts === state.marked)) },
    ],
    end: "One digest a week for each partner, a reminder only where a date is near, and a heartbeat that tells the unit what went to whom.",
  },
  {
    title: "try it as someone from outside",
    parts: [be(OUTSIDER), inside(EVERYBODYS), BESIDE, command("/actions", "Ask for the plan again: type ", /add you/)],
    end: "They see nothing, not even how many actions there are, and are told whom to ask. That was the tour: go on trying whatever you like.",
  },
];

function be(name) {
  return { say: ["At the top, choose to be the ", el("strong", {}, name), "."].map(article(name)), at: () => ["#who-select"],
    met: () => state.me?.id === state.user && state.me.real_name === name };
}

/** “the Police lead”, but “Someone from outside”. */
function article(name) {
  return (words) => (typeof words === "string" && name === OUTSIDER ? words.replace(/ the $/, " ") : words);
}

/** `orElse`: any channel will do in which one can write. */
function inside(name, orElse = false) {
  const wanted = () => state.channels.find((each) => each.name === name)?.id;
  const here = () => state.place?.kind === "channel" && state.place.channel;
  return { say: ["Open the channel ", el("strong", {}, name), " in the list at the side."],
    at: () => [`[data-focus="place/${wanted()}"]`, "#show-sidebar"],
    met: () => here() === wanted() || (orElse && mayWrite(channelOf(here()))) };
}

function command(text, before, pattern) {
  return { say: [before, write(text, writeInMain), " and press Enter."], at: () => ["#main .composer-box"],
    met: () => said(pattern), deed: true };
}

function write(text, into) {
  return el("button", { type: "button", class: "link-button", title: "Write it for me", on: { click: () => into(text) } }, text);
}

/** Whether the bot says it on this person's screen. */
function said(pattern) {
  const shown = [...(state.messages ?? []), ...(state.replies ?? [])].filter((each) => each.is_bot);
  return [...shown.map((each) => each.text + JSON.stringify(each.blocks)), ...state.views.map((view) => JSON.stringify(view.blocks))]
    .some((words) => pattern.test(words));
}

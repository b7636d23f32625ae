// The row of reactions under a message, and reacting.

import { act } from "./api.js";
import { el } from "./dom.js";
import { emojiOf, emojiWords, REACTIONS } from "./emoji.js";
import { openMenu } from "./menu.js";
import { showNotice } from "./notice.js";
import { personName, state } from "./state.js";
import { refresh } from "./sync.js";

export async function react(message, name, on) {
  const answer = await act("react", { user: state.user, channel: message.channel, ts: message.ts, name, on });
  if (!answer.ok) showNotice(answer.text);
  await refresh();
}

export function reactionRow(message) {
  const user = state.user;
  return el("div", { class: "reactions" }, message.reactions.map(({ name, users }) => {
    const mine = users.includes(user);
    const names = users.map(personName).join(", ");
    return el("button", { type: "button", class: "reaction", "aria-pressed": String(mine), title: `${names} reacted with :${name}:`,
      "aria-label": `${emojiWords(name)}, ${users.length}: ${names}`, "data-focus": `react/${message.ts}/${name}`,
      on: { click: () => react(message, name, !mine) } },
    el("span", { "aria-hidden": "true" }, emojiOf(name) ?? `:${name}:`), el("span", { "aria-hidden": "true" }, ` ${users.length}`));
  }));
}

export function chooseReaction(anchor, message) {
  openMenu(anchor, "Choose a reaction", REACTIONS.map((name) => ({
    label: `${emojiOf(name)} ${emojiWords(name)}`,
    run: () => react(message, name, true),
  })));
}

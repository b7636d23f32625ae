// Tells screen readers what happened, in the words a person would use.

import { byId } from "./dom.js";
import { toPlain } from "./markup.js";
import { state } from "./state.js";

export function announce(sentence) {
  byId("announcer").textContent = sentence;
}

/** Says the newest message that was not there before, in the open channel or thread. */
export function announceNew(before) {
  if (before.user !== state.user) return;
  const fresh = [...newer(before.messages, state.messages), ...newer(before.replies, state.replies)];
  const said = fresh.filter((message) => message.user !== state.user || message.ephemeral);
  if (!said.length) return;
  const last = said.at(-1);
  const more = said.length > 1 ? ` ${said.length} new messages.` : "";
  announce(`${last.name}${last.ephemeral ? ", only visible to you" : ""}: ${toPlain(last.text)}.${more}`);
}

function newer(before, now) {
  if (!before?.length || !now) return [];
  const known = new Set(before.map((message) => message.ts));
  // Another channel's messages are not news: it was opened by the person.
  if (!now.some((message) => known.has(message.ts))) return [];
  return now.filter((message) => !known.has(message.ts));
}

// A message or a view as something to press and fill in. What was typed is kept here, not in the fields,
// so that redrawing a block brings it back.

import { act } from "./api.js";
import { confirmed } from "./confirm.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { refresh } from "./sync.js";

const drafts = new Map(); // "person/surface" -> {block_id: {action_id: value}}

export function messageSurface(message) {
  return surface(`${state.user}/${message.channel}/${message.ts}`, { channel: message.channel, ts: message.ts }, {});
}

export function viewSurface(view) {
  return surface(`${state.user}/${view.id}`, { view_id: view.id }, view.values ?? {});
}

export function forget(user, viewId) {
  drafts.delete(`${user}/${viewId}`);
}

function surface(id, target, given) {
  const user = state.user;
  const values = () => drafts.get(id) ?? {};
  return {
    id,
    user,
    /** Everything typed or chosen so far, over what the stand-in already knew. */
    values() {
      const all = structuredClone(given);
      for (const [block, fields] of Object.entries(values())) all[block] = { ...all[block], ...fields };
      return all;
    },
    value(blockId, element) {
      const own = values()[blockId]?.[element.action_id];
      if (own !== undefined) return own;
      const known = given[blockId]?.[element.action_id];
      return known !== undefined ? known : initial(element);
    },
    keep(blockId, element, value) {
      const all = values();
      all[blockId] = { ...all[blockId], [element.action_id]: value };
      drafts.set(id, all);
    },
    async press(blockId, element, value, node) {
      if (node.getAttribute("aria-busy") === "true") return;
      if (element.confirm && !(await confirmed(element.confirm))) return;
      node.setAttribute("aria-busy", "true");
      const answer = await act("press", {
        user, block_id: blockId, action_id: element.action_id, value, ...target, values: this.values(),
      });
      node.removeAttribute("aria-busy");
      if (!answer.ok) showNotice(answer.text);
      await refresh();
    },
  };
}

/** What an element holds before anybody touches it. */
function initial(element) {
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  const kinds = ["value", "date", "time", "user", "users", "channel", "channels", "conversation", "conversations"];
  const found = kinds.map((kind) => element[`initial_${kind}`]).find((value) => value !== undefined);
  return found ?? null;
}

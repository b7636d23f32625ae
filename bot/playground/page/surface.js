// A message or a view as something to press and fill in. What was typed is kept here, not in the fields, so that
// redrawing a block brings it back; of a view only until the stand-in has it, which may then keep or drop it.

import { act } from "./api.js";
import { confirmed } from "./confirm.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { refresh } from "./sync.js";

const drafts = new Map(); // "person/surface" -> {block_id: {action_id: value}}
const latest = new Map(); // "person/surface" -> {fields, given} as they were drawn last

export function messageSurface(message) {
  const target = { channel: message.channel, ts: message.ts };
  return surface(`${state.user}/${message.channel}/${message.ts}`, target, message.blocks);
}

export function viewSurface(view) {
  return surface(`${state.user}/${view.id}`, { view_id: view.id }, view.blocks, view.values);
}

/** Fields of the page itself, with no app behind them. */
export function ownSurface(name, blocks) {
  return surface(`${state.user}/${name}`, {}, blocks);
}

export function forget(user, name) {
  drafts.delete(`${user}/${name}`);
}

function surface(id, target, blocks, given = {}) {
  const user = state.user;
  latest.set(id, { fields: new Map(blocks.flatMap(fieldsOf)), given });
  const typed = () => drafts.get(id) ?? {};
  return {
    id,
    user,
    /** What was typed or chosen and the stand-in does not have yet; nothing of fields and options that are gone. */
    values() {
      const found = {};
      for (const [block, action, value] of entries(typed())) {
        if (holds(latest.get(id).fields.get(`${block}/${action}`), value)) found[block] = { ...found[block], [action]: value };
      }
      return found;
    },
    /** The stand-in has these values now. What was typed meanwhile stays here. */
    settle(sent) {
      if (!target.view_id) return; // a message's values don't come back from the stand-in
      for (const [block, action, value] of entries(typed())) {
        const gone = !latest.get(id).fields.has(`${block}/${action}`);
        if (gone || JSON.stringify(value) === JSON.stringify(sent[block]?.[action])) delete typed()[block][action];
      }
    },
    value(blockId, element) {
      const own = typed()[blockId]?.[element.action_id];
      if (own !== undefined) return own;
      const known = latest.get(id).given[blockId]?.[element.action_id];
      return known !== undefined ? known : initial(element);
    },
    keep(blockId, element, value) {
      const all = typed();
      all[blockId] = { ...all[blockId], [element.action_id]: value };
      drafts.set(id, all);
    },
    /** Gives false when the person was asked to confirm it and did not. */
    async press(blockId, element, value, node) {
      if (node.getAttribute("aria-busy") === "true") return true;
      if (element.confirm && !(await confirmed(element.confirm))) return false;
      node.setAttribute("aria-busy", "true");
      const values = this.values();
      const answer = await act("press", { user, block_id: blockId, action_id: element.action_id, value, ...target, values });
      node.removeAttribute("aria-busy");
      if (answer.ok) this.settle(values);
      else showNotice(answer.text);
      await refresh();
      return true;
    },
  };
}

function entries(values) {
  return Object.entries(values).flatMap(([block, fields]) => Object.entries(fields).map(([action, value]) => [block, action, value]));
}

function fieldsOf(block) {
  return [...(block.elements ?? []), block.accessory, block.element]
    .filter((element) => element?.action_id).map((element) => [`${block.block_id}/${element.action_id}`, element]);
}

function holds(element, value) {
  if (!element) return false;
  const options = element.options ?? element.option_groups?.flatMap((group) => group.options);
  return !options || [value].flat().every((each) => each === null || options.some((option) => option.value === each));
}

/** What an element holds before anybody touches it. */
function initial(element) {
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  const kinds = ["value", "date", "time", "user", "users", "channel", "channels", "conversation", "conversations"];
  const found = kinds.map((kind) => element[`initial_${kind}`]).find((value) => value !== undefined);
  return found ?? null;
}

// Changes only what changed: live updates must not clear a field, lose the focus or close a menu.

import { sameControl } from "./dom.js";

const drawn = new WeakMap(); // node -> {key, signature}

/**
 * Makes the children of `parent` the `items`, in order.
 * An item is {key, signature, render()}; a node is kept while its signature stays the same. An item with
 * update(node) changes its own node; otherwise a new node takes the old one's place.
 */
export function reconcile(parent, items) {
  const before = new Map();
  for (const node of [...parent.children]) {
    const known = drawn.get(node);
    if (known) before.set(known.key, node);
    else node.remove();
  }
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, node] of before) if (!wanted.has(key)) node.remove();
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const old = before.get(item.key);
    const node = old ? refreshed(old, item) : item.render();
    drawn.set(node, { key: item.key, signature: item.signature });
    if (node === cursor) cursor = cursor.nextElementSibling;
    else if (old === cursor && old) {
      cursor = old.nextElementSibling;
      replaceKeepingFocus(old, node);
    } else {
      parent.insertBefore(node, cursor);
      if (old && old !== node) old.remove();
    }
  }
}

function refreshed(old, item) {
  if (drawn.get(old).signature === item.signature) return old;
  if (!item.update) return item.render();
  item.update(old);
  return old;
}

/** Puts `fresh` where `old` was; if the person was in it, they stay at the same control. */
function replaceKeepingFocus(old, fresh) {
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (!active) return;
  const same = sameControl(active.dataset.focus, fresh);
  if (!same) return;
  same.focus();
  if (typeof active.selectionStart === "number" && same.setSelectionRange) {
    same.setSelectionRange(active.selectionStart, active.selectionEnd);
  }
}

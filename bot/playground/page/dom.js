// Builds page elements. Nothing here, or anywhere in the page, turns text into markup.

let count = 0;

export function uniqueId(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

/** An element with attributes, `on` listeners and children; null, undefined and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

/** The control that is known by this key (its `data-focus`): also the one that was drawn in the place of another. */
export function sameControl(key, within = document) {
  return (key && [...within.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === key)) || null;
}

/** A button with a sign on it, named in words for those who can't see the sign. */
export function signButton(sign, label, onClick, extra = {}) {
  return el(
    "button",
    { type: "button", class: "plain", "aria-label": label, title: label, on: { click: onClick }, ...extra },
    el("span", { "aria-hidden": "true" }, sign),
  );
}

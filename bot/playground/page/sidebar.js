// The list of channels, direct messages and the app, with unread marks.

import { placeKey } from "./address.js";
import { byId, el } from "./dom.js";
import { reconcile } from "./keyed.js";
import { channelName, state } from "./state.js";

export function drawSidebar() {
  const nav = byId("sidebar");
  const channels = state.channels.filter((channel) => !channel.is_im && !channel.is_archived);
  const direct = state.channels.filter((channel) => channel.is_im);
  const here = state.place && placeKey(state.place);
  reconcile(nav, [
    heading("workspace", "h2", state.workspace),
    heading("channels", "h3", "Channels"),
    ...channels.map((channel) => entry(channel, here)),
    ...(channels.length ? [] : [sentence("no-channels", "No channels that you may see.")]),
    heading("direct", "h3", "Direct messages"),
    ...direct.map((channel) => entry(channel, here)),
    ...(direct.length ? [] : [sentence("no-direct", "No direct messages yet.")]),
    heading("apps", "h3", "Apps"),
    home(here),
    ...(state.steps.length ? [heading("workflows", "h3", "Workflows")] : []),
    ...state.steps.map((step) => workflow(step, here)),
    status(),
  ]);
}

function heading(key, tag, words) {
  return { key, signature: words, render: () => el(tag, {}, words) };
}

function sentence(key, words) {
  return { key, signature: words, render: () => el("p", { class: "none" }, words) };
}

function entry(channel, here) {
  const name = channelName(channel);
  const current = here === channel.id;
  const unread = channel.is_member ? channel.unread : 0;
  return {
    key: `channel/${channel.id}`,
    signature: JSON.stringify([name, current, unread, channel.is_private, channel.is_member]),
    render: () => el("a", { href: `#/${channel.id}`, class: `place ${unread ? "unread" : ""} ${channel.is_member ? "" : "not-joined"}`.trim(), "aria-current": current ? "page" : null,
      "data-focus": `place/${channel.id}`, "aria-label": aloud(channel, name, unread) },
    el("span", { class: "sign" }, channel.is_im ? "@" : channel.is_private ? "🔒" : "#"),
    el("span", { class: "place-name" }, name),
    channel.is_ext_shared && el("span", { class: "shared", title: "Shared with another organisation" }, "◇"),
    unread ? el("span", { class: "count" }, String(unread)) : null),
  };
}

function aloud(channel, name, unread) {
  return [name, channel.is_private && "private", channel.is_ext_shared && "shared with another organisation",
    !channel.is_member && "not joined", unread && `${unread} unread`].filter(Boolean).join(", ");
}

function home(here) {
  return {
    key: "home",
    signature: JSON.stringify([here === "home", state.app.name]),
    render: () => el("a", { href: "#/home", class: "place", "aria-current": here === "home" ? "page" : null, "data-focus": "place/home" },
      el("span", { class: "sign", "aria-hidden": "true" }, "⌂"), el("span", { class: "place-name" }, `${state.app.name} Home`)),
  };
}

function workflow(step, here) {
  const key = placeKey({ kind: "step", step: step.callback_id });
  return {
    key,
    signature: JSON.stringify([here === key, step.title]),
    render: () => el("a", { href: `#/${key}`, class: "place", "aria-current": here === key ? "page" : null, "data-focus": `place/${key}` },
      el("span", { class: "sign", "aria-hidden": "true" }, "▷"), el("span", { class: "place-name" }, step.title)),
  };
}

function status() {
  const words = state.connected ? `${state.app.name} is connected` : `${state.app.name} is not connected`;
  return {
    key: "status",
    signature: words,
    render: () => el("p", { class: state.connected ? "status on" : "status off", role: "status" }, words),
  };
}

/** On narrow screens the list is behind a button. */
export function setUpSidebar() {
  const button = byId("show-sidebar");
  const show = (on) => {
    document.body.classList.toggle("sidebar-open", on);
    button.setAttribute("aria-expanded", String(on));
  };
  button.addEventListener("click", () => show(!document.body.classList.contains("sidebar-open")));
  byId("sidebar").addEventListener("click", (event) => { if (event.target.closest("a")) show(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("sidebar-open")) return;
    show(false);
    button.focus();
  });
  byId("main").addEventListener("pointerdown", () => show(false));
}

// The main pane: a channel's messages with the composer, the app's Home tab, or a workflow step.

import { act } from "./api.js";
import { composer } from "./composer.js";
import { byId, el } from "./dom.js";
import { drawHome } from "./home.js";
import { messageList } from "./messages.js";
import { showNotice } from "./notice.js";
import { channelName, mayWrite, state, stepOf } from "./state.js";
import { drawStep } from "./steps.js";
import { refresh } from "./sync.js";

let parts = null;

export function writeInMain(text) {
  parts?.composer.fill(text);
}

export function drawPane() {
  parts ??= build();
  const isHome = state.place?.kind === "home";
  const step = stepOf(state.place);
  parts.list.node.hidden = isHome || Boolean(step);
  parts.home.hidden = !isHome;
  parts.step.hidden = !step;
  drawHead(isHome, step);
  if (isHome) drawHome(parts.home);
  if (step) drawStep(parts.step, step);
  if (isHome || step) {
    drawFoot(null, false);
    parts.composer.node.hidden = true;
    return;
  }
  const { channel, messages } = state;
  parts.empty.hidden = !messages || messages.length > 0;
  parts.empty.textContent = channel ? emptyWords(channel) : "";
  parts.list.show(messages, `${state.user}/${state.place?.channel}`);
  const writes = mayWrite(channel);
  parts.composer.node.hidden = !writes;
  if (writes) parts.composer.show({ channel: channel.id, label: `Message ${shownName(channel)}` });
  drawFoot(channel, writes);
}

function build() {
  const list = messageList("Messages");
  const empty = el("p", { class: "empty", hidden: true });
  list.node.prepend(empty);
  const home = el("div", { class: "home-pane", hidden: true });
  const step = el("div", { class: "home-pane", hidden: true });
  const made = composer();
  const foot = el("div", { class: "foot" });
  byId("pane-body").append(list.node, home, step);
  byId("composer").append(made.node, foot);
  return { list, empty, home, step, composer: made, foot };
}

function shownName(channel) {
  return channel.is_im ? channelName(channel) : `#${channel.name}`;
}

function drawHead(isHome, step) {
  const head = byId("pane-head");
  const dm = state.channels.find((channel) => channel.is_im && channel.with === state.app.bot_user_id);
  const withApp = isHome || (dm && state.place?.channel === dm.id);
  const signature = JSON.stringify([withApp, isHome, dm?.id, state.app.name, state.channel, step]);
  if (head.signature === signature) return;
  head.signature = signature;
  if (withApp) {
    const tab = (label, href, current) => el("a", { class: "tab", href, "aria-current": current ? "page" : null }, label);
    head.replaceChildren(el("h2", {}, state.app.name), el("nav", { class: "tabs", "aria-label": state.app.name },
      tab("Home", "#/home", isHome), dm && tab("Messages", `#/${dm.id}`, !isHome)));
  } else if (step) {
    head.replaceChildren(el("h2", {}, step.title), el("p", { class: "about" }, step.description));
  } else if (state.channel) {
    const { members, is_ext_shared: shared } = state.channel;
    head.replaceChildren(el("h2", {}, el("span", { "aria-hidden": "true" }, state.channel.is_private ? "🔒 " : state.channel.is_im ? "" : "# "), channelName(state.channel)),
      el("p", { class: "about" }, `${members.length} ${members.length === 1 ? "member" : "members"}${shared ? ", shared with another organisation" : ""}`));
  }
}

function emptyWords(channel) {
  if (channel.is_im) return `Nothing here yet. What you write here, only ${channelName(channel)} reads.`;
  return `Nothing has been said in #${channel.name} yet.`;
}

function drawFoot(channel, writes) {
  const reason = !channel || writes ? "" : channel.is_archived ? "archived" : channel.is_read_only ? "read only" : "outside";
  if (parts.foot.reason === `${reason}/${channel?.id}`) return;
  parts.foot.reason = `${reason}/${channel?.id}`;
  parts.foot.replaceChildren();
  if (reason === "archived") parts.foot.append(el("p", {}, `#${channel.name} is archived. Nobody can write here.`));
  if (reason === "read only") parts.foot.append(el("p", {}, "Sending messages to this app has been turned off."));
  if (reason === "outside") {
    parts.foot.append(el("p", {}, `You are looking at #${channel.name} without being a member.`),
      el("button", { type: "button", class: "button primary", on: { click: () => join(channel) } }, "Join channel"));
  }
}

async function join(channel) {
  const answer = await act("join", { user: state.user, channel: channel.id });
  if (!answer.ok) showNotice(answer.text);
  await refresh();
}

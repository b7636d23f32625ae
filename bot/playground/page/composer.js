// Where one writes: messages, and slash commands in the main pane. What was typed is kept for each place.

import { act, upload } from "./api.js";
import { completion } from "./completion.js";
import { el, signButton, uniqueId } from "./dom.js";
import { toSend } from "./markup.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { refresh } from "./sync.js";

const drafts = new Map(); // place key -> text
const TALLEST = 220; // pixels

/**
 * Gives {node, show({channel, thread, label}), focus(), fill(text)}.
 * `inThread`: slash commands are refused there, as Slack refuses them.
 */
export function composer(inThread = false) {
  const says = el("p", { class: "composer-says", role: "alert" });
  const help = el("p", { class: "composer-help", id: uniqueId("help") });
  const field = el("textarea", { rows: 1, "aria-describedby": help.id, autocomplete: "off", spellcheck: "true" });
  const send = el("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)" }, el("span", { "aria-hidden": "true" }, "➤"));
  const files = el("input", { type: "file", hidden: true, "aria-hidden": "true", tabindex: "-1" });
  const attach = inThread ? null : signButton("📎", "Share a file", () => files.click());
  const hints = completion(field, { commands: !inThread });
  const node = el("div", { class: "composer" }, says, hints.node,
    el("div", { class: "composer-box" }, field, el("div", { class: "composer-row" }, attach, files, help, send)));
  let place = null;
  let sending = false;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    send.disabled = !field.value.trim();
  };
  const set = (text) => {
    field.value = text;
    drafts.set(place?.key, text);
    says.textContent = "";
    hints.close();
    grow();
  };

  async function submit() {
    const text = field.value.trimEnd();
    if (!text.trim() || sending) return;
    if (text.startsWith("/") && inThread) {
      says.textContent = `${text.split(/\s/)[0]} is not supported in threads. Sorry!`;
      return;
    }
    const from = place;
    sending = true;
    set("");
    const answer = text.startsWith("/") ? await command(text) : await act("say", {
      user: state.user, channel: from.channel, text: toSend(text), thread_ts: from.thread ?? null,
    });
    sending = false;
    if (!answer.ok || answer.message?.error) giveBack(from, text, answer);
    await refresh();
  }

  /** What was refused is not lost: it comes back, unless something new was typed meanwhile. */
  function giveBack(from, text, answer) {
    if (!drafts.get(from.key)) drafts.set(from.key, text);
    if (place.key === from.key) set(drafts.get(from.key));
    if (!answer.ok) says.textContent = answer.text;
  }

  function command(text) {
    const [whole, name] = text.match(/^(\/\S*)\s*/);
    return act("command", { user: state.user, channel: place.channel, command: name, text: toSend(text.slice(whole.length)) });
  }

  field.addEventListener("input", () => { drafts.set(place?.key, field.value); says.textContent = ""; grow(); });
  field.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  send.addEventListener("click", () => { submit(); field.focus(); });
  files.addEventListener("change", async () => {
    const [file] = files.files;
    files.value = "";
    if (!file) return;
    const answer = await upload({ user: state.user, channel: place.channel, name: file.name }, file);
    if (!answer.ok) showNotice(answer.text);
    await refresh();
  });

  return {
    node,
    show({ channel, thread = null, label }) {
      const key = `${state.user}/${channel}/${thread ?? ""}`;
      help.textContent = inThread ? "Enter sends, Shift+Enter starts a new line" : "Type / for commands. Enter sends, Shift+Enter starts a new line";
      field.placeholder = label;
      field.setAttribute("aria-label", label);
      if (place?.key === key) return; // a live update leaves the field alone
      place = { key, channel, thread };
      set(drafts.get(key) ?? "");
    },
    focus: () => field.focus(),
    fill: (text) => { set(text); field.focus(); field.dispatchEvent(new Event("input")); },
  };
}

// Modals: the view on top of the stack, with its errors in place.

import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el, sameControl, signButton } from "./dom.js";
import { plainWords } from "./markup.js";
import { showNotice } from "./notice.js";
import { state } from "./state.js";
import { forget, viewSurface } from "./surface.js";
import { refresh } from "./sync.js";

let open = null; // {user, id, dialog, body, errors}
let opener = null; // {node, key}: where the focus goes when the last modal closes
const left = new Map(); // view id -> where the focus was when another was put on top

export function drawModal() {
  const view = state.views.at(-1);
  if (open && (!view || open.id !== view.id || open.user !== state.user)) shut(Boolean(view));
  if (!view) return;
  open ??= build(view);
  // A view may be updated while it is open.
  open.title.textContent = plainWords(view.title);
  open.back.hidden = state.views.length < 2;
  open.submit.hidden = !view.submit;
  open.submit.textContent = plainWords(view.submit) || "Submit";
  open.close.textContent = plainWords(view.close) || "Close";
  drawBlocks(open.body, view.blocks, viewSurface(view), open.errors);
  if (!open.dialog.open) {
    open.dialog.showModal();
    const before = sameControl(left.get(view.id), open.body);
    (before ?? open.body.querySelector("[autofocus]") ?? open.body.querySelector("input, textarea, button, a") ?? open.close).focus();
  }
}

function build(view) {
  if (!opener) opener = { node: document.activeElement, key: document.activeElement?.dataset?.focus };
  const title = el("h2", { id: `title-${view.id}` });
  const back = signButton("‹", "Back", () => leave(false));
  const close = el("button", { type: "button", class: "button", on: { click: () => leave(false) } });
  const submit = el("button", { type: "submit", class: "button primary" });
  const body = el("div", { class: "dialog-body" });
  const form = el("form", { novalidate: true },
    el("div", { class: "dialog-head" }, back, title, signButton("✕", "Close all", () => leave(true))),
    el("div", { class: "dialog-notices", role: "alert" }), body,
    el("div", { class: "dialog-foot buttons" }, close, submit));
  const dialog = el("dialog", { class: "modal", "aria-labelledby": title.id }, form);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(false); });
  document.body.append(dialog);
  return { user: state.user, id: view.id, dialog, title, back, close, submit, body, errors: {} };
}

async function send() {
  const sent = open;
  const view = state.views.at(-1);
  if (!view?.submit || sent.submit.getAttribute("aria-busy")) return;
  sent.submit.setAttribute("aria-busy", "true");
  const surface = viewSurface(view);
  const values = surface.values();
  const answer = await act("submit", { user: sent.user, view_id: sent.id, values });
  sent.submit.removeAttribute("aria-busy");
  sent.errors = answer.errors ?? {};
  if (answer.ok) surface.settle(values);
  else showNotice(answer.text);
  await refresh();
  if (open === sent) showErrors(sent);
}

function showErrors({ body, errors }) {
  const fields = [...body.querySelectorAll("[data-field]")];
  const wrong = fields.find((node) => errors[node.dataset.field]);
  wrong?.focus();
  const homeless = Object.entries(errors).filter(([block]) => !fields.some((node) => node.dataset.field === block));
  if (homeless.length) showNotice(homeless.map(([, sentence]) => sentence).join(" "));
}

async function leave(all) {
  const answer = await act("close", { user: open.user, view_id: open.id, all });
  if (!answer.ok) showNotice(answer.text);
  await refresh();
}

function shut(another) {
  const covered = state.views.some((view) => view.id === open.id);
  if (covered && open.body.contains(document.activeElement)) left.set(open.id, document.activeElement.dataset.focus);
  if (!covered) { forget(open.user, open.id); left.delete(open.id); }
  open.dialog.close();
  open.dialog.remove();
  open = null;
  if (another) return;
  const back = opener?.node?.isConnected ? opener.node : sameControl(opener?.key);
  opener = null;
  if (back && back !== document.body) back.focus();
}

// Starts the page and draws every part of it again when something changed.

import { followAddress } from "./address.js";
import { drawClock } from "./clock.js";
import { drawDid } from "./did.js";
import { openTab } from "./home.js";
import { drawLink } from "./link.js";
import { drawModal } from "./modal.js";
import { drawPane } from "./pane.js";
import { drawSidebar, setUpSidebar } from "./sidebar.js";
import { channelName, onChange, state, stepOf } from "./state.js";
import { keepTime, listen, refresh } from "./sync.js";
import { drawThread } from "./thread.js";
import { drawTour } from "./tour.js";
import { drawWho } from "./who.js";

function draw() {
  drawLink();
  if (!state.me) return;
  drawWho();
  drawClock();
  drawSidebar();
  drawPane();
  drawThread();
  drawModal();
  drawDid();
  drawTour();
  drawTitle();
}

function drawTitle() {
  const step = stepOf(state.place);
  const here = state.place?.kind === "home" ? `${state.app.name} Home` : step ? step.title : state.channel ? channelName(state.channel) : "";
  const unread = state.channels.some((channel) => channel.is_member && channel.unread > 0) ? "* " : "";
  document.title = `${unread}${here ? `${here} | ` : ""}A stand-in for Slack, for trying Followthrough`;
}

async function follow() {
  followAddress();
  if (state.me) draw();
  if (state.place?.kind === "home" && state.user) await openTab();
  await refresh();
  await openTab(); // now that it is known whose direct messages these are
}

onChange(draw);
setUpSidebar();
window.addEventListener("hashchange", follow);
follow();
listen();
keepTime();

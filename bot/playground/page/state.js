// What the page knows, and who wants to hear that it changed.

export const state = {
  user: sessionStorage.getItem("user"), // kept per tab, so that two tabs can be two people
  me: null,
  people: [],
  everyone: [],
  channels: [],
  commands: [],
  shortcuts: [],
  steps: [], // the workflow steps that the app offers
  runs: null, // their runs; null: not loaded yet
  clock: null,
  app: { name: "Followthrough", bot_user_id: null },
  workspace: "",
  connected: false,
  modals: 0,
  version: -1,
  tour: false,
  run: null, // which start of the stand-in this is
  did: null, // what the bot wrote while the clock was moved last; null: nothing to tell
  link: "connecting", // or "open", "reconnecting"
  place: null, // {kind: "channel", channel}, {kind: "home"} or {kind: "step", step}
  thread: null, // ts of the message whose thread is open
  marked: null, // ts of the message that a permalink leads to
  channel: null,
  messages: null, // null: not loaded yet
  replies: null,
  home: undefined, // undefined: not loaded yet; null: the app shows none
  views: [],
};

const listeners = [];

export function onChange(listener) {
  listeners.push(listener);
}

export function changed() {
  for (const listener of listeners) listener();
}

export function person(id) {
  return state.everyone.find((each) => each.id === id) ?? state.people.find((each) => each.id === id) ?? null;
}

export function personName(id) {
  const found = person(id);
  return found ? found.real_name || found.name : id;
}

export function channelOf(id) {
  return state.channels.find((each) => each.id === id) ?? null;
}

export function mayWrite(channel) {
  return Boolean(channel?.is_member && !channel.is_archived && !channel.is_read_only);
}

export function stepOf(place) {
  return place?.kind === "step" ? state.steps.find((each) => each.callback_id === place.step) ?? null : null;
}

export function channelName(channel) {
  if (channel.is_im) return channel.with ? personName(channel.with) : channel.name;
  return channel.name;
}

// Talks to the stand-in's own API under /play/. A refusal comes back as {ok: false, text: a sentence}.

const UNREACHABLE = "The stand-in can't be reached. Is it still running? Nothing was changed.";

export async function ask(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const response = await fetch(`/play/${path}?${new URLSearchParams(given)}`);
  if (!response.ok) throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
  return response.json();
}

export async function act(path, body) {
  return send(`/play/${path}`, JSON.stringify(body), "application/json");
}

export async function upload(query, file) {
  return send(`/play/upload?${new URLSearchParams(query)}`, file, "application/octet-stream");
}

/** A file for a form: nobody sees it until the form is sent. */
export async function attach(query, file) {
  return send(`/play/attach?${new URLSearchParams(query)}`, file, "application/octet-stream");
}

async function send(address, body, type) {
  let response;
  try {
    response = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body });
  } catch {
    return { ok: false, error: "unreachable", text: UNREACHABLE };
  }
  try {
    const answer = await response.json();
    if (answer.ok === false && !answer.text) answer.text = `That was refused: ${answer.error ?? response.status}`;
    return response.ok ? answer : { ...answer, ok: false, text: answer.text ?? `That was refused (${response.status}).` };
  } catch {
    return { ok: false, error: "unreadable", text: `The stand-in failed (${response.status}). Nothing was shown to change.` };
  }
}

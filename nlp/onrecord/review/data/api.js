// Talking to the server. Steps are sent one after the other; one that was not answered is sent again, so that none is lost
// while the server is away, and none is done twice: each names the version of the review that it is meant for.

const RETRY = 2000;

let version = 0;
let last = Promise.resolve();
let waiting = 0;
let tell = () => {};

export function onSaving(listener) {
  tell = listener;
}

export const unsaved = () => waiting > 0;

async function ask(path, options) {
  const answer = await fetch(path, { ...options, cache: "no-store", credentials: "omit" });
  const kind = answer.headers.get("Content-Type") || "";
  const found = kind.startsWith("application/json") ? await answer.json() : { error: (await answer.text()).trim() };
  return { status: answer.status, found };
}

async function get(path) {
  const { status, found } = await ask(path);
  if (status !== 200) throw new Error(found.error);
  version = found.version;
  return found;
}

export const session = () => get("api/session");

export const article = (index) => get(`api/article/${index}`);

// Returns what changed, or { error, stale } where the step was refused.
export function send(index, step) {
  waiting += 1;
  tell("saving");
  const done = last.then(() => attempt(index, step));
  last = done.then(
    () => {},
    () => {},
  );
  return done.finally(() => {
    waiting -= 1;
    if (!waiting) tell("saved");
  });
}

async function attempt(index, step) {
  const meant = version;
  for (let tries = 0; ; tries += 1) {
    let answer;
    try {
      answer = await ask("api/do", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ article: index, step, version: meant }),
      });
    } catch {
      answer = null;
    }
    if (answer && answer.status === 200) {
      version = answer.found.version;
      return answer.found;
    }
    // Of a step sent again we can't know whether it was done the first time: what the server has now tells.
    if (answer && answer.status === 409) return { error: answer.found.error, stale: true, resent: tries > 0 };
    if (answer && answer.status !== 507) return { error: answer.found.error };
    tell("away", answer ? answer.found.error : "The server does not answer: has it ended? This page goes on trying.");
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

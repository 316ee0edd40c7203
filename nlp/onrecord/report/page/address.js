// The address of a view: `#/actor/KEY?conf=0.5&stance=pause,comply`. It says all, so a link opens what was seen.

export const SETS = ["stance", "actor", "target", "place", "kind", "source", "said", "polarity", "stage"];
const WORDS = ["q", "from", "to", "sort", "at", "move"];

export function empty() {
  return {
    q: "",
    from: "",
    to: "",
    sort: "",
    at: "",
    move: "",
    conf: 0,
    all: false,
    once: false,
    page: 1,
    ...Object.fromEntries(SETS.map((name) => [name, []])),
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function read(hash) {
  const [path, query] = split(hash.replace(/^#\/?/, ""), "?");
  const [view, rest] = split(path, "/");
  const state = empty();
  for (const part of query.split("&").filter(Boolean)) {
    const [name, value] = split(part, "=");
    take(state, name, value);
  }
  return { view: decoded(view) || "overview", key: decoded(rest), state };
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function take(state, name, value) {
  if (SETS.includes(name)) {
    state[name] = value.split(",").filter(Boolean).map(decoded);
  } else if (WORDS.includes(name)) {
    state[name] = decoded(value);
  } else if (name === "conf") {
    state.conf = Math.min(1, Math.max(0, Number(value) || 0));
  } else if (name === "page") {
    state.page = Math.max(1, Math.floor(Number(value)) || 1);
  } else if (name === "all" || name === "once") {
    state[name] = value === "1";
  }
}

// The address of a view, with only what differs from the defaults.
export function write(view, key, state) {
  const parts = [];
  SETS.forEach((name) => {
    if (state[name].length) {
      parts.push(name + "=" + state[name].map(encodeURIComponent).join(","));
    }
  });
  WORDS.filter((name) => state[name]).forEach((name) => parts.push(name + "=" + encodeURIComponent(state[name])));
  if (state.conf) {
    parts.push("conf=" + state.conf);
  }
  ["all", "once"].filter((name) => state[name]).forEach((name) => parts.push(name + "=1"));
  if (state.page > 1) {
    parts.push("page=" + state.page);
  }
  const path = view === "overview" ? "" : view + (key ? "/" + encodeURIComponent(key) : "");
  return "#/" + path + (parts.length ? "?" + parts.join("&") : "");
}

// Another view under the same filters; `change` narrows them further.
export function to(state, view, key, change) {
  return write(view, key, { ...state, sort: "", at: "", move: "", page: 1, ...change });
}

// Who moved from what to what, as a list.
import { to } from "./address.js";
import { toClaims } from "./charts.js";
import { bdi, h, unseen } from "./dom.js";
import { badge } from "./marks.js";
import { moves, narrowed } from "./moves.js";
import { growing } from "./pager.js";
import { count, day, number, targetName } from "./words.js";

const STEP = 12;
const KINDS = 8;

function end(app, move, one) {
  const link = toClaims(app.state, narrowed(app.store, move, one))({});
  return h(
    "span",
    { class: "end" },
    badge(app.store, one.stance, { hollow: !one.counted }),
    " ",
    h(
      "a",
      { class: "number", href: link, "data-n": one.ids.length },
      one.shown,
      unseen(`, ${count(one.ids.length, "claim")}`),
    ),
    " ",
    h("span", { class: "quiet" }, day(one.when)),
  );
}

const kind = (move) => move.from.shown + " → " + move.to.shown;

// The kinds of move, the most frequent first, the chosen one before them.
function kinds(app, all) {
  const { state } = app;
  const found = new Map();
  all.forEach((move) => found.set(kind(move), (found.get(kind(move)) || 0) + 1));
  const chip = (name, n) => {
    const choose = () => app.update({ move: state.move === name ? "" : name });
    const pressed = String(state.move === name);
    const attributes = {
      type: "button",
      class: "chip",
      "data-move": name,
      "aria-pressed": pressed,
      on: { click: choose },
    };
    return h("button", attributes, name, " ", h("span", { class: "n" }, number(n)));
  };
  return [...found]
    .sort((a, b) => (b[0] === state.move) - (a[0] === state.move) || b[1] - a[1])
    .map(
      ([name, n]) =>
        () =>
          chip(name, n),
    );
}

function row(app, move) {
  const { store, state } = app;
  const [actor, target] = [store.index.actors[move.actor], store.index.targets[move.target]];
  return h(
    "li",
    null,
    h(
      "span",
      { class: "who" },
      h("a", { href: to(state, "actor", actor[0]) }, bdi(actor[1])),
      h("span", { class: "about" }, " on "),
      h("a", { href: to(state, "target", target[0]) }, bdi(targetName(target))),
    ),
    h(
      "span",
      { class: "way" },
      end(app, move, move.from),
      h("span", { class: "to", "aria-hidden": "true" }, "→"),
      unseen(" to "),
      end(app, move, move.to),
    ),
  );
}

// The moves among some claims: their kinds, to narrow the list, then each with both its ends. Null where there is none.
export function moved(app, ids) {
  const all = moves(app.store, ids);
  if (!all.length) {
    return null;
  }
  const group = h("div", { class: "chips", role: "group", "aria-label": "Kinds of move" });
  const more = growing(group, kinds(app, all), KINDS, "kinds of move");
  const holder = h("ol", { class: "moves" });
  const shown = all.filter((move) => !app.state.move || kind(move) === app.state.move);
  const rows = growing(
    holder,
    shown.map((move) => () => row(app, move)),
    STEP,
    "moves",
  );
  return [group, more, holder, rows];
}

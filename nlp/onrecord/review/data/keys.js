// Keys that work wherever the focus is, but in a field that takes letters. They can be turned off.

import { byId, h, key } from "./dom.js";
import { STAGE_KEYS } from "./claims.js";

let on = true;

const HELP = [
  ["Claims", [["a", "accept, and go on"], ["x", "reject"], ["1 – 9", "stance"], ["p", "negated or affirmed"], ["q w e r t", "stage: in effect, announced, threatened, considering, reversed"], ["u", "unsure or not"], ["⇧A ⇧T ⇧E", "take the selected words as actor, as target, their sentence as evidence"], ["⇧N", "no target"], ["c", "new claim of the selected actor"], ["d", "duplicate, to change a name or the target"]]],
  ["Names and quotes", [["1 – 4", "mark the selected words, or change the kind of the current mark"], ["⇧S ⇧C ⇧P", "selected words are the speaker, the cue, another piece of the quote"], ["x", "remove"]]],
  ["Going about", [["j k", "next, previous claim or mark"], ["n", "least confident open claim, or next article"], [". ,", "next, previous article"], ["m", "to the text, to select words"], ["f", "finish the article, or take it up again"], ["z y", "undo, redo (Ctrl+Z, Ctrl+Y too)"], ["/", "search titles"], ["Esc", "drop the selection, or a new claim"]]],
];

export function listen(app) {
  document.addEventListener("keydown", (event) => {
    if (byId("keys").open) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) return withControl(app, event);
    if (!on || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = event.key === "Escape" ? () => app.escape() : keys(app)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function withControl(app, event) {
  if (typing(event.target)) return;
  const letter = event.key.toLowerCase();
  if (letter !== "z" && letter !== "y") return;
  event.preventDefault();
  app.back(letter === "y" || event.shiftKey ? "redo" : "undo");
}

function typing(target) {
  return target.matches("select, textarea, input:not([type=radio]):not([type=checkbox])");
}

function keys(app) {
  const found = {
    a: () => app.withClaim(app.accept), x: () => app.cross(), p: () => app.withClaim(app.turn), u: () => app.withClaim(app.doubt),
    d: () => app.withClaim(app.duplicate), c: () => app.add(), n: () => app.next(), j: () => app.step(1), k: () => app.step(-1),
    ".": () => app.move(1), ",": () => app.move(-1), f: () => app.finish(), z: () => app.back("undo"), y: () => app.back("redo"),
    m: () => byId("text").focus(), "/": () => byId("search").focus(), "?": () => help(),
    A: () => app.withClaim(app.useActor), T: () => app.withClaim(app.useTarget), E: () => app.withClaim(app.useEvidence), N: () => app.withClaim(app.noTarget),
    S: () => app.withQuote((quote) => app.takePart(quote, "speaker")), C: () => app.withQuote((quote) => app.takePart(quote, "cue")), P: () => app.withQuote(app.addPiece),
  };
  STAGE_KEYS.forEach((letter, i) => { found[letter] = () => app.withClaim((claim) => app.change(claim, { stage: app.session.choices.stage[i] })); });
  for (let i = 0; i < 9; i += 1) found[String(i + 1)] = () => app.digit(i);
  return found;
}

export function help() {
  const dialog = byId("keys");
  dialog.replaceChildren(
    h("h2", { id: "keystitle" }, "Keys"),
    ...HELP.map(([title, rows]) => h("section", {}, h("h3", {}, title), h("dl", {}, ...rows.map(([letters, what]) => h("div", {}, h("dt", {}, ...letters.split(" ").map((one) => (one === "–" ? "–" : key(one)))), h("dd", {}, what)))))),
    h("p", {}, h("label", { class: "check" }, h("input", { type: "checkbox", checked: on, onchange: (event) => { on = event.target.checked; } }), " Single keys are on")),
    h("p", { class: "buttons" }, h("button", { type: "button", onclick: () => dialog.close() }, "Close ", key("Esc"))),
  );
  dialog.showModal();
}

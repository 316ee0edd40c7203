// Each stance has a colour, a shape and a letter; any one of them tells it from the others.
import { h, s, unseen } from "./dom.js";
import { capital, word } from "./words.js";

const OWN = ["pause", "comply", "withdraw", "undecided", "refuse"];
const SHAPES = [
  () => s("rect", { x: 2, y: 2, width: 16, height: 16 }),
  () => s("circle", { cx: 10, cy: 10, r: 9 }),
  () => s("path", { d: "M0 10 7 1.5H19V18.5H7Z" }),
  () => s("path", { d: "M10 0 20 10 10 20 0 10Z" }),
  () => s("path", { d: "M10 .5 20 18.5H0Z" }),
  () => s("path", { d: "M5 1.5H15L20 10 15 18.5H5L0 10Z" }),
];
const DOWN = [10, 10, 10, 10, 12.5, 10];
const ACROSS = [10, 10, 11.5, 10, 10, 10];

// The number of a stance's colour and shape, and its letter.
export function look(stances, stance) {
  const own = stances.every((one) => OWN.includes(one));
  const at = own ? OWN.indexOf(stance) : stances.indexOf(stance) % SHAPES.length;
  const taken = stances.slice(0, stances.indexOf(stance)).map((one) => look(stances, one).letter);
  const letter = [...stance.toUpperCase()].find((one) => /[A-Z]/.test(one) && !taken.includes(one)) || "·";
  return { at, letter };
}

// The badge of a stance. Hollow where the claim is none that tables count. Decoration: words stand beside it.
export function badge(store, stance, options) {
  const { at, letter } = look(store.stances, stance);
  const hollow = options && options.hollow;
  const kind = "badge s" + at + (hollow ? " hollow" : "");
  return s(
    "svg",
    { class: kind, viewBox: "-1 -1 22 22", width: 20, height: 20, "aria-hidden": "true", focusable: "false" },
    SHAPES[at](),
    s("text", { x: ACROSS[at], y: DOWN[at], "text-anchor": "middle" }, letter),
  );
}

// The same shape without its letter, in a chart.
export function dot(store, stance, x, y, size) {
  const { at } = look(store.stances, stance);
  const scale = size / 20;
  return s(
    "g",
    { class: "dot s" + at, transform: `translate(${x - size / 2} ${y - size / 2}) scale(${scale})` },
    SHAPES[at](),
  );
}

export function stanceClass(store, stance) {
  return "s" + look(store.stances, stance).at;
}

export function stanceName(store, stance) {
  return h("span", { class: "stance" }, badge(store, stance), capital(word(stance)));
}

// How sure the model is, in words and as a line.
export function sureness(confidence) {
  if (confidence === null) {
    return null;
  }
  const text = confidence.toFixed(2);
  return h(
    "span",
    { class: "sure" },
    unseen("confidence "),
    h("span", { class: "meter", "aria-hidden": "true" }, h("span", { style: { width: 100 * confidence + "%" } })),
    text,
  );
}

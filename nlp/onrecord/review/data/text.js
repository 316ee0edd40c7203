// The article's text: sentences and marks, and the selection, which mouse and keyboard make alike. The element holds the text
// and nothing else (badges are CSS), so that places in it are places in the record.

import { byId, h, say } from "./dom.js";
import { trimmed, wholeWords, wordBounds } from "./offsets.js";

const box = () => byId("text");

let shown = { text: "", offsets: null, sentences: [], nodes: [], bounds: null };
let held = null; // [anchor, focus] in units: what was selected last, kept while the focus is elsewhere
let exact = false; // whether the selection was made by character and is to be left as it is

// Show an article: marks are { start, end, name } in code points, stances the letters of each sentence's claims.
export function show(article, offsets, marks, sentences) {
  const fresh = shown.article !== article.index;
  shown = { article: article.index, text: article.text, offsets, sentences: article.sentences, bounds: fresh ? null : shown.bounds, nodes: [] };
  if (fresh) held = null;
  const parts = [];
  let at = 0;
  article.sentences.forEach((sentence, i) => {
    if (sentence.start > at) parts.push(gap(at, sentence.start, marks));
    const about = sentences[i] || {};
    const classes = ["s", about.current ? "current" : "", sentence.start < article.body_start ? "title" : ""].filter(Boolean).join(" ");
    const badge = about.letters ? { "data-letters": about.letters, "data-stance": about.stance } : {};
    parts.push(h("span", { class: classes, "data-i": i, ...badge }, ...segments(sentence.start, sentence.end, marks)));
    at = sentence.end;
  });
  parts.push(gap(at, offsets.length, marks));
  const kept = held && !document.activeElement?.matches("input, select") ? held : null;
  box().replaceChildren(...parts);
  index();
  if (kept) place(...kept);
}

// What stands between sentences is white space, mostly; blank lines are shown lower than lines of text.
function gap(start, end, marks) {
  const blank = !shown.offsets.slice(start, end).trim();
  return h("span", { class: blank ? "gap" : "" }, ...segments(start, end, marks));
}

function segments(start, end, marks) {
  const here = marks.filter((mark) => mark.start < end && mark.end > start);
  const edges = new Set([start, end]);
  for (const mark of here) {
    edges.add(Math.max(start, mark.start));
    edges.add(Math.min(end, mark.end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => {
    const from = sorted[i];
    const names = here.filter((mark) => mark.start <= from && mark.end >= to).map((mark) => mark.name);
    const text = shown.offsets.slice(from, to);
    return names.length ? h("mark", { class: [...new Set(names)].join(" ") }, text) : document.createTextNode(text);
  });
}

function index() {
  const walker = document.createTreeWalker(box(), NodeFilter.SHOW_TEXT);
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    shown.nodes.push({ node, start });
    start += node.data.length;
  }
}

// The unit of a place in the DOM.
function unitOf(node, offset) {
  const known = node.nodeType === Node.TEXT_NODE && shown.nodes.find((one) => one.node === node);
  if (known) return known.start + offset;
  const range = document.createRange();
  range.setStart(box(), 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function domOf(unit) {
  const { nodes } = shown;
  let i = nodes.length - 1;
  while (i > 0 && nodes[i].start > unit) i -= 1;
  return nodes.length ? [nodes[i].node, unit - nodes[i].start] : [box(), 0];
}

function place(anchor, focus) {
  held = [anchor, focus];
  getSelection().setBaseAndExtent(...domOf(anchor), ...domOf(focus));
}

// Hold what is selected in the text now; a selection elsewhere leaves what is held.
function look() {
  const now = getSelection();
  if (!now.anchorNode || !box().contains(now.anchorNode) || !box().contains(now.focusNode)) return;
  const [anchor, focus] = [unitOf(now.anchorNode, now.anchorOffset), unitOf(now.focusNode, now.focusOffset)];
  held = anchor === focus ? null : [anchor, focus];
}

// The words that are selected, as { start, end, text } in code points; null without any.
export function selected() {
  look(); // a key can come before the event that tells of the selection
  if (!held) return null;
  const [start, end] = [Math.min(...held), Math.max(...held)];
  const found = exact ? trimmed(shown.text, start, end) : wholeWords(shown.text, ...(trimmed(shown.text, start, end) || [0, 0]));
  if (!found) return null;
  return { start: shown.offsets.toPoint(found[0]), end: shown.offsets.toPoint(found[1]), text: shown.text.slice(...found) };
}

export function forget() {
  held = null;
  exact = false;
  if (box().contains(getSelection().anchorNode)) getSelection().removeAllRanges();
}

export function sentenceAt(start, end) {
  return shown.sentences.findIndex((sentence) => sentence.start <= start && end <= sentence.end);
}

export function scrollTo(i) {
  const found = box().querySelector(`[data-i="${i}"]`);
  const pane = byId("reading"); // on a small screen the whole page scrolls, and the reader does that
  if (found && pane.scrollHeight > pane.clientHeight) found.scrollIntoView({ block: "nearest", behavior: "instant" });
}

export function listen(onSentence) {
  document.addEventListener("selectionchange", () => {
    look();
    byId("parts").classList.toggle("selecting", Boolean(held));
  });
  box().addEventListener("pointerdown", (event) => {
    exact = event.altKey;
  });
  box().addEventListener("click", (event) => {
    const sentence = event.target.closest("[data-i]");
    if (sentence && !held) onSentence(Number(sentence.dataset.i));
  });
  box().addEventListener("keydown", move);
}

function move(event) {
  if (event.ctrlKey || event.metaKey) return;
  const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!way || (event.altKey && !event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (!sideways) bySentence(way);
  else if (event.altKey) byCharacter(way);
  else byWord(way, event.shiftKey);
  const [node] = domOf(held ? held[1] : 0);
  if (node.parentElement) node.parentElement.scrollIntoView({ block: "nearest" });
  const words = selected();
  if (words) say(words.text);
}

function bounds() {
  if (!shown.bounds) shown.bounds = wordBounds(shown.text);
  return shown.bounds;
}

function byWord(way, extend) {
  const all = bounds();
  const [anchor, focus] = held || [0, 0];
  exact = false;
  if (extend && held) {
    const next = way > 0 ? all.find(([, end]) => end > focus) : all.findLast(([start]) => start < focus);
    if (next) place(anchor, way > 0 ? next[1] : next[0]);
    return;
  }
  const from = Math.min(anchor, focus);
  const next = way > 0 ? all.find(([start]) => (held ? start > from : start >= from)) : all.findLast(([start]) => start < from);
  if (next) place(...next);
}

function byCharacter(way) {
  if (!held) return;
  exact = true;
  const { offsets } = shown;
  const point = offsets.toPoint(held[1]) + way;
  if (point >= 0 && point <= offsets.length) place(held[0], offsets.toUnit(point));
}

function bySentence(way) {
  const at = held ? shown.offsets.toPoint(Math.min(...held)) : -1;
  const starts = shown.sentences.map((sentence) => sentence.start);
  const here = starts.findLastIndex((start) => start <= at);
  const next = starts[Math.min(starts.length - 1, Math.max(0, here + way))];
  if (next === undefined) return;
  const word = bounds().find(([start]) => start >= shown.offsets.toUnit(next));
  exact = false;
  if (word) place(...word);
}

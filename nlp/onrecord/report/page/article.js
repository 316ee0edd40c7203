// An article: its text with all that was found in it, and beside it the record of what is pointed at.
import { write } from "./address.js";
import { actorLink } from "./card.js";
import { bdi, h, outward, replace, unseen } from "./dom.js";
import { badge } from "./marks.js";
import { record, related } from "./record.js";
import { prepared, textOf } from "./text.js";
import { count, day, number } from "./words.js";

function facts(app, article) {
  const { articles } = app.store;
  const [date, source, url, story, id] = ["date", "source", "url", "story", "id"].map(
    (name) => articles[name][article],
  );
  return h(
    "p",
    { class: "lead facts" },
    [
      date && day(date),
      source && bdi(source),
      url && outward(url, "Original"),
      h("span", { class: "quiet" }, bdi(id)),
      story && story !== id && h("span", null, "a copy of ", bdi(story)),
    ]
      .filter(Boolean)
      .map((one) => h("span", null, one)),
  );
}

function target(app, i) {
  const text = app.store.of("target_text", i);
  return text && h("span", { class: "quiet" }, " on ", bdi(text));
}

function claimList(app, found) {
  return h(
    "ol",
    { class: "article-claims" },
    found.claims.map((claim) =>
      h(
        "li",
        { "data-row": claim.id },
        h(
          "a",
          { class: "show", href: "#", "data-mark": claim.id },
          badge(app.store, app.store.stance(claim.i), { hollow: !app.store.claims.counted[claim.i] }),
          " ",
          h("b", null, app.store.taken(claim.i)),
        ),
        " ",
        actorLink(app, claim.i),
        target(app, claim.i),
      ),
    ),
  );
}

// Shows a mark's record and lights up what belongs to it: on pointing and focus for as long as that lasts, on a click for good.
function inspector(app, found, parts, holder, rows) {
  let lit = [];
  let pinned = "";
  const show = (id) => {
    lit.forEach(([element, kind]) => element.classList.remove(kind));
    lit = related(found, parts, id);
    lit.forEach(([element, kind]) => element.classList.add(kind));
    rows.querySelectorAll("[data-row]").forEach((row) => row.classList.toggle("on", row.dataset.row === id));
    const content = record(app, found, id);
    holder.classList.toggle("empty", !content);
    const close =
      pinned &&
      id === pinned &&
      h(
        "button",
        { type: "button", class: "close", on: { click: () => pin("", false) } },
        "Close",
        unseen(" the record"),
      );
    replace(
      holder,
      content
        ? [close, content]
        : h(
            "p",
            { class: "quiet" },
            "Point at a name, a quote or a stance to see its record; with the keyboard, move through the text with ← and →.",
          ),
    );
  };
  const pin = (id, scroll) => {
    pinned = id;
    history.replaceState(history.state, "", write("article", app.key, { ...app.state, at: id }));
    show(id);
    const element = parts.of(id)[0];
    if (scroll && element) {
      element.scrollIntoView({
        block: "center",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      });
    }
  };
  return { show, pin, back: () => show(pinned) };
}

const markOf = (event) => event.target.closest("[data-mark]");

// One stop for the Tab key; the arrow keys move from mark to mark.
function roving(text) {
  const marks = [...text.querySelectorAll("a[data-mark]")];
  const focus = (at) => {
    marks.forEach((one, i) => {
      one.tabIndex = i === at ? 0 : -1;
    });
    marks[at].focus();
  };
  if (marks[0]) {
    marks[0].tabIndex = 0;
  }
  text.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = marks.indexOf(document.activeElement);
    if (step && at >= 0 && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      focus(Math.min(Math.max(at + step, 0), marks.length - 1));
    }
  });
}

function listen(node, look, scroll) {
  node.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      look.pin(mark.dataset.mark, scroll);
    }
  });
  node.addEventListener("pointerover", (event) => {
    const mark = event.pointerType === "mouse" && markOf(event);
    if (mark) {
      look.show(mark.dataset.mark);
    }
  });
  node.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && markOf(event)) {
      look.back();
    }
  });
  node.addEventListener("focusin", (event) => {
    if (markOf(event)) {
      look.show(markOf(event).dataset.mark);
    }
  });
}

const LEGEND = [
  ["company", "Company"],
  ["government", "Government"],
  ["law", "Law"],
  ["place", "Place"],
];

export function articleView(app, article, body) {
  const { store } = app;
  const found = prepared(store, article, body);
  const { nodes, parts } = textOf(store, found);
  const title = store.articles.title[article];
  const text = h("div", { class: "text" }, nodes);
  const rows = claimList(app, found);
  const holder = h("div", { class: "inspector", "aria-live": "polite", role: "region", "aria-label": "Record" });
  const look = inspector(app, found, parts, holder, rows);
  listen(text, look, false);
  listen(holder, look, true);
  listen(rows, look, true);
  roving(text);
  look.show("");
  const side = h(
    "aside",
    { class: "record", "aria-label": "What was found" },
    holder,
    h("h2", null, count(found.claims.length, "claim")),
    rows,
    h(
      "p",
      { class: "quiet" },
      `${count(found.entities.length, "mention")}, ${count(found.quotes.length, "quote")}, ${count(found.sentences.length, "sentence")}`,
    ),
  );
  const cut =
    found.cut !== null &&
    h("p", { class: "note" }, `Read up to character ${number(body.cut)}; what follows was not annotated.`);
  const legend = h(
    "ul",
    { class: "legend" },
    LEGEND.map(([kind, name]) => h("li", null, h("span", { class: "entity " + kind }, name))),
    h("li", null, h("span", { class: "quoted" }, "Quote")),
  );
  return {
    title: title || store.articles.id[article],
    data: true,
    nodes: [
      facts(app, article),
      cut,
      h("div", { class: "article" }, h("article", { "aria-label": "Text" }, legend, text), side),
    ],
    after: () => app.state.at && look.pin(app.state.at, true),
  };
}

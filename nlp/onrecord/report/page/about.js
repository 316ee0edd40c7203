// What the page says and what it does not.
import { bdi, h } from "./dom.js";
import { stanceName } from "./marks.js";
import { count, number } from "./words.js";

const MEANING = {
  pause: "Stops or holds for now; return is left open.",
  comply: "Does, or undertakes to do, what a law, order, demand or agreement asks of it.",
  withdraw: "Ends its presence, service, product, membership or participation.",
  undecided: "Has itself not made up its mind.",
  refuse: "Rejects, defies or fights it.",
};

const NOTES = [
  [
    "What is counted",
    "A claim is counted when it is affirmed and in effect or announced. Denied, threatened, considered and reversed ones show as hollow marks when you ask for claims that are not counted.",
  ],
  [
    "How sure",
    "The confidence is the calibrated probability that sentence, actor, stance and polarity are all right. It says nothing of target, dates or jurisdiction.",
  ],
  [
    "When",
    "The day a statement was made or reported, as far as the text tells, else the day of the article. Charts cover the time in which the articles were printed; what lies outside, or has no date as fine as the chart, is in the lists only.",
  ],
  [
    "Once per story",
    "Copies of an article are one story. An actor’s stance on a target then counts once in a story, at its earliest report.",
  ],
  [
    "Who moved",
    "A move is one stance of an actor on a target on one day and another on a later day, both with a full date. It may be a change of mind, a next step, or an error in either sentence: read both.",
  ],
  [
    "Before you quote it",
    "These claims were read by a model. A wrong one puts words in somebody’s mouth: open the sentence, and the article, before you publish one.",
  ],
  [
    "Saved tables",
    "A cell of a saved CSV that a spreadsheet would take for a formula has a ' in front. The files of the annotation itself have the cells as they are.",
  ],
];

function models(index) {
  return index.models.map(([name, version, digest, n]) =>
    h(
      "li",
      null,
      h("b", null, bdi(name + " " + version)),
      ` — ${count(n, "article")}`,
      h("br"),
      h("code", null, bdi(digest)),
    ),
  );
}

function failures(index) {
  if (!index.failed) {
    return null;
  }
  const more = index.failed - index.failures.length;
  return [
    h("h2", null, count(index.failed, "article") + " could not be read"),
    h(
      "div",
      { class: "scroll", role: "region", tabindex: 0, "aria-label": "Failures" },
      h(
        "table",
        { class: "list" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            ["Article", "Stage", "Error", "What to do"].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h(
          "tbody",
          null,
          index.failures.map(([id, stage, error, message]) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, bdi(id)),
              h("td", null, stage),
              h("td", null, bdi(error)),
              h("td", null, bdi(message)),
            ),
          ),
        ),
      ),
    ),
    more > 0 && h("p", { class: "quiet" }, `${number(more)} more in failures.jsonl.`),
  ];
}

export function about(app) {
  const { index } = app.store;
  return {
    title: "How to read this",
    nodes: [
      h(
        "dl",
        { class: "meanings" },
        app.store.stances.map((stance) =>
          h(
            "div",
            null,
            h("dt", null, stanceName(app.store, stance)),
            h("dd", null, MEANING[stance] || "A stance of the collection’s own scheme."),
          ),
        ),
      ),
      h(
        "div",
        { class: "notes" },
        NOTES.map(([title, text]) => h("section", null, h("h2", null, title), h("p", null, text))),
      ),
      index.models.length > 0 && [h("h2", null, "Read by"), h("ul", { class: "plain-list" }, models(index))],
      failures(index),
    ],
  };
}

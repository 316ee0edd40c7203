// The page of an actor, or of a law or demand: its claims in order, and what they are about or who takes them.
import { grid } from "./grid.js";
import { bdi, h } from "./dom.js";
import { lanes, toClaims } from "./charts.js";
import { listing } from "./listing.js";
import { moved } from "./moving.js";
import { axis } from "./time.js";
import { count, word, UNTOLD } from "./words.js";

const OTHER = { actor: "target", target: "actor" };

function about(app, row, ids) {
  const { store } = app;
  const kind = row[2] && word(row[2]) + (app.view === "target" && row[3] ? ", " + word(row[3]) : "");
  const id = app.view === "actor" && row[3];
  const articles = new Set(ids.map((i) => store.claims.article[i])).size;
  return h(
    "p",
    { class: "lead" },
    [kind, id].filter(Boolean).join(" · "),
    kind && ": ",
    `${count(ids.length, "claim")} in ${count(articles, "article")}`,
    app.view === "target" && row[4] && [". Known by this word in its own article only: ", bdi(row[4])],
  );
}

export function subject(app, selection) {
  const rows = app.view === "actor" ? app.store.index.actors : app.store.index.targets;
  const row = rows.find((one) => one[0] === app.key);
  if (!row) {
    return null;
  }
  const title = row[1] ?? UNTOLD;
  const narrowed = { [app.view]: [app.key] };
  const time = axis(app.store, Math.floor(app.chartWidth(1) / 16));
  const { ids } = selection;
  const shifts = moved(app, ids);
  return {
    title,
    data: row[1] !== null,
    nodes: [
      about(app, row, ids),
      h(
        "section",
        { "aria-labelledby": "time" },
        h("h2", { id: "time" }, "Over time"),
        lanes(app.store, ids, time, {
          width: app.chartWidth(1),
          link: toClaims(app.state, narrowed),
          name: title,
          everyLane: false,
        }),
      ),
      h(
        "section",
        { "aria-labelledby": "other" },
        h("h2", { id: "other" }, app.view === "actor" ? "Law by law" : "Actors"),
        grid(app, ids, OTHER[app.view], narrowed, null),
      ),
      shifts && h("section", { "aria-labelledby": "moves" }, h("h2", { id: "moves" }, "Moves"), shifts),
      h(
        "section",
        { "aria-labelledby": "claims" },
        h("h2", { id: "claims" }, "Claims in order"),
        listing(app, selection, "oldest"),
      ),
    ],
  };
}

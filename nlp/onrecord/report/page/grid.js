// The table of actors and stances, of one actor's targets, or of one target's actors.
import { to } from "./address.js";
import { linked, sparkline, toClaims } from "./charts.js";
import { bdi, h, unseen } from "./dom.js";
import { stanceName } from "./marks.js";
import { growing } from "./pager.js";
import { byStance, group } from "./select.js";
import { count, word, UNTOLD } from "./words.js";

const STEP = 20;

function rowsOf(app, ids, facet) {
  const { keys, names } = app.store.facets[facet];
  return [...group(app.store, ids, facet)].map(([code, claims]) => ({
    key: keys[code],
    name: names[code],
    claims,
    parts: byStance(app.store, claims),
  }));
}

function ordered(app, rows, sort) {
  const at = app.store.stances.indexOf(sort);
  const size = (row) => (at < 0 ? row.claims.length : row.parts[at].length);
  const untold = (row) => row.name === UNTOLD;
  return rows.sort(
    (a, b) => untold(a) - untold(b) || (sort === "name" ? 0 : size(b) - size(a)) || a.name.localeCompare(b.name),
  );
}

function heading(app, sort, key, content, kind) {
  const on = sort === key;
  return h(
    "th",
    { scope: "col", class: kind, "aria-sort": on ? (key === "name" ? "ascending" : "descending") : null },
    h(
      "button",
      { type: "button", "data-sort": key, on: { click: () => app.update({ sort: key }) } },
      content,
      h("span", { class: "arrow", "aria-hidden": "true" }, on ? (key === "name" ? "▲" : "▼") : ""),
    ),
  );
}

function row(app, one, facet, narrowed, time) {
  const link = toClaims(app.state, { ...narrowed, [facet]: [one.key] });
  const name =
    facet === "actor" || one.key !== "~"
      ? h("a", { href: to(app.state, facet, one.key) }, bdi(one.name))
      : h("span", { class: "untold" }, one.name);
  return h(
    "tr",
    null,
    h("th", { scope: "row", class: one.name === UNTOLD ? "untold" : null }, name),
    one.parts.map((claims, at) =>
      h(
        "td",
        { class: "n" },
        linked(claims.length, link({ stance: [app.store.stances[at]] }), `${word(app.store.stances[at])}, ${one.name}`),
      ),
    ),
    h("td", { class: "n all" }, linked(one.claims.length, link({}), one.name)),
    time && h("td", { class: "sparks" }, sparkline(app.store, one.claims, time, { width: 120, height: 24 })),
  );
}

// `facet` says what a row is: `actor` or `target`; `narrowed` what the page is about.
export function grid(app, ids, facet, narrowed, time) {
  const { store } = app;
  const sort = [...store.stances, "name"].includes(app.state.sort) ? app.state.sort : "all";
  const rows = ordered(app, rowsOf(app, ids, facet), sort);
  const body = h("tbody");
  const more = growing(
    body,
    rows.map((one) => () => row(app, one, facet, narrowed, time)),
    STEP,
    facet === "actor" ? "actors" : "laws and demands",
  );
  const title = facet === "actor" ? "Actor" : "Law or demand";
  const table = h(
    "table",
    { class: "grid" },
    h("caption", { class: "unseen" }, `Claims by ${title.toLowerCase()} and stance. A number opens its sentences.`),
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        heading(app, sort, "name", title, "first"),
        store.stances.map((stance) => heading(app, sort, stance, stanceName(store, stance), "n")),
        heading(app, sort, "all", "All", "n"),
        time && h("th", { scope: "col", class: "sparks" }, "Over time", unseen(`, by ${time.unit}`)),
      ),
    ),
    body,
  );
  return [
    h(
      "div",
      {
        class: "scroll",
        role: "region",
        tabindex: 0,
        "aria-label":
          count(rows.length, title.toLowerCase(), facet === "actor" ? "actors" : "laws and demands") + " by stance",
      },
      table,
    ),
    more,
  ];
}

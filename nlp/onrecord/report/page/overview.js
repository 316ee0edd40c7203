// All at a glance: who, what, when, who moved, and where.
import { to } from "./address.js";
import { lanes, linked, shareBar, toClaims } from "./charts.js";
import { bdi, h } from "./dom.js";
import { grid } from "./grid.js";
import { stanceName } from "./marks.js";
import { moved } from "./moving.js";
import { growing } from "./pager.js";
import { byStance, group } from "./select.js";
import { axis } from "./time.js";
import { capital, count, day, number, word } from "./words.js";

const STEP = 6;

function section(id, title, note, ...content) {
  return h(
    "section",
    { "aria-labelledby": id },
    h("h2", { id }, title),
    note && h("p", { class: "note" }, note),
    ...content,
  );
}

function totals(app, ids) {
  const { store, state } = app;
  const link = toClaims(state, {});
  return h(
    "ul",
    { class: "totals" },
    byStance(store, ids).map((claims, at) => {
      const stance = store.stances[at];
      return h(
        "li",
        null,
        stanceName(store, stance),
        h("span", { class: "big" }, linked(claims.length, link({ stance: [stance] }), word(stance))),
        h("span", { class: "rail" }, shareBar(store, claims, ids.length)),
        h("span", { class: "quiet" }, ids.length ? `${Math.round((100 * claims.length) / ids.length)} %` : ""),
      );
    }),
  );
}

function lead(app, ids) {
  const { store } = app;
  const articles = new Set(ids.map((i) => store.claims.article[i])).size;
  const actors = new Set(ids.map((i) => store.claims.actor[i]).filter((code) => store.index.actors[code][1] !== null))
    .size;
  const days = store.articles.date.filter(Boolean).sort();
  const period = days.length ? `, ${day(days[0])} to ${day(days[days.length - 1])}` : "";
  return h(
    "p",
    { class: "lead" },
    `${count(ids.length, "claim")} by ${count(actors, "named actor")} in ${number(articles)}`,
    ` of ${count(store.articles.id.length, "article")}${period}. Every number opens its sentences.`,
  );
}

function byTarget(app, ids, time) {
  const { keys, names } = app.store.facets.target;
  const found = [...group(app.store, ids, "target")]
    .filter(([code]) => keys[code] !== "~")
    .sort((a, b) => b[1].length - a[1].length);
  if (!found.length) {
    return h("p", { class: "nothing" }, "No claim here says what it is about.");
  }
  const holder = h("ul", { class: "targets" });
  const make =
    ([code, claims]) =>
    () =>
      h(
        "li",
        null,
        h(
          "h3",
          null,
          h("a", { href: to(app.state, "target", keys[code]) }, bdi(names[code])),
          " ",
          linked(claims.length, toClaims(app.state, { target: [keys[code]] })({}), names[code]),
        ),
        lanes(app.store, claims, time, {
          width: app.chartWidth(2),
          link: toClaims(app.state, { target: [keys[code]] }),
          name: names[code],
          everyLane: true,
        }),
      );
  const more = growing(holder, found.map(make), STEP, "laws and demands");
  return [holder, more];
}

function places(app, ids) {
  const { keys, names } = app.store.facets.place;
  const found = [...group(app.store, ids, "place")].sort(
    (a, b) => (keys[a[0]] === "~") - (keys[b[0]] === "~") || b[1].length - a[1].length,
  );
  const most = Math.max(1, ...found.filter(([code]) => keys[code] !== "~").map((one) => one[1].length));
  const holder = h("ul", { class: "places" });
  const rows = found.map(
    ([code, claims]) =>
      () =>
        h(
          "li",
          { class: keys[code] === "~" ? "untold" : null },
          h("span", { class: "code", "aria-hidden": "true" }, keys[code] === "~" ? "" : keys[code]),
          h("span", { class: "where" }, bdi(names[code])),
          h(
            "span",
            { class: "rail" },
            shareBar(app.store, claims, Math.max(most, keys[code] === "~" ? claims.length : 0)),
          ),
          linked(claims.length, toClaims(app.state, { place: [keys[code]] })({}), names[code]),
        ),
  );
  return [holder, growing(holder, rows, 3 * STEP, "places")];
}

export function overview(app, selection) {
  const { ids } = selection;
  const time = axis(app.store, Math.floor(app.chartWidth(1) / 16));
  const fine = axis(app.store, Math.floor(app.chartWidth(2) / 16));
  const coarse = axis(app.store, 40);
  return {
    title: "Who takes which stance",
    nodes: [
      lead(app, ids),
      totals(app, ids),
      section(
        "time",
        "Over time",
        time &&
          `${capital(time.unit === "half" ? "half-years" : time.unit + "s")}; the larger the mark, the more claims.`,
        lanes(app.store, ids, time, {
          width: app.chartWidth(1),
          link: toClaims(app.state, {}),
          name: "all claims",
          everyLane: true,
        }),
      ),
      section("actors", "Actors and stances", null, grid(app, ids, "actor", {}, coarse)),
      section(
        "laws",
        "Law by law",
        "What the stances are about, those with the most claims first. What has no name (“the order”) is told apart by article.",
        byTarget(app, ids, fine),
      ),
      section(
        "moves",
        "Who moved",
        "One stance on a law or demand, another on a later day.",
        moved(app, ids) ||
          h(
            "p",
            { class: "nothing" },
            "Nobody here took one stance on a named law or demand and another on a later day.",
          ),
      ),
      section("places", "Where it takes effect", null, places(app, ids)),
    ],
  };
}

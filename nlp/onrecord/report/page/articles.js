// All articles, or those with a claim that fits the filters.
import { to } from "./address.js";
import { linked, shareBar } from "./charts.js";
import { bdi, h, unseen } from "./dom.js";
import { most, push } from "./maps.js";
import { paged } from "./pager.js";
import { count, day, number } from "./words.js";

function byArticle(store, ids) {
  const found = new Map();
  ids.forEach((i) => push(found, store.claims.article[i], i));
  return found;
}

function newest(store) {
  const date = store.articles.date;
  return (a, b) => (date[a] === date[b] ? a - b : !date[a] ? 1 : !date[b] ? -1 : date[a] < date[b] ? 1 : -1);
}

function row(app, article, own, longest) {
  const { store, state } = app;
  const [id, title, source] = ["id", "title", "source"].map((name) => store.articles[name][article]);
  return h(
    "tr",
    null,
    h("td", { class: "date" }, day(store.articles.date[article])),
    h("th", { scope: "row" }, h("a", { href: to(state, "article", id) }, bdi(title || id))),
    h("td", null, source && bdi(source)),
    h("td", { class: "n" }, linked(own.length, to(state, "article", id), title || id)),
    h("td", { class: "bars" }, h("span", { class: "rail" }, shareBar(store, own, longest))),
  );
}

export function articlesView(app, selection) {
  const { store } = app;
  const claims = byArticle(store, selection.ids);
  const all = store.articles.id
    .map((_, article) => article)
    .filter((article) => !app.filtered() || claims.has(article))
    .sort(newest(store));
  const { shown, pages } = paged(app, all, "articles");
  const longest = most(
    [...claims.values()].map((one) => one.length),
    1,
  );
  const table = h(
    "table",
    { class: "list", "data-total": all.length },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        ["Date", "Article", "Source"].map((name) => h("th", { scope: "col" }, name)),
        h("th", { scope: "col", class: "n" }, "Claims"),
        h("td", null, unseen("Stances")),
      ),
    ),
    h(
      "tbody",
      null,
      shown.map((article) => row(app, article, claims.get(article) || [], longest)),
    ),
  );
  const rest = store.articles.id.length - all.length;
  return {
    title: "Articles",
    nodes: [
      h(
        "p",
        { class: "lead" },
        count(all.length, "article"),
        rest > 0 && `; ${number(rest)} without a claim that fits the filters`,
      ),
      h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": "Articles" }, table),
      pages,
    ],
  };
}

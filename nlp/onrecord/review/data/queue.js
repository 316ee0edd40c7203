// The list of articles, in the order of the review.

import { byId, h, refill } from "./dom.js";

const PAGE = 100;

let shown = PAGE;

export function listen(app) {
  byId("search").addEventListener("input", () => {
    shown = PAGE;
    render(app);
  });
}

export function render(app) {
  const wanted = byId("search").value.trim().toLocaleLowerCase();
  const all = app.session.articles.filter((row) => !wanted || row.title.toLocaleLowerCase().includes(wanted));
  const here = all.findIndex((row) => row.index === app.article?.index);
  if (here >= shown) shown = here + PAGE;
  refill(byId("list"), all.slice(0, shown).map((row) => item(app, row)));
  const rest = all.length - shown;
  const more = h("button", { type: "button", onclick: () => { shown += PAGE; render(app); } }, `Show more (${rest.toLocaleString("en")})`);
  byId("more").replaceChildren(...(rest > 0 ? [more] : all.length ? [] : ["No title has that in it"]));
}

function item(app, row) {
  const current = row.index === app.article?.index;
  return h(
    "li", {},
    h("button", { type: "button", class: row.finished ? "finished" : "", "aria-current": current ? "true" : null, "data-f": `article ${row.index}`, title: row.least === null ? null : "The number is the confidence of its least confident claim", onclick: () => app.open(row.index) },
      h("span", { class: "title" }, row.title), h("small", {}, about(row))),
  );
}

function about(row) {
  const parts = [row.date];
  if (row.finished) parts.push("✓ finished");
  else if (row.open) parts.push(`${row.open} open`, row.least === null ? null : row.least.toFixed(2));
  else parts.push(row.claims ? "all decided" : "no claims");
  return parts.filter(Boolean).join(" · ");
}

// A claim as it is listed: who takes which stance on what, then the sentence, the quote, and where it stands.
import { to } from "./address.js";
import { bdi, h } from "./dom.js";
import { badge, stanceClass, sureness } from "./marks.js";
import { units } from "./offsets.js";
import { capital, count, day, region, word, UNTOLD } from "./words.js";

// The spans of some claims of one sentence, as places in it: each once, in order, none over another.
function spans(store, ids) {
  const { claims, index } = store;
  const start = index.sentences.start[claims.sentence[ids[0]]];
  const place = units(store.evidence(ids[0]));
  const all = ids.flatMap((i) => [
    ["actor", claims.actor_start[i], claims.actor_end[i]],
    ["target", claims.target_start[i], claims.target_end[i]],
  ]);
  const inside = all
    .filter((one) => one[1] >= start && one[2] > one[1])
    .map(([kind, from, end]) => [kind, place(from - start), place(end - start)]);
  return inside
    .sort((a, b) => a[1] - b[1])
    .filter((one, at, list) => !list.slice(0, at).some((before) => before[2] > one[1]));
}

// The sentence of one or more claims with their actors and targets marked.
export function evidence(store, ids) {
  const text = store.evidence(ids[0]);
  const parts = [];
  let at = 0;
  for (const [kind, from, end] of spans(store, ids)) {
    parts.push(text.slice(at, from), h("mark", { class: kind }, text.slice(from, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

export function actorLink(app, i) {
  const [key, name] = app.store.index.actors[app.store.claims.actor[i]];
  if (name === null) {
    return [
      h("a", { class: "name untold", href: to(app.state, "actor", key) }, UNTOLD),
      " ",
      h("q", null, bdi(app.store.of("actor_text", i))),
    ];
  }
  return h("a", { class: "name", href: to(app.state, "actor", key) }, bdi(name));
}

export function targetLink(app, i) {
  const code = app.store.claims.target[i];
  if (code >= 0) {
    const [key, name] = app.store.index.targets[code];
    return h("a", { class: "name", href: to(app.state, "target", key) }, bdi(name));
  }
  const text = app.store.of("target_text", i);
  return text ? bdi(text) : null;
}

function head(app, i, copies) {
  const { store } = app;
  const target = targetLink(app, i);
  const place = store.of("jurisdiction", i);
  const effective = store.of("effective_date", i);
  return h(
    "p",
    { class: "head " + stanceClass(store, store.stance(i)), "data-claim": i },
    badge(store, store.stance(i), { hollow: !store.claims.counted[i] }),
    " ",
    actorLink(app, i),
    " ",
    h("span", { class: "taken" }, store.does(i)),
    target && [h("span", { class: "about" }, " on "), target],
    " ",
    h(
      "span",
      { class: "more-of" },
      h("span", null, word(store.of("stage", i))),
      effective && h("span", null, "takes effect ", day(effective)),
      place && h("abbr", { title: region(place) }, place),
      sureness(store.claims.confidence[i]),
      copies > 0 && h("span", null, count(copies, "more time") + " in this story"),
    ),
  );
}

function quotes(store, ids) {
  const all = new Map(ids.flatMap((i) => store.quotes(i)).map((one) => [one.id, one]));
  return [...all.values()].map((one) => {
    const speaker = [one.speaker, one.organization !== one.speaker && one.organization].filter(Boolean);
    const inside = store.evidence(ids[0]).includes(one.text);
    return (
      (speaker.length > 0 || !inside) &&
      h(
        "p",
        { class: "said" },
        inside ? capital(one.kind) + " quote" : bdi(/^["“‘«„]/.test(one.text) ? one.text : "“" + one.text + "”"),
        speaker.length > 0 && [" — ", speaker.map((name, at) => [at > 0 && ", ", bdi(name)])],
      )
    );
  });
}

function origin(app, i) {
  const { store } = app;
  const article = store.claims.article[i];
  const [id, title, source] = ["id", "title", "source"].map((name) => store.articles[name][article]);
  return h(
    "p",
    { class: "from" },
    h("span", { class: "date" }, day(store.when[i])),
    h("a", { href: to(app.state, "article", id, { at: store.of("id", i) }) }, bdi(title || id)),
    source && bdi(source),
    h("span", null, word(store.of("attribution", i))),
  );
}

// The claims of one sentence as an item of a list.
export function card(app, ids, copies) {
  const { store } = app;
  return h(
    "li",
    { class: "claim " + stanceClass(store, store.stance(ids[0])) },
    ids.map((i) => head(app, i, copies.get(i) || 0)),
    h("blockquote", { dir: "auto" }, evidence(store, ids)),
    quotes(store, ids),
    origin(app, ids[0]),
  );
}

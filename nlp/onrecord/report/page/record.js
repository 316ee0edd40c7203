// What the record says of a mark: a name, a quote, a claim. And what of the text belongs to it.
import { to } from "./address.js";
import { actorLink, targetLink } from "./card.js";
import { bdi, h } from "./dom.js";
import { badge, sureness } from "./marks.js";
import { capital, day, region, word } from "./words.js";

function rows(pairs) {
  return h(
    "dl",
    null,
    pairs.filter((pair) => pair[1]).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
  );
}

function textAt(found, span) {
  return found.text.slice(span[0], span[1]);
}

const mark = (id, text) => h("a", { href: "#", "data-mark": id }, bdi(text));

// Where the name of a mention comes from: itself, another name, or what it refers back to.
function resolved(found, entity) {
  if (entity.via === "coref") {
    const before = found.entities.find((one) => one.id === entity.antecedent);
    return ["stands for ", before ? mark(before.id, "“" + textAt(found, before.at) + "”") : bdi(entity.name)];
  }
  return entity.via === "alias" ? ["another name of ", bdi(entity.name)] : "by its name";
}

function ofEntity(app, found, entity) {
  const key = app.store.index.actors.find((row) => (entity.ref ? row[3] === entity.ref : row[1] === entity.name));
  const all = found.entities.filter((one) => (entity.ref ? one.ref === entity.ref : one.name === entity.name)).length;
  return [
    h("p", { class: "kind" }, word(entity.label)),
    h("p", { class: "main" }, bdi(textAt(found, entity.at))),
    rows([
      ["Name", key ? h("a", { href: to(app.state, "actor", key[0]) }, bdi(entity.name)) : bdi(entity.name)],
      ["Resolved", resolved(found, entity)],
      ["In the lexicon", entity.ref ? bdi(entity.ref) : "no"],
      ["Mentions here", String(all)],
    ]),
  ];
}

function ofQuote(app, found, quote) {
  const words = quote.pieces.map((one) => textAt(found, one)).join(" … ");
  const speaker = quote.speaker && textAt(found, quote.speaker);
  return [
    h("p", { class: "kind" }, capital(quote.kind) + " quote"),
    h("blockquote", { dir: "auto" }, words),
    rows([
      ["Speaker", (quote.name || speaker) && bdi(quote.name || speaker)],
      ["As the text has it", quote.name && speaker && speaker !== quote.name && bdi(speaker)],
      ["For", quote.organization && bdi(quote.organization)],
      ["Said with", quote.cue && bdi(textAt(found, quote.cue))],
    ]),
  ];
}

function ofClaim(app, found, claim) {
  const { store } = app;
  const i = claim.i;
  const of = (name) => store.of(name, i);
  const entity = found.entities.find((one) => one.id === claim.entity);
  const counted = store.claims.counted[i] === 1;
  return [
    h("p", { class: "kind" }, counted ? "Claim" : "Claim, not counted"),
    h(
      "p",
      { class: "main" },
      badge(store, store.stance(i), { hollow: !counted }),
      " ",
      actorLink(app, i),
      " ",
      h("b", null, store.taken(i)),
    ),
    rows([
      ["Stage", word(of("stage"))],
      ["On", targetLink(app, i)],
      ["Kind", of("target_kind") && word(of("target_kind"))],
      [
        "Actor in the text",
        entity
          ? [mark(entity.id, "“" + of("actor_text") + "”"), ", ", resolved(found, entity)]
          : ["“", bdi(of("actor_text")), "”"],
      ],
      ["Jurisdiction", of("jurisdiction") && region(of("jurisdiction"))],
      ["Said or reported", of("statement_date") && day(of("statement_date"))],
      ["Takes effect", of("effective_date") && day(of("effective_date"))],
      ["Voice", word(of("attribution"))],
      [
        "Quotes",
        claim.quotes.length > 0 &&
          claim.quotes.map((id, at) => [at > 0 && ", ", mark(id, "“" + short(found, id) + "”")]),
      ],
      ["Confidence", sureness(store.claims.confidence[i])],
    ]),
  ];
}

function short(found, id) {
  const quote = found.quotes.find((one) => one.id === id);
  const words = textAt(found, quote.pieces[0]);
  return words.length > 48 ? words.slice(0, 45).trimEnd() + "…" : words;
}

function find(found, id) {
  for (const kind of ["claims", "quotes", "entities"]) {
    const item = found[kind].find((one) => one.id === id);
    if (item) {
      return [kind, item];
    }
  }
  return null;
}

// The record of a mark as elements; null where there is no such mark.
export function record(app, found, id) {
  const hit = find(found, id);
  return hit && { claims: ofClaim, quotes: ofQuote, entities: ofEntity }[hit[0]](app, found, hit[1]);
}

// Elements that light up with a mark, each with a class.
export function related(found, parts, id) {
  const hit = find(found, id);
  const lit = (name, kind) => parts.of(name).map((element) => [element, kind]);
  if (!hit) {
    return [];
  }
  const [kind, item] = hit;
  if (kind === "claims") {
    const entity = found.entities.find((one) => one.id === item.entity);
    return [
      ...lit(id, "lit"),
      ...lit(id + " actor", "lit-actor"),
      ...lit(id + " target", "lit-target"),
      ...item.quotes.flatMap((quote) => lit(quote, "lit-quote")),
      ...(entity && entity.antecedent ? lit(entity.antecedent, "lit-source") : []),
    ];
  }
  if (kind === "quotes") {
    return [...lit(id, "lit-quote"), ...lit(id + " cue", "lit-cue"), ...lit(id + " speaker", "lit-source")];
  }
  const same = found.entities.filter(
    (one) => one.id !== id && (item.ref ? one.ref === item.ref : one.name === item.name),
  );
  return [
    ...same.flatMap((one) => lit(one.id, "lit-same")),
    ...lit(id, "lit-actor"),
    ...(item.antecedent ? lit(item.antecedent, "lit-source") : []),
  ];
}

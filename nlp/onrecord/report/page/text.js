// The text of an article as elements, every mark at its place.
import { h, unseen } from "./dom.js";
import { push } from "./maps.js";
import { badge, stanceClass } from "./marks.js";
import { units } from "./offsets.js";
import { word } from "./words.js";

const LABELS = ["COMPANY", "GOVERNMENT", "LAW", "PLACE"];

// Places as they are packed, differences and lengths, as pairs of offsets.
function spread([steps, lengths]) {
  let start = 0;
  return steps.map((step, at) => {
    start += step;
    return [start, start + lengths[at]];
  });
}

function entitiesOf(body, span) {
  const [steps, lengths, ids, labels, names, vias, antecedents] = body.entities;
  return ids
    ? spread([steps, lengths]).map((at, i) => ({
        id: ids[i],
        at: span(at),
        label: LABELS[labels[i]],
        name: body.names[names[i]][0],
        ref: body.names[names[i]][1],
        via: vias[i],
        antecedent: antecedents[i],
      }))
    : [];
}

// What was found in an article, offsets as places in the browser's string.
export function prepared(store, article, body) {
  const place = units(body.text);
  const span = (pair) => pair && [place(pair[0]), place(pair[1])];
  const first = store.articles.first[article];
  return {
    text: body.text,
    cut: body.cut === null ? null : place(body.cut),
    sentences: spread(body.sentences).map(span),
    entities: entitiesOf(body, span),
    quotes: body.quotes.map(([id, kind, pieces, cue, speaker, name, organization]) => ({
      id,
      kind,
      pieces: pieces.map(span),
      cue: span(cue),
      speaker: span(speaker),
      name,
      organization,
    })),
    claims: body.claims.map(([id, sentence, entity, quotes], offset) => {
      const i = first + offset;
      const { actor_start: a, actor_end: b, target_start: c, target_end: d } = store.claims;
      return {
        id,
        i,
        sentence,
        entity,
        quotes,
        actor: span([a[i], b[i]]),
        target: c[i] < 0 ? null : span([c[i], d[i]]),
      };
    }),
  };
}

// Everything that covers a stretch of the text: what it is, the thing itself, from where to where.
function layers(found) {
  const list = found.sentences.map((at, number) => ["sentence", number, at]);
  found.entities.forEach((entity) => list.push(["entity", entity, entity.at]));
  found.quotes.forEach((quote) => {
    quote.pieces.forEach((at) => list.push(["quote", quote, at]));
    list.push(["cue", quote, quote.cue], ["speaker", quote, quote.speaker]);
  });
  found.claims.forEach((claim) => list.push(["actor", claim, claim.actor], ["target", claim, claim.target]));
  return list
    .filter((layer) => layer[2])
    .map(([kind, item, [from, to]]) => ({ kind, item, from, to }))
    .sort((a, b) => a.from - b.from);
}

function paragraphs(text) {
  const found = [];
  let at = 0;
  for (const gap of text.matchAll(/\n[ \t]*\n\s*/g)) {
    found.push([at, gap.index]);
    at = gap.index + gap[0].length;
  }
  found.push([at, text.length]);
  return found.filter(([from, to]) => to > from);
}

// The text cut wherever anything begins or ends: each piece with all that covers it.
function pieces(list, from, to) {
  const places = [...new Set([from, to, ...list.flatMap((layer) => [layer.from, layer.to])])]
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  return places
    .slice(0, -1)
    .map((at, i) => ({ from: at, to: places[i + 1], over: list.filter((layer) => layer.from <= at && at < layer.to) }));
}

function piece(found, { from, to, over }, parts) {
  const text = found.text.slice(from, to);
  const of = (kind) => over.filter((layer) => layer.kind === kind);
  const inner = of("entity").sort((a, b) => a.to - a.from - (b.to - b.from))[0];
  const entity = inner && inner.item;
  const element = entity
    ? h("a", { class: "entity " + entity.label.toLowerCase(), href: "#", tabindex: -1, "data-mark": entity.id }, text)
    : h("span", null, text);
  if (entity) {
    parts.add(entity.id, element);
  }
  of("quote").forEach((layer) => parts.add(layer.item.id, element));
  const quote = of("quote")[0];
  if (quote) {
    element.classList.add("quoted");
    element.dataset.mark = entity ? entity.id : quote.item.id;
  }
  ["cue", "speaker", "actor", "target"].forEach((kind) =>
    of(kind).forEach((layer) => {
      parts.add(layer.item.id + " " + kind, element);
      element.classList.add("is-" + kind);
    }),
  );
  return element;
}

function flag(store, claim) {
  const stance = store.stance(claim.i);
  return h(
    "a",
    { class: "flag", href: "#", tabindex: -1, "data-mark": claim.id },
    badge(store, stance, { hollow: !store.claims.counted[claim.i] }),
    unseen(`Claim: ${store.actorName(store.claims.actor[claim.i])}, ${store.taken(claim.i)}. `),
  );
}

function quoteFlag(quote) {
  return h(
    "a",
    { class: "quote-flag", href: "#", tabindex: -1, "data-mark": quote.id },
    unseen(`${word(quote.kind)} quote. `),
  );
}

// A sentence, led by the flags of its claims.
function sentence(store, found, number, parts) {
  const claims = found.claims.filter((claim) => claim.sentence === number);
  const element = h(
    "span",
    { class: "sentence" + (claims.length ? " has " + stanceClass(store, store.stance(claims[0].i)) : "") },
    claims.map((claim) => flag(store, claim)),
  );
  claims.forEach((claim) => parts.add(claim.id, element));
  return element;
}

function registry() {
  const of = new Map();
  return { of: (id) => of.get(id) || [], add: (id, element) => push(of, id, element) };
}

// Paragraphs with all marks in them, and `parts`, which gives the elements of a mark by its id.
export function textOf(store, found) {
  const parts = registry();
  const all = layers(found);
  let next = 0;
  const nodes = paragraphs(found.text).map(([from, to]) => {
    const paragraph = h("p", { dir: "auto" });
    let open = { number: -1, element: paragraph };
    while (next < all.length && all[next].to <= from) {
      next += 1;
    }
    const here = [];
    for (let at = next; at < all.length && all[at].from < to; at += 1) {
      here.push(all[at]);
    }
    pieces(here, from, to).forEach((one) => {
      const inside = one.over.find((layer) => layer.kind === "sentence");
      const number = inside ? inside.item : -1;
      if (number !== open.number) {
        open = { number, element: number < 0 ? paragraph : sentence(store, found, number, parts) };
        if (number >= 0) {
          paragraph.append(open.element);
        }
      }
      one.over
        .filter((layer) => layer.kind === "quote" && layer.from === one.from && layer.item.pieces[0][0] === one.from)
        .forEach((layer) => open.element.append(quoteFlag(layer.item)));
      open.element.append(piece(found, one, parts));
    });
    return paragraph;
  });
  return { nodes, parts };
}

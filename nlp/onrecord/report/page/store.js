// The index of the page with what is derived from it once: dates, facets, who and what by key.
import { capital, does, region, taken, targetName, word, UNTOLD } from "./words.js";

const DATE = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;

export const NONE = "~";

export function makeStore(index) {
  const { claims, values, articles } = index;
  const size = claims.id.length;
  const of = (name, i) => values[name][claims[name][i]];
  const store = {
    index,
    claims,
    articles,
    size,
    of,
    stances: index.stances,
    stance: (i) => of("stance", i),
    actorName: (code) => index.actors[code][1] ?? UNTOLD,
    when: Array.from({ length: size }, (_, i) => when(of("statement_date", i), articles.date[claims.article[i]])),
    taken: (i) => taken(of("stance", i), of("polarity", i), of("stage", i)),
    does: (i) => does(of("stance", i), of("polarity", i), of("stage", i)),
    evidence: (i) => index.sentences.text[claims.sentence[i]],
    quotes: (i) =>
      claims.quotes[i].map((q) => ({
        text: index.quotes.text[q],
        speaker: index.quotes.speaker[q],
        organization: index.quotes.organization[q],
        kind: index.quotes.kind[q],
        id: index.quotes.id[q],
      })),
    hasStories: articles.story.some((story) => story !== null),
    articleNumber: new Map(articles.id.map((id, i) => [id, i])),
  };
  store.facets = facets(store);
  store.first = firstOfStory(store);
  store.haystack = haystack(store);
  return store;
}

// When it was said, else when it was printed; the day of print too where the statement gives no more than its year.
function when(statement, printed) {
  const day = DATE.test(printed || "") ? printed : "";
  if (!statement || !DATE.test(statement)) {
    return day;
  }
  return statement.length < day.length && day.startsWith(statement) ? day : statement;
}

function facet(store, title, keyOf, nameOf) {
  const codes = new Int32Array(store.size);
  const numbers = new Map();
  const keys = [];
  for (let i = 0; i < store.size; i += 1) {
    const key = keyOf(i) ?? NONE;
    if (!numbers.has(key)) {
      numbers.set(key, keys.length);
      keys.push(key);
    }
    codes[i] = numbers.get(key);
  }
  const names = keys.map((key) => (key === NONE ? UNTOLD : nameOf(key)));
  return { title, codes, keys, names, numbers };
}

function facets(store) {
  const { index, claims, articles, of } = store;
  const actors = new Map(index.actors.map((row) => [row[0], row[1] ?? UNTOLD]));
  const targets = new Map(index.targets.map((row) => [row[0], targetName(row)]));
  const coded = (title, name, nameOf) =>
    facet(store, title, (i) => of(name, i), nameOf || ((key) => capital(word(key))));
  return {
    stance: coded("Stance", "stance"),
    actor: facet(
      store,
      "Actor",
      (i) => index.actors[claims.actor[i]][0],
      (key) => actors.get(key),
    ),
    target: facet(
      store,
      "Law or demand",
      (i) => (claims.target[i] < 0 ? null : index.targets[claims.target[i]][0]),
      (key) => targets.get(key),
    ),
    place: coded("Jurisdiction", "jurisdiction", region),
    kind: coded("Kind of actor", "actor_label"),
    source: facet(
      store,
      "Source",
      (i) => articles.source[claims.article[i]],
      (key) => key,
    ),
    said: coded("Whose words", "attribution"),
    polarity: coded("Polarity", "polarity"),
    stage: coded("Stage", "stage"),
  };
}

// For each claim the number of the claim that stands for it when each story counts once: the earliest of the same actor,
// stance and target in the story. An actor that can't be told is the same only by the same words in the same article.
function firstOfStory(store) {
  const { claims, articles, index } = store;
  return (kept) => {
    const firsts = new Map();
    const later = (a, b) => (articles.date[claims.article[a]] || "9") > (articles.date[claims.article[b]] || "9");
    for (const i of kept) {
      const article = claims.article[i];
      const actor = index.actors[claims.actor[i]][1] === null ? article + ":" + claims.actor_text[i] : claims.actor[i];
      const key = [articles.story[article] ?? articles.id[article], actor, store.taken(i), claims.target[i]].join("\n");
      const found = firsts.get(key);
      if (found === undefined || later(found.claim, i)) {
        firsts.set(key, { claim: i, copies: found ? found.copies + 1 : 0 });
      } else {
        found.copies += 1;
      }
    }
    return new Map(Array.from(firsts.values(), (found) => [found.claim, found.copies]));
  };
}

function haystack(store) {
  let made = null;
  return () => {
    made =
      made ||
      Array.from({ length: store.size }, (_, i) => {
        const words = [
          store.evidence(i),
          store.of("actor_name", i),
          store.of("actor_text", i),
          store.of("target_name", i),
        ];
        store.quotes(i).forEach((quote) => words.push(quote.speaker, quote.organization));
        words.push(store.articles.title[store.claims.article[i]]);
        return words.filter(Boolean).join("\n").toLowerCase();
      });
    return made;
  };
}

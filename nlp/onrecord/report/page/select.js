// Which claims are counted under the filters.
import { SETS } from "./address.js";
import { push } from "./maps.js";

// Claims that pass the three switches; with `once` each stands for its story, and `copies` says how many it stands for.
function base(store, state) {
  const { counted, confidence } = store.claims;
  const kept = [];
  for (let i = 0; i < store.size; i += 1) {
    if ((state.all || counted[i]) && (confidence[i] === null || confidence[i] >= state.conf)) {
      kept.push(i);
    }
  }
  if (!state.once) {
    return { ids: kept, copies: new Map() };
  }
  const copies = store.first(kept);
  return { ids: kept.filter((i) => copies.has(i)), copies };
}

export function within(when, from, to) {
  return Boolean(when) && when.slice(0, from.length) >= from && (!to || when.slice(0, to.length) <= to);
}

function mask(facet, keys) {
  const found = new Uint8Array(facet.keys.length);
  keys.forEach((key) => {
    if (facet.numbers.has(key)) {
      found[facet.numbers.get(key)] = 1;
    }
  });
  return found;
}

// Tests of a state, one a facet, and one each for search and period.
function tests(store, state) {
  const found = [];
  SETS.filter((name) => state[name].length).forEach((name) => {
    const facet = store.facets[name];
    const wanted = mask(facet, state[name]);
    found.push({ name, test: (i) => wanted[facet.codes[i]] === 1 });
  });
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) {
    const hay = store.haystack();
    found.push({ name: "q", test: (i) => words.every((one) => hay[i].includes(one)) });
  }
  if (state.from || state.to) {
    found.push({ name: "period", test: (i) => within(store.when[i], state.from, state.to) });
  }
  return found;
}

export function select(store, state) {
  const { ids, copies } = base(store, state);
  const all = tests(store, state);
  return { ids: ids.filter((i) => all.every((one) => one.test(i))), copies };
}

// For each facet how many claims each of its values would leave, the facet's own choice aside.
export function facetCounts(store, state, names) {
  const { ids } = base(store, state);
  const all = tests(store, state);
  const counts = {};
  names.forEach((name) => {
    counts[name] = new Int32Array(store.facets[name].keys.length);
  });
  for (const i of ids) {
    const failed = all.filter((one) => !one.test(i));
    if (failed.length > 1) {
      continue;
    }
    for (const name of names) {
      if (!failed.length || failed[0].name === name) {
        counts[name][store.facets[name].codes[i]] += 1;
      }
    }
  }
  return counts;
}

// Claims by the value of a facet: a map from its code to claims.
export function group(store, ids, name) {
  const { codes } = store.facets[name];
  const found = new Map();
  for (const i of ids) {
    push(found, codes[i], i);
  }
  return found;
}

export function byStance(store, ids) {
  const { codes, numbers } = store.facets.stance;
  const found = store.stances.map(() => []);
  const place = new Map(store.stances.map((stance, at) => [numbers.get(stance), at]));
  ids.forEach((i) => found[place.get(codes[i])].push(i));
  return found;
}

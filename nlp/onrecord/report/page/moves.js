// Who moved from what to what: one actor, one target, one day a stance, a later day another.
import { push } from "./maps.js";

function key(store, i) {
  return [store.stance(i), store.of("polarity", i), store.of("stage", i) === "reversed"].join("\n");
}

function state(store, ids) {
  const i = ids[0];
  return {
    ids,
    stance: store.stance(i),
    polarity: store.of("polarity", i),
    reversed: store.of("stage", i) === "reversed",
    counted: store.claims.counted[i] === 1,
    shown: store.taken(i),
    when: store.when[i],
  };
}

// What an actor did on one day about one target: the stance most often told, the first of equals.
function ofDay(store, ids) {
  const groups = new Map();
  ids.forEach((i) => push(groups, key(store, i), i));
  return state(
    store,
    [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a)),
  );
}

function pairs(store, ids) {
  const found = new Map();
  for (const i of ids) {
    const actor = store.claims.actor[i];
    const target = store.claims.target[i];
    // Days only: of two dates that are months or years it is not sure which came first.
    if (target >= 0 && store.index.actors[actor][1] !== null && store.when[i].length === 10) {
      push(found, actor + " " + target, i);
    }
  }
  return [...found.values()].filter((group) => group.length > 1);
}

export function moves(store, ids) {
  const found = [];
  for (const group of pairs(store, ids)) {
    const days = new Map();
    group.forEach((i) => push(days, store.when[i], i));
    const states = [...days.keys()].sort().map((one) => ofDay(store, days.get(one)));
    for (let at = 1; at < states.length; at += 1) {
      const [before, after] = [states[at - 1], states[at]];
      if (before.shown !== after.shown) {
        found.push({
          actor: store.claims.actor[group[0]],
          target: store.claims.target[group[0]],
          from: before,
          to: after,
        });
      }
    }
  }
  return found.sort((a, b) => (a.to.when < b.to.when ? 1 : -1));
}

// What narrows the filters to the sentences of one end of a move.
export function narrowed(store, move, end) {
  const stages = end.reversed ? ["reversed"] : store.facets.stage.keys.filter((stage) => stage !== "reversed");
  return {
    actor: [store.index.actors[move.actor][0]],
    target: [store.index.targets[move.target][0]],
    stance: [end.stance],
    polarity: [end.polarity],
    stage: stages,
    from: end.when,
    to: end.when,
  };
}

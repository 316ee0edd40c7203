// Claims as a list, sorted and in pages.
import { write } from "./address.js";
import { card } from "./card.js";
import { h } from "./dom.js";
import { paged } from "./pager.js";

const SORTS = {
  newest: "Newest first",
  oldest: "Oldest first",
  unsure: "Least sure first",
  sure: "Surest first",
  actor: "By actor",
};

// Claims without a day come last, whichever way time runs.
function sorted(store, ids, sort) {
  const { confidence, actor } = store.claims;
  const time = (sign) => (a, b) => {
    const [x, y] = [store.when[a], store.when[b]];
    return x === y ? a - b : !x ? 1 : !y ? -1 : sign * (x < y ? -1 : 1);
  };
  const sure = (i) => confidence[i] ?? 1;
  const orders = {
    newest: time(-1),
    oldest: time(1),
    unsure: (a, b) => sure(a) - sure(b),
    sure: (a, b) => sure(b) - sure(a),
    actor: (a, b) => store.actorName(actor[a]).localeCompare(store.actorName(actor[b])) || time(1)(a, b),
  };
  return [...ids].sort(orders[sort] || orders.newest);
}

// Neighbours in the list that stand in the same sentence, of the same day and in the same voice, are shown together.
function together(store, ids) {
  const groups = [];
  for (const i of ids) {
    const last = groups[groups.length - 1];
    const alike = (j) =>
      ["sentence", "attribution"].every((name) => store.claims[name][i] === store.claims[name][j]) &&
      store.when[i] === store.when[j];
    if (last && alike(last[0])) {
      last.push(i);
    } else {
      groups.push([i]);
    }
  }
  return groups;
}

export function listing(app, selection, standard) {
  const sort = SORTS[app.state.sort] ? app.state.sort : standard;
  const { shown, pages } = paged(app, sorted(app.store, selection.ids, sort), "claims");
  const choice = h(
    "select",
    { id: "sort", on: { change: (event) => app.update({ sort: event.target.value, page: 1 }) } },
    Object.entries(SORTS).map(([name, text]) => h("option", { value: name, selected: name === sort }, text)),
  );
  const list = h(
    "ol",
    { class: "claims", "data-total": selection.ids.length },
    together(app.store, shown).map((ids) => card(app, ids, selection.copies)),
  );
  if (!selection.ids.length) {
    return [
      h(
        "p",
        { class: "nothing" },
        "Nothing fits these filters. ",
        h("a", { href: write("claims", "", { ...app.state, ...app.cleared() }) }, "Clear them"),
      ),
    ];
  }
  return [h("div", { class: "list-head" }, h("label", { for: "sort" }, "Order"), choice), list, pages];
}

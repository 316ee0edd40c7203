// The filters: built once, then kept in step with the address, so that the focus never gets lost.
import { SETS } from "./address.js";
import { download } from "./csv.js";
import { h, replace, unseen } from "./dom.js";
import { facetPanel } from "./facets.js";
import { badge, stanceClass } from "./marks.js";
import { capital, count, number, word } from "./words.js";

function later(run, wait) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...given), wait);
  };
}

function search(app) {
  const field = h("input", {
    type: "search",
    id: "q",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "Search sentences, names, laws",
  });
  const send = later(() => app.update({ q: field.value.trim() }), 150);
  field.addEventListener("input", send);
  const form = h(
    "form",
    { role: "search", class: "search", on: { submit: (event) => event.preventDefault() } },
    h("label", { class: "unseen", for: "q" }, "Search sentences, names and laws"),
    field,
  );
  const show = (state) => {
    if (document.activeElement !== field) {
      field.value = state.q;
    }
  };
  return { node: form, show };
}

function slider(app) {
  const value = h("output", { for: "conf", class: "value" });
  const field = h("input", { type: "range", id: "conf", min: 0, max: 1, step: 0.05 });
  const send = later(() => app.update({ conf: Number(field.value) }), 80);
  field.addEventListener("input", () => {
    value.textContent = Number(field.value).toFixed(2);
    send();
  });
  const show = (state) => {
    field.value = state.conf;
    value.textContent = state.conf.toFixed(2);
  };
  return { node: h("div", { class: "slider" }, h("label", { for: "conf" }, "Confidence from"), field, value), show };
}

function toggle(app, name, text, hint) {
  const field = h("input", { type: "checkbox", id: name, on: { change: () => app.update({ [name]: field.checked }) } });
  return {
    node: h("label", { class: "toggle", title: hint }, field, h("span", null, text)),
    show: (state) => {
      field.checked = state[name];
    },
  };
}

function stances(app) {
  const chips = app.store.stances.map((stance) => {
    const n = h("span", { class: "n" });
    const chip = h(
      "button",
      {
        type: "button",
        class: "chip " + stanceClass(app.store, stance),
        on: { click: () => app.toggle("stance", stance) },
      },
      badge(app.store, stance),
      capital(word(stance)),
      " ",
      n,
      unseen(" claims"),
    );
    return { chip, stance, n };
  });
  const show = (state, counts) => {
    const { numbers } = app.store.facets.stance;
    chips.forEach(({ chip, stance, n }) => {
      chip.setAttribute("aria-pressed", String(state.stance.includes(stance)));
      n.textContent = number(numbers.has(stance) ? counts.stance[numbers.get(stance)] : 0);
    });
  };
  return {
    node: h(
      "div",
      { class: "chips", role: "group", "aria-label": "Stances" },
      chips.map((one) => one.chip),
    ),
    show,
  };
}

// What has been chosen, each with a way to take it back.
function chosen(app, state) {
  const list = SETS.filter((name) => name !== "stance").flatMap((name) =>
    state[name].map((key) => {
      const facet = app.store.facets[name];
      const text = facet.numbers.has(key) ? facet.names[facet.numbers.get(key)] : key;
      return [facet.title + ": " + text, () => app.toggle(name, key)];
    }),
  );
  if (state.from || state.to) {
    const text = state.from === state.to ? state.from : `${state.from || "…"} to ${state.to || "…"}`;
    list.push(["When: " + text, () => app.update({ from: "", to: "" })]);
  }
  return list.map(([text, drop]) =>
    h(
      "button",
      { type: "button", class: "chosen", on: { click: drop } },
      unseen("Remove "),
      h("bdi", null, text),
      h("span", { "aria-hidden": "true" }, " ×"),
    ),
  );
}

function plain(id, text, click) {
  return h("button", { type: "button", class: "plain", id, on: { click } }, text);
}

export function makeBar(app, holder) {
  const { store } = app;
  const parts = [
    search(app),
    slider(app),
    toggle(app, "all", "Also not counted", "Negated, threatened, considered and reversed claims too"),
    ...(store.hasStories
      ? [
          toggle(
            app,
            "once",
            "Once per story",
            "An actor’s stance on a target counts once in a story, however many copies or sentences tell it",
          ),
        ]
      : []),
  ];
  const chips = stances(app);
  const panel = facetPanel(app);
  const drops = h("div", { class: "drops" });
  const total = h("p", { class: "total" });
  const clear = plain("clear", "Clear all", () => {
    app.update(app.cleared());
    document.getElementById("q").focus();
  });
  const save = plain("csv", "Save as CSV", () => download(store, app.selection.ids));
  replace(
    holder,
    h(
      "div",
      { class: "row" },
      parts.map((part) => part.node),
      panel.button,
    ),
    h("div", { class: "row" }, chips.node, h("div", { class: "result" }, total, save, clear)),
    drops,
    panel.node,
  );
  return (state, selection, counts) => {
    [...parts, chips, panel].forEach((part) => part.show(state, counts));
    replace(drops, chosen(app, state));
    drops.hidden = !drops.childNodes.length;
    const all = state.all ? store.size : store.claims.counted.reduce((sum, one) => sum + one, 0);
    total.textContent = `${number(selection.ids.length)} of ${count(all, state.all ? "claim" : "counted claim")}`;
    clear.hidden = !app.filtered();
    return total.textContent;
  };
}

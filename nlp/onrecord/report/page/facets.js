// Facets: what the claims can be narrowed to, with how many each choice would leave.
import { h, replace } from "./dom.js";
import { growing } from "./pager.js";
import { number } from "./words.js";

const SHOWN = ["place", "target", "source", "kind", "said", "stage", "polarity"];
const STEP = 8;

export const FACETS = ["stance", ...SHOWN];

function box(app, name, code, n, state) {
  const facet = app.store.facets[name];
  const key = facet.keys[code];
  const field = h("input", {
    type: "checkbox",
    "data-box": name + " " + key,
    checked: state[name].includes(key),
    on: { change: () => app.toggle(name, key) },
  });
  field.checked = state[name].includes(key);
  return h("label", { class: "box" }, field, h("bdi", null, facet.names[code]), h("span", { class: "n" }, number(n)));
}

function list(app, name, counts, state) {
  const facet = app.store.facets[name];
  const codes = facet.keys
    .map((_, code) => code)
    .filter((code) => counts[name][code] || state[name].includes(facet.keys[code]));
  if (codes.length < 2 && !state[name].length) {
    return null;
  }
  codes.sort((a, b) => counts[name][b] - counts[name][a]);
  const holder = h("div", { class: "boxes" });
  const more = growing(
    holder,
    codes.map((code) => () => box(app, name, code, counts[name][code], state)),
    STEP,
    "",
  );
  return h("fieldset", null, h("legend", null, facet.title), holder, more);
}

function period(app, state) {
  const field = (name, text) =>
    h(
      "label",
      { class: "when" },
      text,
      h("input", {
        type: "text",
        name,
        value: state[name],
        placeholder: "YYYY-MM",
        "data-box": name,
        autocomplete: "off",
        on: {
          change: (event) =>
            app.update({ [name]: /^\d{4}(-\d\d(-\d\d)?)?$/.test(event.target.value) ? event.target.value : "" }),
        },
      }),
    );
  return h(
    "fieldset",
    null,
    h("legend", null, "When"),
    h("div", { class: "boxes" }, field("from", "from "), field("to", "to ")),
  );
}

export function facetPanel(app) {
  const node = h("div", { class: "facets", id: "facets", hidden: true });
  const button = h(
    "button",
    { type: "button", class: "opener", "aria-expanded": "false", "aria-controls": "facets" },
    "Filters",
  );
  let last = null;
  const draw = () => {
    const focus = node.contains(document.activeElement) ? document.activeElement.dataset.box : null;
    replace(
      node,
      SHOWN.map((name) => list(app, name, last.counts, last.state)),
      period(app, last.state),
    );
    const again = focus && [...node.querySelectorAll("[data-box]")].find((one) => one.dataset.box === focus);
    if (again) {
      again.focus();
    }
  };
  button.addEventListener("click", () => {
    node.hidden = !node.hidden;
    button.setAttribute("aria-expanded", String(!node.hidden));
    if (!node.hidden) {
      draw();
    }
  });
  const show = (state, counts) => {
    last = { state, counts };
    if (!node.hidden) {
      draw();
    }
  };
  return { node, button, show };
}

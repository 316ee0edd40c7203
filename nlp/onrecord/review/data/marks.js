// The other two things that can be reviewed: names and quotes. Both are lists of marks in the text.

import { h, key, words } from "./dom.js";
import { select } from "./claims.js";

export function names(app) {
  const { choices } = app.session;
  const entities = [...app.article.entities].sort((a, b) => a.start - b.start);
  return [
    adders(app, "label", choices.entity_label),
    h("ul", { class: "cards" }, ...entities.map((entity) => item(app, entity, words(entity.label), [
      h("label", {}, "is ", h("input", { value: entity.name, "data-f": "name", autocomplete: "off", onchange: (event) => app.putName(entity, { name: event.target.value }) })),
      h("label", {}, "a ", select(entity.label, choices.entity_label, "label", (label) => app.putName(entity, { label }))),
    ], []))),
  ];
}

export function quotes(app) {
  const { choices } = app.session;
  const all = [...app.article.quotes].sort((a, b) => a.start - b.start);
  return [
    adders(app, "kind", choices.quote_kind),
    h("ul", { class: "cards" }, ...all.map((quote) => item(app, quote, quote.kind, [
      h("label", {}, "Kind ", select(quote.kind, choices.quote_kind, "kind", (kind) => app.putQuote(quote, { kind }))),
      part(app, quote, "speaker", "⇧S"), part(app, quote, "cue", "⇧C"),
      h("label", {}, "Speaker is ", text(app, quote, "speaker_name")), h("label", {}, "of ", text(app, quote, "organization")),
    ], [
      h("button", { type: "button", "data-f": "piece", onclick: () => app.addPiece(quote) }, "Add selection as a piece ", key("⇧P")),
    ]))),
  ];
}

function adders(app, what, values) {
  return h("div", { class: "adders" }, h("span", { class: "hint" }, "Selected words are "),
    ...values.map((value, i) => h("button", { type: "button", "data-f": `add ${value}`, onclick: () => app.mark(value) }, `${words(value)} `, key(String(i + 1)))));
}

function item(app, one, about, fields, buttons) {
  const current = one.id === app.current;
  return h(
    "li", { class: `card${current ? " current" : ""}`, "data-id": one.id },
    h("button", { type: "button", class: "head", "aria-expanded": String(current), "data-f": `card ${one.id}`, onclick: () => app.select(one.id) },
      h("span", { class: "sum" }, one.text), h("span", { class: "status" }, about)),
    current ? h("div", { class: "form" }, h("div", { class: "grid" }, ...fields), h("p", { class: "buttons" }, ...buttons,
      h("button", { type: "button", class: "reject", "data-f": "remove", onclick: () => app.remove(one) }, "Remove ", key("x")))) : null,
  );
}

function part(app, quote, name, letters) {
  return h("div", { class: "span" }, h("span", { class: "name" }, name), quote[name] ? h("mark", { class: name }, quote[name].text) : h("em", {}, "none"),
    h("button", { type: "button", "data-f": name, onclick: () => app.takePart(quote, name) }, "Take selection ", key(letters)),
    quote[name] ? h("button", { type: "button", "data-f": `no ${name}`, onclick: () => app.putQuote(quote, { [name]: null }) }, "None") : null);
}

function text(app, quote, name) {
  return h("input", { value: quote[name] || "", placeholder: "not told", "data-f": name, autocomplete: "off", onchange: (event) => app.putQuote(quote, { [name]: event.target.value.trim() || null }) });
}

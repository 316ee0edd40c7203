// Claims as cards. The current one is open as a form, in which every change is saved as it is made.

import { h, key, words } from "./dom.js";

const MARK = { open: "○", accepted: "✓", corrected: "✎", rejected: "✕", added: "+", new: "…" };
export const STAGE_KEYS = ["q", "w", "e", "r", "t"];

// What the server takes of a claim.
export function editOf(claim) {
  const { actor, target } = claim;
  return {
    actor: { ...pick(actor, ["start", "end", "text", "name", "label"]), kind: null },
    stance: claim.stance,
    polarity: claim.polarity,
    stage: claim.stage,
    target: target && pick(target, ["start", "end", "text", "name", "label", "kind"]),
    ...pick(claim, ["jurisdiction", "statement_date", "effective_date", "date_source", "attribution"]),
    unsure: Boolean(claim.unsure),
  };
}

export function blank(actor) {
  return {
    actor, stance: null, polarity: "affirmed", stage: "in_effect", target: null, jurisdiction: null, statement_date: null,
    effective_date: null, date_source: null, attribution: "reporter", unsure: false,
  };
}

// What words are called and what they are, by what the article has marked already.
export function actorOf(article, span) {
  const same = (one) => one.start === span.start && one.end === span.end;
  const alike = (one) => one.text === span.text;
  const claims = article.claims.map((claim) => claim.actor);
  const known = [...article.entities, ...claims].find(same) || [...claims, ...article.entities].find(alike);
  const proper = /^\p{Lu}/u.test(span.text) && !/^(The|A|An|It|They|He|She|We|Its|Their)\b/.test(span.text);
  return { ...span, name: known ? known.name : proper ? span.text : null, label: known ? known.label : "COMPANY", kind: null };
}

export function targetOf(article, span) {
  const known = article.entities.find((one) => one.start === span.start && one.end === span.end) || article.entities.find((one) => one.text === span.text);
  const label = known ? known.label : "OTHER";
  return { ...span, name: known ? known.name : null, label, kind: { LAW: "law", PLACE: "market" }[label] || "other" };
}

const pick = (from, keys) => Object.fromEntries(keys.map((name) => [name, from[name]]));

export const letter = (stance) => (stance ? stance[0].toUpperCase() : "?");

// The cards in the order of the text, the new claim where it will stand.
export function cards(app) {
  const items = app.inText().map((claim) => card(app, claim));
  if (app.draft) items.push(card(app, { ...app.draft, id: "new", status: "new", confidence: null }));
  return [
    h("ul", { class: "cards" }, ...items),
    items.length ? null : h("p", { class: "hint" }, "No claim here. If you find one, select the actor’s words in the text."),
    h("p", {}, h("button", { type: "button", "data-f": "add", onclick: () => app.add(), "aria-keyshortcuts": "c" }, "New claim of the selected actor ", key("c"))),
  ];
}

function card(app, claim) {
  const current = claim.id === app.current;
  return h(
    "li", { class: `card ${claim.status}${current ? " current" : ""}`, "data-stance": app.place(claim.stance), "data-id": claim.id },
    heading(app, claim, current),
    current ? form(app, claim) : null,
  );
}

function heading(app, claim, current) {
  const more = [claim.polarity === "negated" ? "negated" : null, claim.stage !== "in_effect" ? words(claim.stage) : null, claim.unsure ? "unsure" : null];
  const named = claim.actor.name || `“${claim.actor.text}”`;
  return h(
    "button", { type: "button", class: "head", "aria-expanded": String(current), "data-f": `card ${claim.id}`, onclick: () => app.select(claim.id) },
    h("span", { class: "letter", "aria-hidden": "true" }, letter(claim.stance)),
    h("span", { class: "sum" }, h("strong", {}, named), ` ${words(claim.stance || "which stance?")}`, claim.target ? ` · ${claim.target.text}` : "",
      h("small", {}, more.filter(Boolean).join(" · "))),
    h("span", { class: "status" }, h("span", { "aria-hidden": "true" }, MARK[claim.status]), ` ${claim.status}`,
      claim.confidence === null ? null : h("span", { class: "confidence", title: "confidence of the model" }, ` ${claim.confidence.toFixed(2)}`)),
  );
}

function form(app, claim) {
  const { fields, choices } = app.session;
  const has = (name) => fields.includes(name);
  const set = (change) => app.change(claim, change);
  return h(
    "div", { class: "form" },
    buttons(app, claim),
    was(claim),
    radios(claim, "stance", app.article.stances, app.article.stances.map((_, i) => String(i + 1)), set),
    radios(claim, "polarity", choices.polarity, ["", "p"], set),
    radios(claim, "stage", choices.stage, STAGE_KEYS, set),
    actorRow(app, claim, set),
    has("target") ? targetRow(app, claim, set) : null,
    h("div", { class: "span" }, h("span", { class: "name" }, "Evidence"), h("q", {}, app.sentence(claim)),
      h("button", { type: "button", "data-f": "evidence", onclick: () => app.useEvidence(claim) }, "Take selection ", key("⇧E"))),
    has("attribution") || has("jurisdiction") || has("dates") ? h("div", { class: "grid" },
      has("attribution") ? choice(claim, "attribution", "Who says so", choices.attribution, set) : null,
      has("jurisdiction") ? input(claim, "jurisdiction", "Jurisdiction", "JP, EU", set) : null,
      has("dates") ? input(claim, "statement_date", "Said on", "YYYY-MM-DD", set) : null,
      has("dates") ? input(claim, "effective_date", "Takes effect", "YYYY-MM-DD", set) : null,
      has("dates") ? choice(claim, "date_source", "Date is", [null, ...choices.date_source], set) : null) : null,
    h("label", { class: "check" }, h("input", { type: "checkbox", checked: Boolean(claim.unsure), "data-f": "unsure", onchange: (event) => set({ unsure: event.target.checked }) }),
      " Unsure: others may see it differently ", key("u")),
  );
}

function was(claim) {
  if (!claim.was) return null;
  const { actor, stance, polarity, stage, target } = claim.was;
  const parts = [actor.name || actor.text, words(stance), polarity, words(stage), target ? target.text : "no target"];
  return h("p", { class: "hint" }, `The model said: ${parts.join(" · ")}`);
}

function buttons(app, claim) {
  if (claim.status === "new") {
    return h("p", { class: "buttons" }, h("span", { class: "hint" }, "Saved once it has a stance"),
      h("button", { type: "button", onclick: () => app.drop() }, "Drop ", key("x")));
  }
  const button = (name, letters, act) => h("button", { type: "button", class: name.toLowerCase(), "data-f": name, "aria-keyshortcuts": letters, onclick: act }, `${name} `, key(letters));
  return h(
    "p", { class: "buttons" },
    ["open", "rejected"].includes(claim.status) || claim.was ? button(claim.was && claim.status !== "rejected" ? "Next" : "Accept", "a", () => app.accept(claim)) : null,
    claim.status === "rejected" ? null : button(claim.status === "added" ? "Remove" : "Reject", "x", () => app.reject(claim)),
    button("Duplicate", "d", () => app.duplicate(claim)),
    ["open", "added"].includes(claim.status) ? null : h("button", { type: "button", "data-f": "Reopen", onclick: () => app.act({ do: "reopen", id: claim.id }) }, "Reopen"),
  );
}

function radios(claim, name, values, keys, set) {
  const options = values.map((value, i) => h(
    "label", {},
    h("input", { type: "radio", name: `${name}-${claim.id}`, value, checked: claim[name] === value, "data-f": `${name} ${value}`, onchange: () => set({ [name]: value }) }),
    h("span", {}, words(value), keys[i] ? key(keys[i]) : null),
  ));
  return h("fieldset", { class: name }, h("legend", {}, name), h("div", { class: "segments" }, ...options));
}

function actorRow(app, claim, set) {
  const { actor } = claim;
  const changed = (change) => set({ actor: { ...editOf(claim).actor, ...change } });
  return h(
    "div", { class: "span" }, h("span", { class: "name" }, "Actor"), h("mark", { class: "actor" }, actor.text),
    h("button", { type: "button", "data-f": "actor", onclick: () => app.useActor(claim) }, "Take selection ", key("⇧A")),
    h("label", {}, "is ", h("input", { value: actor.name || "", list: "names", placeholder: "not told", "data-f": "actor name", autocomplete: "off", onchange: (event) => changed({ name: event.target.value.trim() || null }) })),
    h("label", {}, "a ", select(actor.label, app.session.choices.actor_label, "actor label", (label) => changed({ label }))),
  );
}

function targetRow(app, claim, set) {
  const { target } = claim;
  const changed = (change) => set({ target: { ...editOf(claim).target, ...change } });
  return h(
    "div", { class: "span" }, h("span", { class: "name" }, "Target"), target ? h("mark", { class: "target" }, target.text) : h("em", {}, "none"),
    h("button", { type: "button", "data-f": "target", onclick: () => app.useTarget(claim) }, "Take selection ", key("⇧T")),
    target ? h("button", { type: "button", "data-f": "no target", onclick: () => set({ target: null }) }, "None ", key("⇧N")) : null,
    target ? h("label", {}, "is ", h("input", { value: target.name || "", placeholder: "no name", "data-f": "target name", autocomplete: "off", onchange: (event) => changed({ name: event.target.value.trim() || null }) })) : null,
    target ? h("label", {}, "a ", select(target.kind, app.session.choices.target_kind, "target kind", (kind) => changed({ kind }))) : null,
  );
}

export function select(value, values, name, set) {
  const options = values.map((one) => h("option", { value: one ?? "", selected: one === value }, one === null ? "not told" : words(one)));
  return h("select", { "data-f": name, onchange: (event) => set(event.target.value || null) }, ...options);
}

function choice(claim, name, title, values, set) {
  return h("label", {}, `${title} `, select(claim[name] ?? null, values, name, (value) => set({ [name]: value })));
}

function input(claim, name, title, placeholder, set) {
  return h("label", {}, `${title} `, h("input", { value: claim[name] || "", placeholder, size: 11, "data-f": name, autocomplete: "off", onchange: (event) => set({ [name]: event.target.value.trim() || null }) }));
}

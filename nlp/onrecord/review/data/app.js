// The page: what is shown, and the way from one article and claim to the next.

import * as api from "./api.js";
import { cards, letter } from "./claims.js";
import { alarm, byId, h, key, refill, say } from "./dom.js";
import * as keys from "./keys.js";
import { names, quotes } from "./marks.js";
import { Offsets } from "./offsets.js";
import * as queue from "./queue.js";
import { addSteps } from "./steps.js";
import * as text from "./text.js";

const TABS = { claims: cards, entities: names, quotes };
const TITLES = { claims: "Claims", entities: "Names", quotes: "Quotes" };

const app = { session: null, article: null, offsets: null, current: null, draft: null, tab: "claims" };

app.inText = () => {
  const at = (claim) => [claim.sentence, claim.actor.start];
  return [...app.article.claims].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
};
app.place = (stance) => app.article.stances.indexOf(stance) + 1;
app.sentence = (claim) => {
  const i = claim.sentence ?? text.sentenceAt(claim.actor.start, claim.actor.end);
  const place = app.article.sentences[i];
  return place ? app.offsets.slice(place.start, place.end) : "";
};

// The parts of the tab, in the order of the text.
app.items = () => {
  if (app.tab === "claims") return app.inText();
  return [...app.article[app.tab]].sort((a, b) => a.start - b.start);
};
app.item = () => app.items().find((one) => one.id === app.current);

// The open claim of which the model is least sure.
app.leastSure = () => {
  const sure = (claim) => claim.confidence ?? 1;
  return app.article.claims.filter((claim) => claim.status === "open").sort((a, b) => sure(a) - sure(b))[0];
};

app.open = async (index) => {
  try {
    take(await api.article(index), null);
  } catch (error) {
    alarm(`The article could not be read: ${error.message}`);
    return;
  }
  if (location.hash !== `#article=${index}`) history.replaceState(null, "", `#article=${index}`);
  byId("reading").scrollTop = 0;
  look();
  say(`${app.article.title || app.article.id}: ${app.article.claims.length} claims`);
};

// Take over what the server says: an article, and how far the review has come.
function take(found, current) {
  const other = app.article?.index !== found.article.index;
  app.article = found.article;
  app.offsets = new Offsets(app.article.text);
  Object.assign(app.session, { progress: found.progress, undo: found.undo, redo: found.redo, trouble: found.trouble });
  if (found.row) app.session.articles[app.session.articles.findIndex((row) => row.index === found.row.index)] = found.row;
  if (other) app.draft = null;
  const known = app.items().some((one) => one.id === (current ?? app.current)) && !(other && current === null);
  if (known) app.current = current ?? app.current;
  else app.current = app.draft ? "new" : (app.tab === "claims" ? (app.leastSure() || app.items()[0])?.id : undefined) ?? null;
  render();
}

// Do a step and show what came of it. Returns whether it was done.
app.act = async (step, current = null) => {
  const found = await api.send(app.article.index, step);
  if (found.error) {
    if (found.stale) take(await api.article(app.article.index), null);
    if (!found.resent) alarm(`${found.error[0].toUpperCase()}${found.error.slice(1)}.`);
    if (!found.stale) render(); // a form shows again what holds
    return Boolean(found.resent);
  }
  alarm(null);
  if (current === "last") app.current = found.article.claims.at(-1).id;
  take(found, current === "last" ? app.current : current);
  return true;
};

app.select = (id) => {
  if (app.draft && id !== "new") app.draft = null;
  app.current = id;
  alarm(null);
  render();
  look();
};

// Bring the current claim into view, in the text and in the panel.
function look() {
  const claim = app.tab === "claims" ? app.item() : null;
  if (claim) text.scrollTo(claim.sentence);
  const [card, panel] = [byId("parts").querySelector(".card.current"), byId("panel")];
  if (!card || panel.scrollHeight <= panel.clientHeight) return;
  const [place, top] = [card.getBoundingClientRect(), panel.getBoundingClientRect().top];
  if (place.top < top || place.bottom > byId("closing").getBoundingClientRect().top) card.scrollIntoView({ block: "start" });
}

app.step = (way) => {
  const all = app.items();
  const here = all.findIndex((one) => one.id === app.current);
  const next = all[here < 0 ? (way > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + way))];
  if (next) app.select(next.id);
};

app.next = () => {
  const claim = app.leastSure();
  if (claim) {
    app.tab = "claims";
    app.select(claim.id);
    return undefined;
  }
  return app.nextArticle();
};

app.nextArticle = () => {
  const rows = app.session.articles;
  const here = rows.findIndex((row) => row.index === app.article.index);
  const next = [...rows.slice(here + 1), ...rows.slice(0, here)].find((row) => !row.finished);
  if (!next) return say("All articles are finished");
  return app.open(next.index);
};

app.move = (way) => {
  const rows = app.session.articles;
  const next = rows[rows.findIndex((row) => row.index === app.article.index) + way];
  if (next) app.open(next.index);
};

app.show = (tab) => {
  app.tab = tab;
  app.draft = null;
  app.current = app.items()[0]?.id ?? null;
  render();
};

function render() {
  renderText();
  renderTop();
  refill(byId("parts"), TABS[app.tab](app));
  renderTabs();
  renderClosing();
  queue.render(app);
}

app.render = render;
app.take = take;

function marks() {
  const mark = (span, name) => (span ? [{ start: span.start, end: span.end, name }] : []);
  if (app.tab === "entities") return app.article.entities.flatMap((one) => mark(one, `entity ${one.label}${one.id === app.current ? " chosen" : ""}`));
  if (app.tab === "quotes") {
    return app.article.quotes.flatMap((one) => [
      ...one.spans.flatMap((piece) => mark(piece, one.id === app.current ? "quoted chosen" : "quoted")),
      ...(one.id === app.current ? [...mark(one.speaker, "speaker"), ...mark(one.cue, "cue")] : []),
    ]);
  }
  const claim = app.draft || app.item();
  return claim ? [...mark(claim.actor, "actor"), ...mark(claim.target, "target")] : [];
}

function renderText() {
  const claims = app.tab === "claims" ? app.article.claims.filter((claim) => claim.status !== "rejected") : [];
  const chosen = app.draft ? text.sentenceAt(app.draft.actor.start, app.draft.actor.end) : app.item()?.sentence;
  const sentences = app.article.sentences.map((_, i) => {
    const here = claims.filter((claim) => claim.sentence === i);
    const stances = [...new Set(here.map((claim) => claim.stance))];
    return { letters: stances.map(letter).join(""), stance: stances.length ? app.place(stances[0]) : "", current: app.tab === "claims" && i === chosen };
  });
  text.show(app.article, app.offsets, marks(), sentences);
  const { title, date, source, id } = app.article;
  byId("head").replaceChildren(h("h2", { class: app.article.body_start ? "hidden" : "" }, title || id), h("p", {}, [source, date, id].filter(Boolean).join(" · ")));
  byId("names").replaceChildren(...knownNames().map((name) => h("option", { value: name })));
}

function knownNames() {
  const { entities, claims } = app.article;
  return [...new Set([...claims.map((claim) => claim.actor.name), ...entities.filter((one) => ["COMPANY", "GOVERNMENT"].includes(one.label)).map((one) => one.name)])].filter(Boolean).sort();
}

function renderTop() {
  const { progress, undo, redo, trouble } = app.session;
  const share = (done, all) => h("progress", { value: done, max: String(Math.max(1, all)), "aria-hidden": "true" });
  byId("progress").replaceChildren(
    h("span", {}, share(progress.finished, progress.articles), ` ${progress.finished.toLocaleString("en")} of ${progress.articles.toLocaleString("en")} articles finished`),
    h("span", {}, share(progress.decided, progress.claims), ` ${progress.decided.toLocaleString("en")} of ${progress.claims.toLocaleString("en")} claims decided`),
  );
  byId("undo").disabled = !undo;
  byId("redo").disabled = !redo;
  if (trouble) alarm(`${trouble}. Your decisions are safe in the journal.`);
  document.title = `${app.article.title || app.article.id} – review by ${app.session.annotator}`;
}

function renderTabs() {
  const tabs = Object.keys(TABS).filter((tab) => app.session.fields.includes(tab));
  const counts = { claims: app.article.claims.filter((claim) => claim.status !== "rejected").length, entities: app.article.entities.length, quotes: app.article.quotes.length };
  refill(byId("tabs"), tabs.map((tab) => h(
    "button", { type: "button", role: "tab", "aria-selected": String(tab === app.tab), "aria-controls": "parts", tabindex: tab === app.tab ? "0" : "-1", "data-f": `tab ${tab}`, onclick: () => app.show(tab), onkeydown: (event) => arrows(event, tabs) },
    `${TITLES[tab]} `, h("small", {}, String(counts[tab])),
  )));
}

function arrows(event, tabs) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!way) return;
  event.preventDefault();
  app.show(tabs[(tabs.indexOf(app.tab) + way + tabs.length) % tabs.length]);
  byId("tabs").querySelector("[aria-selected=true]").focus();
}

function renderClosing() {
  const open = app.article.claims.filter((claim) => claim.status === "open").length;
  const { finished } = app.article;
  const hint = finished ? `Finished: it is in ${app.session.gold}.` : open ? `${open} open ${open === 1 ? "claim" : "claims"} to decide before the article can be finished.` : "All decided. Read the article for claims that were missed, then finish it.";
  refill(byId("closing"),
    h("p", { class: "hint" }, hint),
    h("p", { class: "buttons" },
      h("button", { type: "button", class: finished ? "" : "finish", "data-f": "finish", disabled: !finished && open > 0, "aria-keyshortcuts": "f", onclick: () => app.finish() }, finished ? "Take up again " : "Finish article ", key("f")),
      h("button", { type: "button", "data-f": "next article", onclick: () => app.nextArticle() }, "Next unfinished"),
    ));
}

function saving(how, why) {
  byId("saved").textContent = { saving: "Saving…", saved: "Saved", away: "Not saved" }[how];
  byId("saved").className = how;
  if (how === "away") alarm(why);
  else if (how === "saved" && byId("alarm").textContent.startsWith("The server")) alarm(null);
}

async function begin() {
  app.session = await api.session();
  byId("who").textContent = app.session.annotator;
  addSteps(app);
  api.onSaving(saving);
  keys.listen(app);
  queue.listen(app);
  text.listen((i) => {
    const claim = app.tab === "claims" && app.inText().find((one) => one.sentence === i);
    if (claim) app.select(claim.id);
  });
  byId("undo").addEventListener("click", () => app.back("undo"));
  byId("redo").addEventListener("click", () => app.back("redo"));
  byId("help").addEventListener("click", keys.help);
  addEventListener("beforeunload", (event) => {
    if (api.unsaved()) event.preventDefault();
  });
  byId("queue").querySelector("details").open = matchMedia("(min-width: 72rem)").matches;
  const rows = app.session.articles;
  const asked = Number(/^#article=(\d+)$/.exec(location.hash)?.[1] ?? Number.NaN);
  const first = rows.find((row) => row.index === asked) || rows.find((row) => !row.finished) || rows[0];
  await app.open(first.index);
  document.documentElement.dataset.ready = "true";
}

begin().catch((error) => alarm(`The review could not be read: ${error.message}`));

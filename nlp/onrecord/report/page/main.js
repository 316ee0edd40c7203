// Puts the views on the page, by the address.
import { about } from "./about.js";
import { SETS, empty, read, to, write } from "./address.js";
import { articleView } from "./article.js";
import { articlesView } from "./articles.js";
import { makeBar } from "./bar.js";
import { bdi, h, replace } from "./dom.js";
import { FACETS } from "./facets.js";
import { listing } from "./listing.js";
import { overview } from "./overview.js";
import { facetCounts, select } from "./select.js";
import { makeStore } from "./store.js";
import { subject } from "./subject.js";
import { unpack } from "./unpack.js";
import { count } from "./words.js";

const at = (id) => document.getElementById(id);
const VIEWS = [
  ["overview", "Overview"],
  ["claims", "Claims"],
  ["articles", "Articles"],
  ["about", "How to read this"],
];
const FILTERED = ["overview", "claims", "articles", "actor", "target"];

function claimsView(app, selection) {
  return { title: "Claims", nodes: [listing(app, selection, "newest")] };
}

const MAKE = { overview, claims: claimsView, articles: articlesView, actor: subject, target: subject, about };

function makeApp(store, name) {
  const app = { store, name, view: "overview", key: "", state: empty(), selection: null, parts: new Map(), turn: 0 };
  app.chartWidth = (columns) => {
    const wide = at("main").clientWidth;
    return Math.floor(columns === 1 || wide < 640 ? wide : (wide - 40) / 2);
  };
  app.update = (change) => {
    app.state = { ...app.state, page: 1, at: "", ...change };
    history.replaceState(history.state, "", write(app.view, app.key, app.state));
    show(app, false);
  };
  app.toggle = (name, key) => {
    const chosen = app.state[name];
    app.update({ [name]: chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key] });
  };
  app.cleared = () => ({
    ...Object.fromEntries(SETS.map((set) => [set, []])),
    q: "",
    from: "",
    to: "",
    conf: 0,
    move: "",
  });
  app.filtered = () =>
    Boolean(
      SETS.some((set) => app.state[set].length) || app.state.q || app.state.from || app.state.to || app.state.conf,
    );
  return app;
}

// The state of a view; the page of an actor or target is about it, whatever else is chosen.
function stateOf(app) {
  return app.view === "actor" || app.view === "target" ? { ...app.state, [app.view]: [app.key] } : app.state;
}

// The sources of articles: the part that holds one is unpacked when it is first needed.
async function bodyOf(app, article) {
  const { parts } = app.store.index;
  let part = parts.length - 1;
  while (parts[part] > article) {
    part -= 1;
  }
  if (!app.parts.has(part)) {
    app.parts.set(part, await unpack("part-" + part));
  }
  return app.parts.get(part)[article - parts[part]];
}

function missing(app) {
  return {
    title: "Not in this report",
    nodes: [
      h(
        "p",
        null,
        "There is nothing at this address. ",
        h("a", { href: to(app.state, "overview", "") }, "Go to the overview"),
        ".",
      ),
    ],
  };
}

async function made(app) {
  if (app.view === "article") {
    const article = app.store.articleNumber.get(app.key);
    return article === undefined ? missing(app) : articleView(app, article, await bodyOf(app, article));
  }
  return (MAKE[app.view] && MAKE[app.view](app, app.selection)) || missing(app);
}

function navigation(app) {
  replace(
    at("views"),
    h(
      "ul",
      null,
      VIEWS.map(([view, name]) =>
        h(
          "li",
          null,
          h("a", { href: to(app.state, view, ""), "aria-current": view === app.view ? "page" : null }, name),
        ),
      ),
    ),
  );
}

// Focus, place and selection of what has just been drawn anew, put back where they were.
function sameButton(old) {
  const key = old && (old.dataset.sort ? "sort" : old.dataset.move ? "move" : old.id === "sort" ? "id" : null);
  if (!key) {
    return null;
  }
  return key === "id"
    ? at("sort")
    : [...at("main").querySelectorAll(`[data-${key}]`)].find((one) => one.dataset[key] === old.dataset[key]);
}

async function show(app, moved) {
  const turn = (app.turn += 1);
  const state = stateOf(app);
  app.selection = select(app.store, state);
  const filtered = FILTERED.includes(app.view);
  at("bar").hidden = !filtered;
  if (filtered) {
    const words = app.bar(app.state, app.selection, facetCounts(app.store, state, FACETS));
    at("said").textContent = moved || turn === 1 ? "" : words;
  }
  navigation(app);
  const view = await made(app);
  if (turn !== app.turn) {
    return;
  }
  const focused = document.activeElement;
  const heading = h("h1", { tabindex: -1 }, view.data ? bdi(view.title) : view.title);
  replace(at("main"), heading, view.nodes);
  document.title = heading.textContent + " · " + app.name;
  if (moved) {
    heading.focus({ preventScroll: true });
    scrollTo(0, (history.state && history.state.y) || 0);
  } else {
    const again = sameButton(focused);
    if (again) {
      again.focus({ preventScroll: true });
    }
  }
  if (view.after) {
    view.after();
  }
}

function go(app, moved) {
  const { view, key, state } = read(location.hash);
  Object.assign(app, { view, key, state });
  return show(app, moved);
}

// The place on the page is kept with its entry in the history, so that going back finds it.
function keepPlace() {
  history.scrollRestoration = "manual";
  let timer = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState({ y: scrollY }, ""), 120);
    },
    { passive: true },
  );
}

function redrawOnResize(app) {
  let wide = innerWidth;
  let timer = 0;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (innerWidth !== wide && app.view !== "article") {
        wide = innerWidth;
        show(app, false);
      }
    }, 150);
  });
}

async function start() {
  const index = await unpack("index");
  const app = makeApp(makeStore(index), document.title);
  app.bar = makeBar(app, at("bar"));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    at("main").focus();
  });
  addEventListener("hashchange", () => go(app, true));
  keepPlace();
  redrawOnResize(app);
  const models = index.models.map(([name, version]) => name + " " + version).join(", ");
  replace(
    at("foot"),
    h(
      "p",
      null,
      `${count(index.articles.id.length, "article")}`,
      models && [", read by ", bdi(models)],
      index.failed > 0 && `; ${count(index.failed, "article")} could not be read`,
      ". A model’s reading, not a fact: open the sentence before you quote it.",
    ),
  );
  await go(app, false);
  performance.mark("report-ready");
}

start().catch((error) => {
  replace(at("main"), h("h1", null, "This page cannot be shown"), h("p", null, error.message));
  throw error;
});

// Small charts. What they show stands in words and numbers beside them, so they are pictures to a screen reader.
import { h, s, unseen } from "./dom.js";
import { to } from "./address.js";
import { dot, look, stanceClass, stanceName } from "./marks.js";
import { byStance } from "./select.js";
import { onAxis } from "./time.js";
import { count, number, word } from "./words.js";

const LANE = 17;
const GUTTER = 16;
// Pixels that the name of a year takes.
const TICK = 36;

// Claims over time as columns, the stances on top of each other.
export function sparkline(store, ids, time, size) {
  if (!time) {
    return null;
  }
  const { found } = onAxis(store, ids, time);
  const most = Math.max(1, ...found.map((claims) => claims.length));
  const wide = size.width / time.steps.length;
  const svg = s("svg", {
    class: "spark",
    viewBox: `0 0 ${size.width} ${size.height}`,
    width: size.width,
    height: size.height,
    role: "img",
    "aria-label": inWords(found, time),
  });
  svg.append(s("line", { class: "floor", x1: 0, x2: size.width, y1: size.height - 0.5, y2: size.height - 0.5 }));
  found.forEach((claims, at) => {
    let y = size.height - 1;
    byStance(store, claims).forEach((some, stance) => {
      const height = (some.length / most) * (size.height - 2);
      y -= height;
      if (some.length) {
        const width = Math.max(1, wide - (wide > 4 ? 1 : 0));
        svg.append(
          s("rect", { class: "bar-of " + stanceClass(store, store.stances[stance]), x: at * wide, y, width, height }),
        );
      }
    });
  });
  return svg;
}

function inWords(found, time) {
  const told = found.map((claims, at) => [claims.length, time.steps[at].name]).filter((one) => one[0]);
  if (!told.length) {
    return "None on the axis of time";
  }
  const most = told.reduce((a, b) => (b[0] > a[0] ? b : a));
  return `From ${told[0][1]} to ${told[told.length - 1][1]}, most in ${most[1]}: ${most[0]}`;
}

// A lane for each stance, a mark for each step of time in which it was taken; its size says how often.
export function lanes(store, ids, time, options) {
  if (!time) {
    return h("p", { class: "quiet" }, "No article has a date.");
  }
  const { found, off } = onAxis(store, ids, time);
  if (off.length === ids.length) {
    return h("p", { class: "quiet" }, "None has a date within the time of the articles.");
  }
  const cells = found.map((claims) => byStance(store, claims));
  const rows = store.stances.map((stance, lane) => ({
    stance,
    lane,
    all: cells.reduce((sum, cell) => sum + cell[lane].length, 0),
  }));
  const shown = options.everyLane ? rows : rows.filter((row) => row.all);
  const figure = h(
    "figure",
    { class: "lanes" },
    picture(store, cells, shown, time, options),
    ticks(time, options.width),
  );
  figure.append(asTable(store, cells, shown, time, options, off));
  return figure;
}

function picture(store, cells, rows, time, options) {
  const { width, link } = options;
  const height = Math.max(1, rows.length) * LANE;
  const wide = (width - GUTTER) / time.steps.length;
  const most = Math.max(1, ...cells.flat().map((claims) => claims.length));
  const svg = s("svg", {
    class: "lane-chart",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-hidden": "true",
    focusable: "false",
  });
  rows.forEach((row, at) => {
    const y = at * LANE + LANE / 2;
    svg.append(
      s("line", { class: "lane", x1: GUTTER, x2: width, y1: y, y2: y }),
      s(
        "text",
        { class: "lane-letter " + stanceClass(store, row.stance), x: 0, y },
        look(store.stances, row.stance).letter,
      ),
    );
    cells.forEach((cell, x) => {
      const n = cell[row.lane].length;
      if (n) {
        const mark = dot(store, row.stance, GUTTER + (x + 0.5) * wide, y, 6 + 9 * Math.sqrt(n / most));
        const name = `${count(n, "claim")}: ${word(row.stance)}, ${time.steps[x].name}`;
        mark.append(s("title", null, name));
        mark.addEventListener("click", () => {
          location.hash = link({ stance: [row.stance], ...period(time.steps[x]) });
        });
        svg.append(mark);
      }
    });
  });
  return svg;
}

const period = (step) => ({ from: step.from, to: step.to });

function ticks(time, width) {
  const steps = time.steps;
  const years = steps
    .map((step, at) => ({ at, year: step.from.slice(0, 4) }))
    .filter((one, i, all) => !i || all[i - 1].year !== one.year);
  const every = Math.ceil(years.length / Math.max(1, Math.floor(width / 52)));
  const room = width - GUTTER - TICK;
  const shown = years.filter((one, i) => i % every === 0 && (one.at / steps.length) * (width - GUTTER) <= room);
  return h(
    "div",
    { class: "ticks", "aria-hidden": "true" },
    shown.map((one) => h("span", { style: { left: (100 * one.at) / steps.length + "%" } }, one.year)),
  );
}

// The same as numbers to follow, for those who do not use the picture.
function asTable(store, cells, rows, time, options, off) {
  const holder = h(
    "details",
    { class: "numbers" },
    h("summary", null, "Numbers", unseen(` of ${options.name} over time`)),
  );
  holder.addEventListener(
    "toggle",
    () => {
      if (holder.open && !holder.querySelector("table")) {
        holder.append(table(store, cells, rows, time, options));
        if (off.length) {
          holder.append(
            h(
              "p",
              { class: "quiet" },
              `${count(off.length, "claim")} outside the time shown, or without a date as fine as this.`,
            ),
          );
        }
      }
    },
    { once: false },
  );
  return holder;
}

function table(store, cells, rows, time, options) {
  const body = cells
    .map((cell, at) => ({ cell, step: time.steps[at] }))
    .filter((row) => row.cell.some((claims) => claims.length));
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": `Numbers of ${options.name}` },
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "When"),
          rows.map((row) => h("th", { scope: "col", class: "n" }, stanceName(store, row.stance))),
        ),
      ),
      h(
        "tbody",
        null,
        body.map(({ cell, step }) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, step.name),
            rows.map((row) =>
              h(
                "td",
                { class: "n" },
                linked(
                  cell[row.lane].length,
                  options.link({ stance: [row.stance], ...period(step) }),
                  `${word(row.stance)}, ${step.name}`,
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

// A number that opens its sentences. Nothing is a dot.
export function linked(n, href, of) {
  if (!n) {
    return h("span", { class: "zero" }, h("span", { "aria-hidden": "true" }, "·"), unseen("0"));
  }
  return h("a", { class: "number", href, "data-n": n }, number(n), unseen(" ", n === 1 ? "claim" : "claims", ", ", of));
}

// Shares of the stances as one bar.
export function shareBar(store, ids, most) {
  const parts = byStance(store, ids);
  return h(
    "span",
    { class: "share", "aria-hidden": "true", style: { width: (100 * ids.length) / Math.max(1, most) + "%" } },
    parts.map(
      (claims, at) =>
        claims.length > 0 &&
        h("span", { class: stanceClass(store, store.stances[at]), style: { "flex-grow": claims.length } }),
    ),
  );
}

// A link to the claims behind a number, under the filters of a view and what it narrows them to.
export function toClaims(state, narrowed) {
  return (change) => to(state, "claims", "", { ...narrowed, ...change });
}

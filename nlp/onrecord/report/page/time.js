// The axis of time: months, quarters or years, whichever fits.
import { least, most } from "./maps.js";
import { within } from "./select.js";
import { day } from "./words.js";

const LENGTH = { month: 1, quarter: 3, half: 6, year: 12 };

const monthOf = (when) => Number(when.slice(0, 4)) * 12 + Number(when.slice(5, 7)) - 1;
const text = (month) =>
  String(Math.floor(month / 12)).padStart(4, "0") + "-" + String((month % 12) + 1).padStart(2, "0");

// First and last month of the articles; of the claims where no article has a date.
function span(store) {
  const months = (dates) => dates.filter((one) => /^\d{4}-\d\d/.test(one || "")).map(monthOf);
  const printed = months(store.articles.date);
  const found = printed.length ? printed : months(store.when);
  return found.length ? [least(found), most(found, found[0])] : null;
}

// Steps of the axis in at most `parts` parts: their first and last date, as a filter takes them, and a name.
export function axis(store, parts) {
  const range = span(store);
  if (!range) {
    return null;
  }
  const unit = Object.keys(LENGTH).find((one) => (range[1] - range[0]) / LENGTH[one] < parts - 1) || "year";
  const length = LENGTH[unit];
  const first = Math.floor(range[0] / length) * length;
  const steps = [];
  for (let month = first; month <= range[1]; month += length) {
    steps.push(step(unit, month, month + length - 1));
  }
  return { unit, steps, first, length };
}

function step(unit, from, to) {
  if (unit === "year") {
    const year = text(from).slice(0, 4);
    return { from: year, to: year, name: year };
  }
  const name = unit === "month" ? day(text(from)) : day(text(from)) + " to " + day(text(to));
  return { from: text(from), to: text(to), name };
}

// For each step the claims in it, and those that lie outside the axis or have no day fine enough.
export function onAxis(store, ids, time) {
  const found = time.steps.map(() => []);
  const off = [];
  for (const i of ids) {
    const when = store.when[i];
    const month = time.unit === "year" ? when.slice(0, 4) + "-01" : when;
    const at = month.length < 7 ? -1 : Math.floor((monthOf(month) - time.first) / time.length);
    const step = time.steps[at];
    if (step && within(when, step.from, step.to)) {
      found[at].push(i);
    } else {
      off.push(i);
    }
  }
  return { found, off };
}

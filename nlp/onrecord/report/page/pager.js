// Lists in pages, and lists that grow.
import { h, unseen } from "./dom.js";
import { write } from "./address.js";
import { number } from "./words.js";

export const PAGE = 40;

// The part of a list that a page shows, and links to the others.
export function paged(app, all, what) {
  const last = Math.max(1, Math.ceil(all.length / PAGE));
  const page = Math.min(app.state.page, last);
  const from = (page - 1) * PAGE;
  const shown = all.slice(from, from + PAGE);
  const link = (at, text) =>
    h("a", { class: "step", href: write(app.view, app.key, { ...app.state, page: at }) }, text, unseen(` ${what}`));
  const pages =
    last > 1 &&
    h(
      "nav",
      { class: "pages", "aria-label": `Pages of ${what}` },
      page > 1 ? link(page - 1, "← Previous") : h("span", { class: "step off" }, "← Previous"),
      h("span", null, `${number(from + 1)}–${number(from + shown.length)} of ${number(all.length)}`),
      page < last ? link(page + 1, "Next →") : h("span", { class: "step off" }, "Next →"),
    );
  return { shown, pages };
}

// Rows in a holder, the first of them at once, more when asked. The focus goes to the first new row.
export function growing(holder, rows, step, what) {
  let at = 0;
  const more = h("button", { type: "button", class: "more" });
  const grow = (focus) => {
    const next = rows.slice(at, at + step).map((make) => make());
    holder.append(...next);
    at += next.length;
    const left = rows.length - at;
    const shown = left > step ? `${number(step)} of ${number(left)}` : number(left);
    more.textContent = `Show ${shown} more ${what}`.trim();
    more.hidden = at >= rows.length;
    const target = focus && next[0] && next[0].querySelector("a, button");
    if (target) {
      target.focus();
    }
  };
  more.addEventListener("click", () => grow(true));
  grow(false);
  return more;
}

// Elements by name, attributes and children. Text only ever goes in as text.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected"]);

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (PROPERTIES.has(key)) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

export const key = (name) => h("kbd", {}, name);

export function say(text) {
  byId("say").textContent = text;
}

export function alarm(text) {
  byId("alarm").textContent = text || "";
  byId("alarm").hidden = !text;
}

// Replace what is in an element; what had the focus, told by data-f, has it afterwards too.
export function refill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.f : undefined;
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
  if (focused === undefined) return;
  const again = [...element.querySelectorAll("[data-f]")].find((one) => one.dataset.f === focused);
  if (again) again.focus({ preventScroll: true });
}

export const words = (name) => name.replaceAll("_", " ");

// Elements, made so that data is only ever text. Nothing in the page reads markup from a string.

const SVG = "http://www.w3.org/2000/svg";
const ATTRIBUTE =
  /^(?:aria-[a-z]+|data-[a-z-]+|class|id|role|type|name|value|for|scope|colspan|tabindex|lang|dir|title|min|max|step|placeholder|autocomplete|spellcheck|open|hidden|checked|selected|disabled|datetime|download|viewBox|width|height|x|y|x1|x2|y1|y2|r|cx|cy|d|points|transform|fill|focusable|text-anchor)$/;

// What could reorder what is read, or steer a terminal it is pasted into. One for one, so that offsets stay true.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

export function clean(text) {
  return String(text).replace(UNSAFE, "\ufffd");
}

function append(parent, child) {
  if (child === null || child === undefined || child === false || child === "") {
    return;
  }
  if (Array.isArray(child)) {
    child.forEach((one) => append(parent, one));
  } else {
    parent.append(child instanceof Node ? child : document.createTextNode(clean(child)));
  }
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (name === "on") {
    Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
  } else if (name === "style") {
    Object.entries(value).forEach(([property, one]) => element.style.setProperty(property, one));
  } else if (name === "href") {
    if (!/^#/.test(value)) {
      throw new Error("links within the page only");
    }
    element.setAttribute("href", value);
  } else if (ATTRIBUTE.test(name)) {
    element.setAttribute(name, value === true ? "" : clean(value));
  } else {
    throw new Error("no attribute " + name);
  }
}

function build(element, attributes, children) {
  Object.entries(attributes || {}).forEach(([name, value]) => set(element, name, value));
  append(element, children);
  return element;
}

export function h(tag, attributes, ...children) {
  return build(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

// A name or title from the data: kept apart from its surroundings, whichever way it is written.
export function bdi(text, attributes) {
  return h("bdi", attributes, text);
}

// An address from the data: a link only where it leads to the web, else plain text.
export function outward(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return bdi(text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return bdi(text);
  }
  const link = h("a", { class: "outward" }, text);
  link.href = url.href;
  link.rel = "noopener noreferrer nofollow";
  link.target = "_blank";
  return link;
}

export function replace(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

export function unseen(...children) {
  return h("span", { class: "unseen" }, ...children);
}

// The record counts code points, JavaScript counts UTF-16 units: an emoji beyond the first plane is one of those and two of these.

export class Offsets {
  constructor(text) {
    this.text = text;
    this.length = 0;
    // Units at which a code point of two units begins, in order: few in any text, so a search among them is quick.
    this.pairs = [];
    for (let unit = 0; unit < text.length; this.length += 1) {
      const wide = text.codePointAt(unit) > 0xffff;
      if (wide) this.pairs.push(unit);
      unit += wide ? 2 : 1;
    }
  }

  // How many pairs begin before a unit.
  before(unit) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The code point at a unit; in the middle of a pair, the one after it.
  toPoint(unit) {
    const pairs = this.before(unit);
    const split = pairs > 0 && this.pairs[pairs - 1] + 1 === unit;
    return unit - pairs + (split ? 1 : 0);
  }

  toUnit(point) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] - middle < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }

  slice(start, end) {
    return this.text.slice(this.toUnit(start), this.toUnit(end));
  }
}

const LETTER = /[\p{L}\p{N}\p{M}_]/u;
const SPACE = /\s/u;

// The units of a selection without white space at its ends, grown to whole words; null where nothing is left.
export function wholeWords(text, start, end) {
  while (start < end && SPACE.test(text[start])) start += 1;
  while (end > start && SPACE.test(text[end - 1])) end -= 1;
  if (start >= end) return null;
  if (letterAt(text, start)) while (letterBefore(text, start)) start -= sizeBefore(text, start);
  if (letterBefore(text, end)) while (letterAt(text, end)) end += text.codePointAt(end) > 0xffff ? 2 : 1;
  return [start, end];
}

// A selection as it is, but never with half a pair, nor with white space at its ends.
export function trimmed(text, start, end) {
  if (low(text, start)) start -= 1;
  if (low(text, end)) end += 1;
  while (start < end && SPACE.test(text[start])) start += 1;
  while (end > start && SPACE.test(text[end - 1])) end -= 1;
  return start < end ? [start, end] : null;
}

// Where words begin and end, for the keyboard: a run of letters is a word, and so is each other character that is no space.
export function wordBounds(text) {
  const found = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}_]+|\p{RI}\p{RI}|\p{Extended_Pictographic}[\p{M}\p{EMod}\u200d\ufe0f\p{Extended_Pictographic}]*|\S/gu)) {
    found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

function low(text, unit) {
  const code = text.charCodeAt(unit);
  return unit > 0 && unit < text.length && code >= 0xdc00 && code <= 0xdfff;
}

function sizeBefore(text, unit) {
  return low(text, unit - 1) ? 2 : 1;
}

function letterBefore(text, unit) {
  return unit > 0 && LETTER.test(String.fromCodePoint(text.codePointAt(unit - sizeBefore(text, unit))));
}

function letterAt(text, unit) {
  return unit < text.length && LETTER.test(String.fromCodePoint(text.codePointAt(unit)));
}

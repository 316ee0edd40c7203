// Offsets of records count code points; strings of the browser count UTF-16 units.

// A function from an offset of a record to the place in the string.
export function units(text) {
  if (!/[\ud800-\udbff]/.test(text)) {
    return (offset) => offset;
  }
  const places = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) {
    places.push(at);
  }
  places.push(text.length);
  return (offset) => places[Math.min(Math.max(offset, 0), places.length - 1)];
}

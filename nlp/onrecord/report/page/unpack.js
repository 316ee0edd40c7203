// Packed data of the page: base64 of gzip of JSON.

function bytes(text) {
  if (Uint8Array.fromBase64) {
    return Uint8Array.fromBase64(text);
  }
  const raw = atob(text);
  const found = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) {
    found[i] = raw.charCodeAt(i);
  }
  return found;
}

export async function unpack(id) {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("This browser cannot unpack the data of the page: use one from 2023 or later.");
  }
  const holder = document.getElementById(id);
  const stream = new Blob([bytes(holder.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

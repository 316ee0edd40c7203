// The selection as CSV, columns as in claims.csv. A cell that a spreadsheet would take for a formula gets a ' in front.

export const COLUMNS = [
  "article_id",
  "claim_id",
  "date",
  "source",
  "title",
  "story",
  "actor",
  "actor_label",
  "actor_ref",
  "actor_text",
  "actor_start",
  "actor_end",
  "stance",
  "polarity",
  "stage",
  "target",
  "target_label",
  "target_kind",
  "target_text",
  "jurisdiction",
  "statement_date",
  "effective_date",
  "date_source",
  "attribution",
  "speaker",
  "organization",
  "quote",
  "quote_kind",
  "evidence",
  "evidence_start",
  "evidence_end",
  "confidence",
  "counted",
];
const CODED = new Set([
  "actor_label",
  "actor_ref",
  "actor_text",
  "stance",
  "polarity",
  "stage",
  "target_label",
  "target_kind",
  "target_text",
  "jurisdiction",
  "statement_date",
  "effective_date",
  "date_source",
  "attribution",
]);

function row(store, i) {
  const { claims, articles, index } = store;
  const article = claims.article[i];
  const quote = store.quotes(i)[0] || {};
  const start = index.sentences.start[claims.sentence[i]];
  const text = store.evidence(i);
  const own = {
    article_id: articles.id[article],
    claim_id: store.of("id", i),
    date: articles.date[article],
    source: articles.source[article],
    title: articles.title[article],
    story: articles.story[article],
    actor: store.of("actor_name", i),
    target: store.of("target_name", i),
    actor_start: claims.actor_start[i],
    actor_end: claims.actor_end[i],
    speaker: quote.speaker,
    organization: quote.organization,
    quote: quote.text,
    quote_kind: quote.kind,
    evidence: text,
    evidence_start: start,
    evidence_end: start + [...text].length,
    confidence: claims.confidence[i],
    counted: claims.counted[i] === 1,
  };
  return COLUMNS.map((name) => (CODED.has(name) ? store.of(name, i) : own[name]));
}

export function cell(value) {
  if (value === null || value === undefined) {
    return "";
  }
  const text =
    typeof value === "string" && /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

export function csv(store, ids) {
  return [COLUMNS, ...ids.map((i) => row(store, i))].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}

// With a mark at the front, so that spreadsheets read it as UTF-8.
export function download(store, ids) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(store, ids)], { type: "text/csv;charset=utf-8" }));
  link.download = "claims-selected.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

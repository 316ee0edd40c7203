-- The tables of a query, made of `claims`, `records` and `failures`, which are the files themselves.

CREATE VIEW articles AS
SELECT
    id AS article_id, date, source, title, url, lang, story, text, truncated_at,
    len(sentences) AS sentences, len(entities) AS entities, len(quotes) AS quotes, len(claims) AS claims,
    model.name AS model, model.version AS model_version, model.digest AS model_digest, meta
FROM records;

CREATE VIEW quotes AS
SELECT
    r.id AS article_id, q.id AS quote_id, r.date, r.source, r.title, r.story, q."start", q."end", q.text, q.kind,
    q.cue.text AS cue, q.speaker.text AS speaker, q.speaker_name, q.organization
FROM records AS r, unnest(r.quotes) AS each(q);

CREATE VIEW entities AS
SELECT
    r.id AS article_id, e.id AS entity_id, r.date, r.source, r.title, r.story, e."start", e."end", e.text, e.label,
    e.name, e.ref, e.via, e.antecedent
FROM records AS r, unnest(r.entities) AS each(e);

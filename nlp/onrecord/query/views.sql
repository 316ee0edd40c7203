-- The tables of a query, made of `claims`, `records` and `failures`, which are the files themselves.

CREATE VIEW articles AS
SELECT
    id AS article_id, date, source, title, url, lang, story, text, truncated_at,
    len(sentences) AS sentences, len(entities) AS entities, len(quotes) AS quotes, len(claims) AS claims,
    model.name AS model, model.version AS model_version, model.digest AS model_digest, meta
FROM records;

CREATE VIEW quotes AS
SELECT
    article_id, q.id AS quote_id, date, source, title, story, q."start", q."end", q.text, q.kind, q.cue.text AS cue,
    q.speaker.text AS speaker, q.speaker_name, q.organization
FROM (SELECT id AS article_id, date, source, title, story, unnest(quotes) AS q FROM records);

CREATE VIEW entities AS
SELECT
    article_id, e.id AS entity_id, date, source, title, story, e."start", e."end", e.text, e.label, e.name, e.ref, e.via,
    e.antecedent
FROM (SELECT id AS article_id, date, source, title, story, unnest(entities) AS e FROM records);

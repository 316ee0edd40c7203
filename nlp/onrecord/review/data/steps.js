// What the annotator can do to claims, names and quotes. Each becomes a step that the server writes down at once.

import * as api from "./api.js";
import { actorOf, blank, editOf, targetOf } from "./claims.js";
import { alarm, say } from "./dom.js";
import * as text from "./text.js";

export function addSteps(app) {
  claimSteps(app);
  spanSteps(app);
  markSteps(app);
  articleSteps(app);
}

function selection() {
  const found = text.selected();
  alarm(found ? null : "Select words in the text first: with the mouse, or press m and use the arrow keys.");
  return found;
}

function claimSteps(app) {
  app.withClaim = (act) => {
    const claim = app.tab === "claims" && (app.current === "new" && app.draft ? { ...app.draft, id: "new", status: "new" } : app.item());
    return claim ? act(claim) : say("No claim is chosen");
  };
  app.change = async (claim, change) => {
    if (claim.id !== "new") return app.act({ do: "put", id: claim.id, to: { ...editOf(claim), ...change } }, claim.id);
    app.draft = { ...app.draft, ...change };
    if (!app.draft.stance) return app.render();
    const to = app.draft;
    // The draft stays until the claim is saved: a refusal must not lose it.
    const done = await api.send(app.article.index, { do: "put", to }).then((found) => app.arrived(found));
    return done;
  };
  app.arrived = async (found) => {
    if (found.error) {
      alarm(`${found.error[0].toUpperCase()}${found.error.slice(1)}.`);
      if (found.stale) await app.open(app.article.index);
      return app.render();
    }
    app.draft = null;
    alarm(null);
    say("Added");
    const { id } = found.article.claims.at(-1);
    app.take(found, id);
    return app.select(id);
  };
  app.accept = async (claim) => {
    if (claim.id === "new") return undefined;
    const settled = ["accepted", "corrected", "added"].includes(claim.status);
    if (!settled && !(await app.act({ do: "accept", id: claim.id }, claim.id))) return undefined;
    return app.onward(settled ? "Next" : "Accepted");
  };
  app.reject = async (claim) => {
    if (claim.id === "new") return app.drop();
    if (claim.status === "rejected" || !(await app.act({ do: "reject", id: claim.id }, claim.id))) return undefined;
    return app.onward("Rejected");
  };
  app.onward = (what) => {
    const next = app.leastSure();
    say(next ? what : `${what}. All claims of this article are decided`);
    if (next) app.select(next.id);
  };
  app.turn = (claim) => app.change(claim, { polarity: claim.polarity === "negated" ? "affirmed" : "negated" });
  app.doubt = (claim) => app.change(claim, { unsure: !claim.unsure });
  app.noTarget = (claim) => app.change(claim, { target: null });
}

function spanSteps(app) {
  app.add = () => {
    const span = selection();
    if (!span) return undefined;
    if (text.sentenceAt(span.start, span.end) < 0) return alarm("A claim is read off one sentence: select words of a single one.");
    app.tab = "claims";
    app.draft = blank(actorOf(app.article, span));
    app.select("new");
    text.forget();
    return say("New claim: choose its stance");
  };
  app.duplicate = (claim) => {
    if (claim.id === "new") return;
    app.draft = editOf(claim);
    app.select("new");
    say("Duplicate: change something about it to save it");
  };
  app.drop = () => {
    app.draft = null;
    app.select(app.leastSure()?.id ?? app.items()[0]?.id ?? null);
  };
  app.useActor = (claim) => {
    const span = selection();
    if (!span) return undefined;
    const { target } = claim;
    const here = text.sentenceAt(span.start, span.end);
    // A claim is read off one sentence: a target elsewhere can't be its target any more.
    const kept = target && text.sentenceAt(target.start, target.end) === here ? editOf(claim).target : null;
    text.forget();
    return app.change(claim, { actor: actorOf(app.article, span), target: kept });
  };
  app.useTarget = (claim) => {
    const span = selection();
    if (!span) return undefined;
    text.forget();
    return app.change(claim, { target: targetOf(app.article, span) });
  };
  app.useEvidence = (claim) => {
    const span = selection();
    if (!span) return undefined;
    const here = text.sentenceAt(span.start, span.end);
    if (here < 0) return alarm("Evidence is one sentence: select words of a single one.");
    if (here === text.sentenceAt(claim.actor.start, claim.actor.end)) return say("That is its evidence already");
    // The words that are selected are the best guess at the actor there; they can be changed with another selection.
    return app.useActor(claim);
  };
}

function markSteps(app) {
  app.digit = (i) => {
    const { choices } = app.session;
    if (app.tab === "claims") return app.article.stances[i] && app.withClaim((claim) => app.change(claim, { stance: app.article.stances[i] }));
    const value = choices[app.tab === "entities" ? "entity_label" : "quote_kind"][i];
    if (!value) return undefined;
    if (text.selected() || !app.item()) return app.mark(value);
    return app.tab === "entities" ? app.putName(app.item(), { label: value }) : app.putQuote(app.item(), { kind: value });
  };
  app.mark = async (value) => {
    const span = selection();
    if (!span) return;
    text.forget();
    const known = new Set(app.items().map((one) => one.id));
    const blankQuote = { spans: [span], kind: value, speaker: null, cue: null, speaker_name: null, organization: null };
    const name = app.article.entities.find((one) => one.text === span.text)?.name ?? span.text;
    const step = app.tab === "entities" ? { do: "put", part: "entity", to: { ...span, label: value, name } } : { do: "put", part: "quote", to: blankQuote };
    if (await app.act(step)) app.select(app.items().find((one) => !known.has(one.id))?.id ?? app.current);
  };
  app.putName = (entity, change) => {
    const { start, end, text: said, label, name } = entity;
    return app.act({ do: "put", part: "entity", id: entity.id, to: { start, end, text: said, label, name, ...change } });
  };
  app.putQuote = (quote, change) => {
    const { spans, kind, speaker, cue, speaker_name, organization } = quote;
    return app.act({ do: "put", part: "quote", id: quote.id, to: { spans, kind, speaker, cue, speaker_name, organization, ...change } });
  };
  app.takePart = (quote, name) => {
    const span = selection();
    text.forget();
    return span && app.putQuote(quote, { [name]: span });
  };
  app.addPiece = (quote) => {
    const span = selection();
    text.forget();
    return span && app.putQuote(quote, { spans: [...quote.spans, span] });
  };
  app.remove = (one) => app.act({ do: "remove", part: app.tab === "entities" ? "entity" : "quote", id: one.id });
  app.withQuote = (act) => (app.tab === "quotes" && app.item() ? act(app.item()) : undefined);
  app.cross = () => {
    if (app.tab === "claims") return app.withClaim(app.reject);
    return app.item() && app.remove(app.item());
  };
}

function articleSteps(app) {
  app.finish = async () => {
    const was = app.article.finished;
    if (await app.act({ do: was ? "unfinish" : "finish" })) {
      say(was ? "Taken up again" : "Finished");
      if (!was) await app.nextArticle();
    }
  };
  app.back = async (way) => {
    if (!app.session[way]) return say(`There is nothing to ${way}`);
    app.draft = null;
    if (await app.act({ do: way })) {
      history.replaceState(null, "", `#article=${app.article.index}`);
      say(way === "undo" ? "Taken back" : "Done again");
    }
    return undefined;
  };
  app.escape = () => {
    if (text.selected()) text.forget();
    else if (app.draft) app.drop();
    alarm(null);
  };
}

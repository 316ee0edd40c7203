// Words and numbers as they are shown.

export const UNTOLD = "Not told";

const SHOWN = {
  in_effect: "in effect",
  own_measure: "own measure",
  COMPANY: "Company",
  GOVERNMENT: "Government",
  LAW: "Law",
  PLACE: "Place",
  OTHER: "Other",
  own: "in the actor’s own words",
  reporter: "in the article’s own voice",
  other: "from another named source",
  anonymous: "from an unnamed source",
};
const grouped = new Intl.NumberFormat("en");
let regions = null;

// The name of a target; of one that is only described (“the order”), with the article that it stands in.
export function targetName([, name, , , article]) {
  return article ? `${name} (${article})` : name;
}

export function number(n) {
  return grouped.format(n);
}

export function count(n, one, many) {
  return number(n) + " " + (n === 1 ? one : many || one + "s");
}

export function word(value) {
  return SHOWN[value] || String(value).replaceAll("_", " ");
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// A country or territory by its code; the code itself where the browser knows no name.
export function region(code) {
  try {
    regions = regions || new Intl.DisplayNames(["en"], { type: "region" });
    return regions.of(code) || code;
  } catch {
    return code;
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// YYYY, YYYY-MM or YYYY-MM-DD for people; anything else as it stands.
export function day(date) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date || "");
  if (!parts) {
    return date || "no date";
  }
  return [parts[3] && String(Number(parts[3])), parts[2] && MONTHS[Number(parts[2]) - 1], parts[1]]
    .filter(Boolean)
    .join(" ");
}

const VERBS = {
  pause: ["pauses", "pause"],
  comply: ["complies", "comply"],
  withdraw: ["withdraws", "withdraw"],
  refuse: ["refuses", "refuse"],
};

// What an actor does, as it follows its name: “complies”, “does not comply”, “stays”, “pause reversed”.
export function does(stance, polarity, stage) {
  const negated = polarity === "negated";
  const verb = VERBS[stance];
  if (stage === "reversed" || !verb || (negated && stance === "withdraw")) {
    const text = taken(stance, polarity, stage);
    return stance === "undecided" && stage !== "reversed" ? "is " + text : text;
  }
  return negated ? "does not " + verb[1] : verb[0];
}

// The stance as it was taken: “withdraw”, “stays” where a withdrawal is denied, “not comply”, “pause reversed”.
export function taken(stance, polarity, stage) {
  const negated = polarity === "negated";
  if (negated && stance === "withdraw" && stage !== "reversed") {
    return "stays";
  }
  return (negated ? "not " : "") + word(stance) + (stage === "reversed" ? " reversed" : "");
}

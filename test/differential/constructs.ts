import type { Program } from "../../plan/index.ts";
import type { Case } from "./case.ts";

/** Kinds that are told apart by what they stand in: of others, which are expressions, the place does not matter. */
const HOLDERS: ReadonlySet<string> = new Set([
  "firing",
  "schedule",
  "window",
  "within",
  "choice",
  "valid",
  "over",
  "caps",
  "rules",
  "limit",
]);

const EXPRESSIONS: readonly string[] = [
  "literal",
  "tag",
  "definition",
  "feature",
  "tag-history",
  ...["value", "cost"].map((amount) => `offer-amount ${amount}`),
  "attribute",
  "time",
  "negate",
  ...["+", "-", "*", "/"].map((operator) => `arithmetic ${operator}`),
  "convert",
  "or-else",
  "case",
  ...["since", "until"].flatMap((direction) =>
    ["day", "month", "year"].map((unit) => `distance ${direction} ${unit}`),
  ),
  ...["hour", "weekday", "month"].map((part) => `date-part ${part}`),
  "extreme least",
  "extreme greatest",
  ...["=", "!=", "<", "<=", ">", ">="].map((operator) => `comparison ${operator}`),
  "between",
  "membership",
  "membership negated",
  "contains-any",
  "contains-text",
  "starts-with",
  "known",
  "known negated",
  "exceeds exceeds",
  "exceeds falls-short",
  "not",
  "and",
  "or",
  "at-least",
  "top",
];

/** The constructs that a program uses, each once: `kind` and what it is told apart by, and its sources' own. */
export function constructsOf(
  program: Program,
  one: Pick<Case, "runs" | "declarations">,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string, holder: string): void => {
    if (EXPRESSIONS.includes(name)) found.add(name);
    else if (HOLDERS.has(holder)) found.add(`${holder} ${name}`);
  };
  const visit = (value: unknown, holder: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, holder);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Readonly<Record<string, unknown>>;
    const { kind } = node;
    if (typeof kind === "string" && holder !== "type") add(nameOf(node, kind), holder);
    if (typeof node["function"] === "string") {
      // The function of a tag's days stands beside its window.
      const over = node["over"] as { kind?: string } | undefined;
      found.add(`aggregate ${node["function"]} of ${over?.kind ?? kind}`);
    }
    for (const [key, item] of Object.entries(node)) visit(item, key);
  };
  for (const key of [
    "campaigns",
    "definitions",
    "features",
    "tagHistories",
    "rankings",
    "policy",
    "offers",
  ] as const) {
    visit(program[key], key);
  }
  for (const source of Object.values(program.sources)) {
    found.add(`source ${source.grain}`);
    for (const key of [
      "snapshot",
      "history",
      "lateness",
      "partition",
      "ready",
      "owners",
      "tagRows",
    ] as const) {
      if (source[key] !== undefined) found.add(`source with ${key}`);
    }
    if (source.ready !== undefined) found.add(`late data: ${source.ready.whenLate.kind}`);
    if (source.customer.kind === "via") found.add("source via another");
    if (source.id.length > 1) found.add("source with several id columns");
    if (source.time !== undefined) found.add(`time ${timeOf(source.time)}`);
  }
  for (const mapping of [
    ...Object.values(program.tags),
    ...[...Object.values(program.events), ...Object.values(program.collections)].flatMap(({ attributes }) =>
      Object.values(attributes),
    ),
  ]) {
    found.add(`column ${mapping.type.kind}`);
    for (const key of [
      "scale",
      "map",
      "format",
      "zone",
      "decimals",
      "currencyColumn",
      "negativeWhen",
    ] as const) {
      if (mapping[key] !== undefined) found.add(`column with ${key}`);
    }
    if (mapping.unknown.length > 0) found.add("column with unknown");
  }
  for (const campaign of program.campaigns) {
    if (campaign.followUps.length > 0) found.add("follow-ups");
    if (campaign.goal !== undefined) {
      found.add("goal");
      if (campaign.goal.occurrence.kind !== "event") found.add("goal of what is declared");
    }
    if (campaign.exclude !== undefined) found.add("exclude");
    if (campaign.holdout !== undefined) found.add("holdout");
    if (campaign.value !== undefined) found.add("value");
    if (campaign.window.contact !== undefined) found.add("contact hours");
    if (campaign.window.businessDaysOnly) found.add("business days only");
    if (campaign.channels.some(({ names }) => names.length > 1)) found.add("first of");
    if (campaign.firing.kind === "pattern" && campaign.firing.then.some(({ absent }) => absent))
      found.add("not followed by");
    found.add(`status ${campaign.status}`);
    found.add(`purpose ${campaign.purpose}`);
  }
  for (const rule of program.policy?.rules ?? []) {
    if (rule.kind !== "never-after-event") continue;
    if (program.policy?.occurrences[rule.occurrence]?.kind !== "event")
      found.add("never after what is declared");
  }
  // What a response is worth is no matter of who is contacted.
  if (one.declarations.some((text) => /^\s*goal .* worth /m.test(text))) found.add("worth");
  if (program.policy?.holdout !== undefined) found.add("universal holdout");
  if ((program.policy?.quiet.length ?? 0) > 0) found.add("quiet");
  if ((program.policy?.suppress.length ?? 0) > 0) found.add("suppress");
  if (program.rates !== undefined) found.add("rates");
  found.add(`customer ${program.customer.type}`);
  found.add(`zone ${program.timezone}`);
  if (one.runs.length > 0) found.add("runs");
  if (one.runs.some(({ answers }) => answers !== undefined)) found.add("runs with answers");
  return found;
}

function nameOf(node: Readonly<Record<string, unknown>>, kind: string): string {
  const detail = ["operator", "direction", "part", "unit", "amount", "period"]
    .map((key) => node[key])
    .filter((value) => typeof value === "string");
  if (node["negated"] === true) detail.push("negated");
  if (node["anniversary"] === true) detail.push("anniversary");
  return [kind, ...detail].join(" ");
}

function timeOf(time: { readonly clock?: string; readonly format?: string; readonly zone?: string }): string {
  return time.clock !== undefined
    ? "split"
    : time.format !== undefined
      ? "text"
      : time.zone !== undefined
        ? "local"
        : "instant or date";
}

const of = (head: string, ...kinds: readonly string[]): readonly string[] =>
  kinds.map((kind) => `${head} ${kind}`);

/** What every long search must have met. */
export const CONSTRUCTS: readonly string[] = [
  ...EXPRESSIONS,
  ...["event", "collection"].flatMap((rows) =>
    ["count", "exists", "sum", "avg", "min", "max", "distinct", "median", "first", "latest"].map(
      (name) => `aggregate ${name} of ${rows}`,
    ),
  ),
  ...of("aggregate", "count of ledger", "exists of ledger", "latest of ledger"),
  ...of("aggregate", "count of reaches", "sum of reaches"),
  ...["avg", "min", "max", "first", "latest"].map((name) => `aggregate ${name} of daily`),
  "over as-of",
  ...of(
    "window",
    "last",
    "ago day",
    "ago week",
    "ago month",
    "today",
    "yesterday",
    "since",
    "ever",
    "before-event",
  ),
  ...["week", "month", "quarter", "year"].flatMap((period) =>
    of("window", `this ${period}`, `previous ${period}`),
  ),
  ...of("window", "period week", "period month", "period quarter"),
  ...of("limit", "share", "count"),
  ...of("firing", "always", "when", "event", "pattern", "reaches", "date", "date anniversary"),
  ...of("firing", "enter", "leave", "change"),
  "not followed by",
  ...of("schedule", "daily", "business-days", "weekly", "monthly", "every", "once", "cron"),
  ...of("choice", "all", "best"),
  ...of("valid", "dates", "from-contact"),
  ...of("caps", "customer", "volume day", "volume week", "volume month", "volume all"),
  ...of("caps", "money day", "money week", "money month", "money all"),
  ...of("within", "ever", "sliding", "calendar week", "calendar month"),
  ...of(
    "rules",
    "never-after-offer",
    "never-after-event",
    "never-with",
    "only-to",
    "only-after",
    "only-after-event",
  ),
  ...of("source", "customer", "event", "collection", "tag-rows", "via another", "with several id columns"),
  ...of("source with", "snapshot", "history", "lateness", "partition", "ready", "owners", "tagRows"),
  ...of("late data:", "wait", "skip", "fail"),
  ...of("time", "instant or date", "local", "text", "split"),
  ...of(
    "column",
    "boolean",
    "integer",
    "decimal",
    "percent",
    "money",
    "text",
    "enum",
    "set",
    "product",
    "date",
    "instant",
  ),
  ...of(
    "column with",
    "scale",
    "map",
    "format",
    "zone",
    "decimals",
    "currencyColumn",
    "negativeWhen",
    "unknown",
  ),
  ...["goal of what is declared", "never after what is declared", "worth"],
  ...["follow-ups", "goal", "exclude", "holdout", "value", "contact hours", "business days only", "first of"],
  ...of("status", "active", "paused", "draft"),
  ...of("purpose", "marketing", "service"),
  ...["universal holdout", "quiet", "suppress", "rates", "runs", "runs with answers"],
  ...of("customer", "integer", "text"),
];

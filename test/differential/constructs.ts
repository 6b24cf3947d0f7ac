import type { Program } from "../../plan/index.ts";
import type { Case } from "./case.ts";

/** Where kinds are told apart by what they stand in. */
const HOLDERS = new Set([
  "firing",
  "occurrence",
  "schedule",
  "window",
  "within",
  "choice",
  "valid",
  "of",
  "over",
  "caps",
  "rules",
  "offers",
  "limit",
  "from",
  "to",
  "customer",
  "whenLate",
  "after",
  "other",
]);

/** The constructs that a program uses, each once: `kind` and what it is told apart by, and its sources' own. */
export function constructsOf(program: Program, one: Case): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown, holder: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, holder);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    const node = value as Readonly<Record<string, unknown>>;
    const { kind } = node;
    if (typeof kind === "string" && !isType(holder)) found.add(nameOf(node, kind, holder));
    if (typeof node["function"] === "string") {
      const over = node["over"] as { kind?: string } | undefined;
      found.add(`aggregate ${node["function"]}${over?.kind === undefined ? "" : ` of ${over.kind}`}`);
    }
    for (const [key, item] of Object.entries(node))
      visit(item, HOLDERS.has(key) || isType(key) ? key : holder);
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
    if (campaign.goal !== undefined) found.add("goal");
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
  if (program.policy?.holdout !== undefined) found.add("universal holdout");
  if ((program.policy?.quiet.length ?? 0) > 0) found.add("quiet");
  if ((program.policy?.suppress.length ?? 0) > 0) found.add("suppress");
  if (program.rates !== undefined) found.add("rates");
  found.add(`customer ${program.customer.type}`);
  found.add(`zone ${program.timezone}`);
  if (one.runs.length > 0) found.add("runs");
  return found;
}

function isType(key: string): boolean {
  return key === "type" || key === "by";
}

function nameOf(node: Readonly<Record<string, unknown>>, kind: string, holder: string): string {
  const detail = ["operator", "direction", "part", "unit", "amount", "period"]
    .map((key) => node[key])
    .filter((value) => typeof value === "string");
  if (node["negated"] === true) detail.push("negated");
  if (node["anniversary"] === true) detail.push("anniversary");
  const where = ["campaigns", "definitions", "features", "rankings", "tagHistories"].includes(holder)
    ? ""
    : `${holder} `;
  return [`${where}${kind}`, ...detail].join(" ");
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

/** What every long search must have met. */
export const CONSTRUCTS: readonly string[] = [];

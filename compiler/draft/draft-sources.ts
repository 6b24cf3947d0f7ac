import type { SurveyedTable } from "../../plan/index.ts";
import { zoneOf } from "./column-type.ts";
import { relationOf } from "./drafted-schema.ts";
import type { Grain, Kept, Link } from "./grain.ts";
import { saidOf } from "./label.ts";
import type { DraftPlan } from "./plan-draft.ts";
import { commentLines, flowMap, scalar } from "./yaml-text.ts";

/** What a table's source is called. */
export type SourceNames = (table: string) => string;

const grainWords = {
  customer: "a customer",
  event: "an event",
  collection: "one of several things that a customer has",
  tag_rows: "the value of one of a customer's tags",
} as const;

/** The section `sources`: what a row of each table is, and why it is taken for that. */
export function draftSources(plan: DraftPlan, nameOf: SourceNames): readonly string[] {
  const entries = plan.tables.flatMap(({ table, grain }) => {
    if (grain.kind === "undecided") return [];
    const doubts = [...grain.doubts, ...timeDoubts(table, grain, plan)];
    return [
      `  ${nameOf(table.name)}:`,
      ...commentLines(`a row is ${grainWords[grain.kind]}: ${grain.why}`, "    "),
      ...doubts.flatMap((doubt) => commentLines(`to decide: ${doubt}`, "    ")),
      ...Object.entries(keysOf(table, grain, plan, nameOf)).map(([key, value]) => `    ${key}: ${value}`),
    ];
  });
  return entries.length === 0 ? [] : ["sources:", ...entries];
}

function keysOf(
  table: SurveyedTable,
  grain: Exclude<Grain, { readonly kind: "undecided" }>,
  plan: DraftPlan,
  nameOf: SourceNames,
): Readonly<Record<string, string>> {
  const own = { relation: scalar(relationOf(table.name, plan.schema) ?? table.name), grain: grain.kind };
  const said = saidOf(table.comment);
  switch (grain.kind) {
    case "customer":
      return {
        ...own,
        ...customerOf(grain.customer, plan),
        ...keyFor(table, plan),
        ...keptOf(grain.kept),
        ...said,
      };
    case "tag_rows": {
      const codes = { tag: scalar(grain.tag), value: scalar(grain.value) };
      return { ...own, ...customerOf(grain.customer, plan), ...codes, ...keptOf(grain.kept), ...said };
    }
    case "event": {
      const time = { time: timeOf(table, grain, plan) };
      return { ...own, ...linkOf(grain.link, plan, nameOf), ...time, id: idOf(grain.id), ...said };
    }
    case "collection": {
      const id = { id: idOf(grain.id), ...keyFor(table, plan) };
      return { ...own, ...linkOf(grain.link, plan, nameOf), ...id, ...keptOf(grain.kept), ...said };
    }
  }
}

/** The customer's key, where it is not called as everywhere. */
function customerOf(column: string, { customer }: DraftPlan): Readonly<Record<string, string>> {
  return column === customer?.key ? {} : { customer: scalar(column) };
}

function linkOf(link: Link, plan: DraftPlan, nameOf: SourceNames): Readonly<Record<string, string>> {
  if (link.kind === "column") return customerOf(link.column, plan);
  return { customer: flowMap({ via: nameOf(link.table), on: scalar(link.on) }) };
}

/** The column by which other tables name this one's rows, where any does. */
function keyFor({ name }: SurveyedTable, { tables }: DraftPlan): Readonly<Record<string, string>> {
  for (const { grain } of tables) {
    if (grain.kind !== "event" && grain.kind !== "collection") continue;
    if (grain.link.kind === "via" && grain.link.table === name) return { key: scalar(grain.link.key) };
  }
  return {};
}

function keptOf({ snapshot, history }: Kept): Readonly<Record<string, string>> {
  if (history !== undefined) {
    return { history: flowMap({ from: scalar(history.from), to: scalar(history.to) }) };
  }
  return snapshot === undefined ? {} : { snapshot: scalar(snapshot) };
}

const idOf = (id: readonly string[]): string => {
  const [only] = id;
  return only !== undefined && id.length === 1 ? scalar(only) : `[${id.map(scalar).join(", ")}]`;
};

type Event = Extract<Grain, { readonly kind: "event" }>;

function timeOf(table: SurveyedTable, { time }: Event, { known }: DraftPlan): string {
  if (time.content !== "local-time") return scalar(time.column);
  const comment = table.columns.find(({ name }) => name === time.column)?.comment;
  return flowMap({ column: scalar(time.column), zone: zoneOf(time.column, comment, known.timezone).zone });
}

function timeDoubts(table: SurveyedTable, grain: Grain, { known }: DraftPlan): readonly string[] {
  if (grain.kind !== "event" || grain.time.content !== "local-time") return [];
  const comment = table.columns.find(({ name }) => name === grain.time.column)?.comment;
  return zoneOf(grain.time.column, comment, known.timezone).doubts;
}

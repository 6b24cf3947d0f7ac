import type { SurveyedTable } from "../../plan/index.ts";
import { draftSources, type SourceNames } from "./draft-sources.ts";
import { draftAttributes, draftTags } from "./draft-values.ts";
import { identifier, namesBeside } from "./names.ts";
import type { DraftPlan } from "./plan-draft.ts";
import { commentLines, scalar } from "./yaml-text.ts";

export interface DraftOptions {
  /** What was looked at, in words: `the folder data`. */
  readonly place: string;
  /** The values of a column that has few, where they were looked at. */
  readonly members: (table: string, column: string) => readonly string[] | undefined;
  /** Whether columns are matched with the standard library's tags by their labels too. */
  readonly overlay: boolean;
}

/**
 * Writes a draft of a catalog: YAML that loads beside what the catalog has already, each guess with its reason, what could not be
 * guessed as a comment `to decide`. The same tables give the same text.
 */
export function draftCatalog(plan: DraftPlan, options: DraftOptions): string {
  const names = sourceNames(plan);
  // Two kinds of thing in one namespace: tags come first, and events have the other words.
  const taken = namesBeside(plan.known.names);
  const parts = [
    head(plan, options, names),
    draftSources(plan, names),
    draftTags(plan, options, names, taken),
    draftAttributes("event", plan, options, names, taken),
    draftAttributes("collection", plan, options, names, taken),
    leftOut(plan),
  ];
  return parts.flatMap((lines) => (lines.length === 0 ? [] : [`${lines.join("\n")}\n`])).join("\n");
}

function sourceNames({ tables, known }: DraftPlan): SourceNames {
  const free = namesBeside(known.sources);
  const drafted = new Map(
    tables
      .filter(({ grain }) => grain.kind !== "undecided")
      .map(({ table }) => [table.name, free.take(identifier(table.name))] as const),
  );
  const there = new Map([...known.keyed].map(([name, { relation }]) => [relation, name] as const));
  return (table) => drafted.get(table) ?? there.get(table) ?? identifier(table);
}

function head(
  { known, customer, tables }: DraftPlan,
  { place }: DraftOptions,
  nameOf: SourceNames,
): readonly string[] {
  const isCustomersThere = tables.some(({ table }) => table.name === customer?.table);
  return [
    ...commentLines(`A draft of a catalog, made of ${place} by \`baleen catalog import\`.`, ""),
    ...commentLines(
      "Names, types and grains are guesses: read what stands behind `to decide`, correct the rest where it is wrong, and take `status: draft` away from the tags that are ready.",
      "",
    ),
    "catalog: 1",
    ...(known.timezone === undefined
      ? ["# to decide: in which time zone days and times of day are meant:", "# timezone: Asia/Shanghai"]
      : []),
    ...(known.currency === undefined ? ["# to decide: the project's currency:", "# currency: CNY"] : []),
    ...(known.customer !== undefined
      ? []
      : customer?.table === undefined || !isCustomersThere
        ? [
            "# to decide: who the customers are:",
            "# customer: { key: customer_id, type: integer, source: customers }",
          ]
        : [
            ...commentLines(`who the customers are, ${customer.why}`, ""),
            `customer: { key: ${scalar(customer.key)}, type: ${customer.type}, source: ${nameOf(customer.table)} }`,
          ]),
  ];
}

function leftOut({ tables, left }: DraftPlan): readonly string[] {
  const undecided = tables.flatMap(({ table, grain }) =>
    grain.kind === "undecided"
      ? commentLines(`to decide: \`${table.name}\`${titleOf(table)}: ${grain.why}`, "")
      : [],
  );
  const out = left.flatMap(({ table, why }) => commentLines(`left out: \`${table}\`: ${why}`, ""));
  return [...undecided, ...out];
}

const titleOf = ({ comment }: SurveyedTable): string => (comment === undefined ? "" : ` (${comment})`);

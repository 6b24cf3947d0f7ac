import type { SurveyedColumn, SurveyedTable } from "../../plan/index.ts";
import { type ColumnDraft, draftColumn } from "./column-type.ts";
import type { DraftOptions } from "./draft-catalog.ts";
import type { SourceNames } from "./draft-sources.ts";
import type { LibraryTag } from "./known-catalog.ts";
import { saidOf } from "./label.ts";
import { identifier, type Names, namesBeside } from "./names.ts";
import { meantTag } from "./overlay.ts";
import { type DraftPlan, drafted } from "./plan-draft.ts";
import { plainName, singular } from "./words.ts";
import { commentLines, flowMap, scalar } from "./yaml-text.ts";

type Options = Pick<DraftOptions, "members" | "overlay">;

/** The section `tags`: the columns of what is of grain customer. */
export function draftTags(
  plan: DraftPlan,
  options: Options,
  nameOf: SourceNames,
  names: Names,
): readonly string[] {
  let written = 0;
  const lines = plan.tables.flatMap(({ table, grain }) => {
    if (grain.kind === "tag_rows") {
      return commentLines(
        `to decide: the tags of \`${table.name}\`: each is read by its code, \`from: ${nameOf(table.name)}.CODE\``,
        "  ",
      );
    }
    if (grain.kind !== "customer") return [];
    return drafted(table, grain).flatMap((column) => {
      const draft = draftOf(column, table, plan, options);
      const doubts = draft.doubts.flatMap((doubt) => commentLines(`to decide: ${doubt}`, "  "));
      if (draft.type === undefined) return doubts;
      const from = fromOf(nameOf(table.name), column, draft);
      const meant = meantTag(column, plan.known.unmapped, options.overlay);
      const suggestion = meant === undefined ? [] : suggest(meant, from);
      // The library's own name is for what is laid over it.
      if (meant?.name === identifier(column.name)) return [...doubts, ...suggestion];
      const name = names.take(column.name, `${singular(plainName(table.name))}_${column.name}`);
      written += 1;
      const said = { type: draft.type, from, ...saidOf(column.comment), status: "draft" };
      return [
        ...doubts,
        ...suggestion,
        `  ${name}:`,
        ...Object.entries(said).map(([key, value]) => `    ${key}: ${value}`),
      ];
    });
  });
  if (lines.length === 0) return [];
  return [written === 0 ? "# tags:" : "tags:", ...lines];
}

function draftOf(
  column: SurveyedColumn,
  table: SurveyedTable,
  { known }: DraftPlan,
  { members }: Options,
): ColumnDraft {
  const { timezone, currency } = known;
  return draftColumn(column, {
    table,
    timezone,
    currency,
    members: members(table.name, column.name),
    scalar,
  });
}

/** Where a tag is read: `customers.age`, or with all that is to be said of it. */
function fromOf(source: string, { name }: SurveyedColumn, { how }: ColumnDraft): string {
  const isPlain = /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name) && Object.keys(how).length === 0;
  return isPlain ? `${source}.${name}` : flowMap({ source, column: scalar(name), ...how });
}

function suggest({ name, type, label }: LibraryTag, from: string): readonly string[] {
  const known = [type, ...Object.values(label)].join(", ");
  return [
    ...commentLines(
      `to decide: is this the standard library's tag \`${name}\` (${known})? then lay it over that, in place of a tag of its own:`,
      "  ",
    ),
    `  # ${name}: { from: ${from} }`,
  ];
}

/** The section `events` or `collections`: what a row of each such table says. */
export function draftAttributes(
  kind: "event" | "collection",
  plan: DraftPlan,
  options: Options,
  nameOf: SourceNames,
  names: Names,
): readonly string[] {
  const entries = plan.tables.flatMap(({ table, grain }) => {
    if (grain.kind !== kind) return [];
    const own = namesBeside(kind === "event" ? new Set(["time"]) : new Set());
    const attributes = drafted(table, grain).flatMap((column) => {
      const draft = draftOf(column, table, plan, options);
      const doubts = draft.doubts.flatMap((doubt) => commentLines(`to decide: ${doubt}`, "      "));
      return draft.type === undefined ? doubts : [...doubts, attribute(column, draft, own)];
    });
    const isThere = attributes.some((line) => !line.trimStart().startsWith("#"));
    return [
      ...kindsHint(table, options),
      `  ${names.take(singular(plainName(table.name)), table.name)}:`,
      `    source: ${nameOf(table.name)}`,
      ...Object.entries(saidOf(table.comment)).map(([key, value]) => `    ${key}: ${value}`),
      ...(attributes.length === 0 ? [] : [isThere ? "    attributes:" : "    # attributes:", ...attributes]),
    ];
  });
  return entries.length === 0 ? [] : [`${kind}s:`, ...entries];
}

function attribute(column: SurveyedColumn, { type, how }: ColumnDraft, own: Names): string {
  const name = own.take(column.name);
  const said = {
    type: type ?? "",
    ...(name === column.name ? {} : { column: scalar(column.name) }),
    ...how,
    ...saidOf(column.comment),
  };
  return `      ${name}: ${flowMap(said)}`;
}

/** A table may hold several kinds of event: where its values were looked at, they are said. */
function kindsHint(table: SurveyedTable, { members }: Options): readonly string[] {
  const column = table.columns.find(
    ({ name }) =>
      /(?:^|_)(?:kind|type|typ|art)$|类型|类别/u.test(plainName(name)) && members(table.name, name),
  );
  const kinds = column && members(table.name, column.name);
  if (column === undefined || kinds === undefined) return [];
  const [first = ""] = kinds;
  return commentLines(
    `to decide: \`${column.name}\` may tell several things apart (${kinds.join(", ")}): give each a name of its own, with \`where: { ${scalar(column.name)}: ${scalar(first)} }\``,
    "  ",
  );
}

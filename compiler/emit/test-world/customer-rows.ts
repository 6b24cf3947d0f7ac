import type { Source } from "../../../plan/index.ts";
import { asText } from "../sql/tag-tables.ts";
import { canMeet, type Draft, type Making, put, putConditions, putValues } from "./draft.ts";
import { tableOf } from "./table.ts";
import { changesOf, inOrder, type Portrait, valueOn } from "./timeline.ts";

/** When rows stand in a relation: from the test's first date on, and on which dates copies of it were made. */
export interface Days {
  readonly first: string;
  copies(relation: string): readonly string[];
}

/** Rows of the sources with one row a customer. Sources over one relation share its rows where they can. */
export function customerRows(making: Making, portraits: readonly Portrait[], days: Days): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const sources of sharing(making)) {
    const names = new Set(sources.map(({ name }) => name));
    const tags = Object.entries(making.program.tags)
      .filter(([, { source }]) => names.has(source))
      .map(([name]) => name);
    const [source] = sources;
    if (source === undefined) continue;
    for (const portrait of portraits) {
      for (const { from, cells } of stretches(source, portrait, tags, days)) {
        const draft = newDraft(source, portrait.key, cells);
        for (const each of sources) {
          putConditions(making, draft, each.where);
          if (each.customer.kind === "column") put(making, draft, each.customer.column, portrait.key);
          if (each.name === making.program.customer.source)
            put(making, draft, making.program.customer.key, portrait.key);
        }
        putValues(
          making,
          draft,
          tags.flatMap((name) => {
            const mapping = making.program.tags[name];
            return mapping === undefined ? [] : [{ name, mapping, value: valueOn(portrait, name, from) }];
          }),
        );
        drafts.push(draft);
      }
    }
  }
  return drafts;
}

/** Rows of the sources with a row for each tag of a customer. Unknown ones have none. */
export function tagRows(making: Making, portraits: readonly Portrait[], days: Days): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const source of Object.values(making.program.sources)) {
    const { tagRows: columns, customer } = source;
    if (columns === undefined || customer.kind !== "column") continue;
    const tags = Object.entries(making.program.tags).filter(([, mapping]) => mapping.source === source.name);
    for (const portrait of portraits) {
      for (const [name, mapping] of tags) {
        for (const { from, cells } of stretches(source, portrait, [name], days)) {
          const value = valueOn(portrait, name, from);
          if (value === undefined || value === null) continue;
          const draft = newDraft(source, portrait.key, cells);
          putConditions(making, draft, source.where);
          put(making, draft, customer.column, portrait.key);
          put(making, draft, columns.tag, mapping.column);
          putValues(making, draft, [{ name, mapping: { ...asText(mapping), column: columns.value }, value }]);
          drafts.push(draft);
        }
      }
    }
  }
  return drafts;
}

/** A row that stands still over all copies, or from the first date on. */
export function lasting(making: Making, draft: Draft, days: Days): readonly Draft[] {
  const { snapshot, history, relation } = draft.source;
  if (history !== undefined) put(making, draft, history.from, days.first);
  if (snapshot === undefined) return [draft];
  return days.copies(relation).map((date) => {
    const copy = { ...draft, cells: new Map(draft.cells) };
    put(making, copy, snapshot, date);
    return copy;
  });
}

function newDraft(source: Source, customer: string, cells: readonly (readonly [string, string])[]): Draft {
  const named = cells.map(([column, value]) => [column.toLowerCase(), value] as const);
  return { source, customer, of: `customer ${customer}`, cells: new Map(named) };
}

interface Stretch {
  readonly from: string;
  readonly cells: readonly (readonly [string, string])[];
}

/** The rows of a customer over time: one a copy, one from each change to the next, or the only one. */
function stretches(
  source: Source,
  portrait: Portrait,
  tags: readonly string[],
  days: Days,
): readonly Stretch[] {
  const { snapshot, history } = source;
  const changes = inOrder([days.first, ...changesOf(portrait, tags)]);
  if (snapshot !== undefined) {
    const begins = changes[0] ?? days.first;
    return days
      .copies(source.relation)
      .filter((date) => date >= begins)
      .map((date) => ({ from: date, cells: [[snapshot, date]] }));
  }
  if (history === undefined) return [{ from: days.first, cells: [] }];
  return changes.map((from, index) => {
    const to = changes[index + 1];
    return { from, cells: [[history.from, from], ...(to === undefined ? [] : [[history.to, to] as const])] };
  });
}

/** The sources with one row a customer, those together that can have the same rows. */
function sharing(making: Making): readonly (readonly Source[])[] {
  const groups: Source[][] = [];
  for (const source of Object.values(making.program.sources)) {
    if (source.grain !== "customer") continue;
    const group = groups.find((others) => others.every((other) => agree(making, other, source)));
    if (group === undefined) groups.push([source]);
    else group.push(source);
  }
  return groups;
}

function agree(making: Making, a: Source, b: Source): boolean {
  if (tableOf(a.relation) !== tableOf(b.relation)) return false;
  if (a.snapshot !== b.snapshot || a.history?.from !== b.history?.from || a.history?.to !== b.history?.to)
    return false;
  const draft = newDraft(a, "", []);
  putConditions(making, draft, a.where);
  return canMeet(draft, b.where);
}

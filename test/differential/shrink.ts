import { parse } from "../../grammar/index.ts";
import type { Stored } from "../../oracle/index.ts";
import type { Case, CaseRow, Relation } from "./case.ts";
import { pruned } from "./prune.ts";

/** Cases that are a little smaller than a case, the greatest steps first. Some of them mean nothing to the checker. */
export function* smallerCases(one: Case): Generator<Case> {
  yield* withFewerRuns(one);
  yield* withFewerDeclarations(one);
  yield* withFewerRows(one);
  yield* withSmallerTexts(one);
  yield* withSmallerCatalog(one);
  yield* withPlainerCells(one);
}

function* withFewerRuns(one: Case): Generator<Case> {
  const { runs } = one;
  if (runs.length > 1) yield { ...one, runs: runs.slice(-1) };
  for (const index of runs.keys()) {
    yield { ...one, runs: runs.filter((_, other) => other !== index) };
  }
  for (const [index, { answers, ...run }] of runs.entries()) {
    if (answers !== undefined) yield { ...one, runs: runs.with(index, run) };
  }
  for (const [index, run] of runs.entries()) {
    if (!run.dispatches) continue;
    yield { ...one, runs: runs.with(index, { ...run, dispatches: false }) };
  }
}

function* withFewerDeclarations(one: Case): Generator<Case> {
  for (const index of one.declarations.keys()) {
    yield pruned({ ...one, declarations: one.declarations.filter((_, other) => other !== index) });
  }
}

function* withFewerRows(one: Case): Generator<Case> {
  for (const [name, relation] of Object.entries(one.relations)) {
    const { rows } = relation;
    for (let size = rows.length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < rows.length; start += size) {
        yield withRelation(one, name, {
          ...relation,
          rows: [...rows.slice(0, start), ...rows.slice(start + size)],
        });
      }
    }
    if (rows.some(({ run }) => run > 0)) {
      yield withRelation(one, name, { ...relation, rows: rows.map((row) => ({ ...row, run: 0 })) });
    }
  }
}

function withRelation(one: Case, name: string, relation: Relation): Case {
  return { ...one, relations: { ...one.relations, [name]: relation } };
}

/** Puts parts of an expression in its place, and leaves out lines and conditions. */
function* withSmallerTexts(one: Case): Generator<Case> {
  for (const [index, text] of one.declarations.entries()) {
    for (const smaller of smallerTexts(text)) {
      yield pruned({ ...one, declarations: one.declarations.with(index, smaller) });
    }
  }
}

interface Node {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
}

function* smallerTexts(text: string): Generator<string> {
  const { tree } = parse("a.campaign", text);
  const nodes = nodesIn(tree).filter(({ span }) => span.end - span.start < text.length);
  const seen = new Set<string>([text]);
  const replaced = function* (start: number, end: number, by: string): Generator<string> {
    const made = text.slice(0, start) + by + text.slice(end);
    if (seen.has(made)) return;
    seen.add(made);
    yield made;
  };
  nodes.sort((a, b) => b.span.end - b.span.start - (a.span.end - a.span.start));
  for (const { span } of nodes) {
    yield* replaced(span.start, span.end, "");
    // With the word that led to it: `where P`, `and P`, `, A`.
    const led =
      /(?:,|\b(?:where|and|or|when|otherwise|after|unless|via|offering|as|of|or else|for|during|worth)\b)\s*\(?$/.exec(
        text.slice(0, span.start),
      );
    if (led !== null) yield* replaced(led.index, span.end, "");
    for (const inner of nodes) {
      if (inner.span.start < span.start || inner.span.end > span.end) continue;
      if (inner.span.end - inner.span.start >= span.end - span.start) continue;
      yield* replaced(span.start, span.end, text.slice(inner.span.start, inner.span.end));
    }
    if (span.end - span.start > 4) yield* replaced(span.start, span.end, "true");
    if (span.end - span.start > 1) yield* replaced(span.start, span.end, "1");
  }
  for (const found of text.matchAll(/\(([^()]*)\)/g)) {
    yield* replaced(found.index, found.index + found[0].length, found[1] ?? "");
  }
  for (const found of text.matchAll(/\{[^{}"]*\} ?|\n\s*(?=\n)/g)) {
    yield* replaced(found.index, found.index + found[0].length, "");
  }
}

function nodesIn(tree: unknown): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (typeof value === "object" && value !== null) {
      const { kind, span } = value as Partial<Node>;
      if (span !== undefined) found.push({ kind: kind ?? "", span });
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(tree);
  return found;
}

const NEEDED: ReadonlySet<string> = new Set(["catalog", "timezone", "currency", "customer"]);

/** Leaves out keys of the catalog, one at a time. */
function* withSmallerCatalog(one: Case): Generator<Case> {
  const { catalog } = one;
  for (const path of pathsIn(catalog, [])) {
    if (NEEDED.has(path[0] ?? "")) continue;
    yield pruned({ ...one, catalog: without(catalog, path) as Case["catalog"] });
  }
  if (catalog["timezone"] !== "UTC") yield { ...one, catalog: { ...catalog, timezone: "UTC" } };
}

function pathsIn(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = [...path, key];
    return [inner, ...pathsIn(item, inner)];
  });
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.filter((_, index) => String(index) !== key);
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]),
  );
}

function* withPlainerCells(one: Case): Generator<Case> {
  const text = JSON.stringify(one.catalog);
  for (const [name, relation] of Object.entries(one.relations)) {
    for (const column of Object.keys(relation.columns)) {
      if (!text.includes(column)) {
        const { [column]: _, ...columns } = relation.columns;
        yield withRelation(one, name, {
          columns,
          rows: relation.rows.map((row) => withCell(row, column, undefined)),
        });
        continue;
      }
      for (const [index, row] of relation.rows.entries()) {
        if ((row.cells[column] ?? null) === null) continue;
        yield withRelation(one, name, {
          ...relation,
          rows: relation.rows.with(index, withCell(row, column, null)),
        });
      }
    }
  }
}

function withCell(row: CaseRow, column: string, stored: Stored | undefined): CaseRow {
  const { [column]: _, ...others } = row.cells;
  return { ...row, cells: stored === undefined ? others : { ...others, [column]: stored } };
}

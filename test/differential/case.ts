import { stringify } from "yaml";
import { check, lower } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import type { OracleRun, Stored, StoredRow, World } from "../../oracle/index.ts";
import type { Plan, Program } from "../../plan/index.ts";
import { type Instant, parseInstant } from "../../runtime/index.ts";

/** The type of a column, as both engines have it; `decimal(18,2)` and the like. */
export type ColumnType =
  | "text"
  | "integer"
  | "boolean"
  | "date"
  | "local-time"
  | "instant"
  | "list"
  | `decimal(${number},${number})`;

/** A row, and with which run it comes: those that come later are not there before. */
export interface CaseRow {
  readonly cells: StoredRow;
  readonly run: number;
}

export interface Relation {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly CaseRow[];
}

/** A run at a local time of the project's zone. */
export interface CaseRun {
  readonly at: string;
  /** Whether messages that are due leave at that time too. */
  readonly dispatches: boolean;
  /** What channels report after it; missing where nothing comes. */
  readonly answers?: OracleRun["answers"];
}

/** A small bank, a project over it, and what is asked of it. Plain JSON. */
export interface Case {
  /** What the catalog's YAML says. */
  readonly catalog: Readonly<Record<string, unknown>>;
  /** Declarations of the language, each by itself. */
  readonly declarations: readonly string[];
  readonly relations: Readonly<Record<string, Relation>>;
  /** In order. */
  readonly runs: readonly CaseRun[];
  /** What each campaign detects is compared at a tick, for firings after an earlier time: local times. */
  readonly detection: { readonly tick: string; readonly after: string };
}

export interface CompiledCase {
  readonly program: Program;
  readonly plan: Plan;
}

/** Compiles a case's texts; gives the codes of its errors where there are any. */
export function compileCase({ catalog, declarations }: Case): CompiledCase | readonly string[] {
  const texts = {
    project: "bank",
    catalogFiles: [{ path: "catalog.yaml", text: catalogText(catalog) }],
    campaignFiles: [{ path: "a.campaign", text: campaignText(declarations) }],
  };
  const { diagnostics, checked } = check(texts);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (checked === undefined || errors.length > 0) {
    const textOf = (file: string): string => (file === "a.campaign" ? campaignText(declarations) : "");
    return errors.map(
      ({ code, span, message }) => `${code}: ${message}: ${textOf(span.file).slice(span.start, span.end)}`,
    );
  }
  const program = lower(texts, checked);
  return { program, plan: emitPlan(program, checked.catalog, ({ file }) => file) };
}

export function catalogText(catalog: Case["catalog"]): string {
  return stringify(catalog, { lineWidth: 0 });
}

export function campaignText(declarations: readonly string[]): string {
  return `${declarations.join("\n\n")}\n`;
}

/** What the warehouse holds when a run comes, counted from 0. */
export function worldAt({ relations }: Case, run: number): World {
  return Object.fromEntries(
    Object.entries(relations).map(([name, { rows }]) => [
      name,
      rows.filter((row) => row.run <= run).map(({ cells }) => cells),
    ]),
  );
}

/** The statements that make a case's tables as they are before the first run; the same for both engines but for types. */
export function tableStatements(one: Case, engine: "duckdb" | "postgres"): string {
  const tables = Object.entries(one.relations).map(([name, { columns }]) => {
    const definitions = Object.entries(columns).map(
      ([column, type]) => `"${column}" ${sqlType(type, engine)}`,
    );
    return `create table "${name}" (${definitions.join(", ")});`;
  });
  return [...tables, arrivalStatements(one, 0, engine)].join("\n");
}

/** The statements that add the rows that come with a run; empty where none do. */
export function arrivalStatements(one: Case, run: number, engine: "duckdb" | "postgres"): string {
  return Object.entries(one.relations)
    .map(([name, { columns, rows }]) => {
      const values = rows
        .filter((row) => row.run === run)
        .map(({ cells }) => {
          const stored = Object.keys(columns).map((column) => literal(cells[column] ?? null, engine));
          return `(${stored.join(", ")})`;
        });
      return values.length === 0 ? "" : `insert into "${name}" values ${values.join(",\n")};`;
    })
    .join("\n")
    .trim();
}

function sqlType(type: ColumnType, engine: "duckdb" | "postgres"): string {
  switch (type) {
    case "text":
      return engine === "duckdb" ? "varchar" : "text";
    case "integer":
      return "bigint";
    case "boolean":
    case "date":
      return type;
    case "local-time":
      return "timestamp";
    case "instant":
      return "timestamptz";
    case "list":
      return engine === "duckdb" ? "varchar[]" : "text[]";
    default:
      return type;
  }
}

function literal(stored: Stored, engine: "duckdb" | "postgres"): string {
  if (stored === null) return "null";
  switch (stored.kind) {
    case "text":
      return quoted(stored.text);
    case "number":
      return stored.number;
    case "boolean":
      return String(stored.value);
    case "date":
      return `date ${quoted(stored.date)}`;
    case "local-time":
      return `timestamp ${quoted(stored.time)}`;
    case "instant":
      return `timestamptz ${quoted(stored.instant)}`;
    case "list": {
      const items = `[${stored.items.map(quoted).join(", ")}]`;
      return engine === "duckdb" ? `${items}::varchar[]` : `array${items}::text[]`;
    }
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The instant of a local time of a plan's zone. @throws Error where it is none. */
export function instantIn(text: string, plan: Plan): Instant {
  const found = parseInstant(text, plan.timezone);
  if (found === undefined) throw new Error(`malformed instant: ${text}`);
  return found;
}

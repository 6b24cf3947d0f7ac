import type { Span } from "../../grammar/span.ts";
import projectSchema from "../../schema/project.schema.json" with { type: "json" };
import type { Catalog, Placed } from "../catalog/catalog.ts";
import { type Diagnostic, diagnostic, inOrderOfPlace } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { project as projectValidator } from "../yaml/generated/project-validator.ts";
import { booleanOf, entryOf, itemsOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import { readYaml, type SourceText } from "../yaml/read-yaml.ts";
import { type SchemaValidator, validate } from "../yaml/validate.ts";
import { checkDatabaseAddress, writesPassword } from "./database-address.ts";
import { readDispatch } from "./dispatch.ts";
import type { LedgerSettings, PostgresSettings, ProjectFile, WarehouseSettings } from "./project.ts";
import { type Entry, placedText, type Report, readSecret, reportOthers } from "./settings.ts";
import { type Environment, fillVariables } from "./variables.ts";

/** A project file as far as it could be read, and all that is wrong with it in order of place. */
export interface ProjectReading {
  /** Undefined where the form of the file is wrong; with unset variables they stand in it as written. */
  readonly project: ProjectFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const defaultWarehouse = "warehouse.duckdb";
const defaultLedger = ".baleen/ledger.db";
const defaultLedgerSchema = "baleen";

/** What a command opens or sends by: its settings must be whole. */
export type ProjectPart = "warehouse" | "ledger" | "dispatch";

export const allParts: readonly ProjectPart[] = ["warehouse", "ledger", "dispatch"];

/**
 * Reads baleen.yaml. `environment` is where `${VAR}` is looked up; its values never stand in a diagnostic. Variables
 * of parts that are not needed may be unset. Touches no disk: whether paths exist is for those to say who open them.
 */
export function loadProjectFile(
  file: SourceText,
  environment: Environment,
  needs: readonly ProjectPart[] = allParts,
): ProjectReading {
  const found: Diagnostic[] = [];
  const { root: written, diagnostics } = readYaml(file);
  found.push(...diagnostics);
  const start = { file: file.path, start: 0, end: 0 };
  if (written === undefined && diagnostics.length > 0) return { project: undefined, diagnostics };
  const nothing: YamlNode = { kind: "map", entries: new Map(), span: start };
  const spared = allParts
    .filter((part) => !needs.includes(part))
    .flatMap((part) => valueAt(written, part)?.span ?? []);
  const root = fillVariables(written ?? nothing, environment, (each) => {
    const isSpared = spared.some(({ start, end }) => start <= each.span.start && each.span.end <= end);
    if (each.code !== "variable-not-set" || !isSpared) found.push(each);
  });
  const validation = validate(root, projectValidator as SchemaValidator, projectSchema);
  found.push(...validation.diagnostics);
  const project = validation.sound([]) ? readProject(root, start, (each) => found.push(each)) : undefined;
  return { project, diagnostics: inOrderOfPlace(found) };
}

/** Reports channels under `dispatch` that the catalog does not have. */
export function checkDispatch(project: ProjectFile, catalog: Catalog): readonly Diagnostic[] {
  return [...project.dispatch.channels].flatMap(([name, { span }]) => {
    if (catalog.channels.has(name) || catalog.unread.has(name)) return [];
    const nearest = nearestName(name, catalog.channels.keys());
    return [diagnostic("unknown-name", span, { what: "channel", name, nearest })];
  });
}

/** Says that a pattern of the project file matches no file. */
export function noFilesMatch(pattern: Placed<string>, what: "catalog" | "campaigns"): Diagnostic {
  const files = what === "catalog" ? "catalog files" : "campaigns";
  return diagnostic("no-files-match", pattern.span, { pattern: pattern.value, what: files });
}

function readProject(root: YamlNode, start: Span, report: Report): ProjectFile | undefined {
  const name = textOf(valueAt(root, "project"));
  const warehouse = readWarehouse(root, start, report);
  const ledger = readLedger(root, start, report);
  const dispatch = readDispatch(root, start, report);
  if (name === undefined || warehouse === undefined || ledger === undefined) return undefined;
  if (dispatch === undefined) return undefined;
  return {
    name,
    catalog: placedTexts(valueAt(root, "catalog")),
    campaigns: placedTexts(valueAt(root, "campaigns")),
    stdlib: booleanOf(valueAt(root, "stdlib")) ?? true,
    warehouse,
    ledger,
    dispatch,
  };
}

function readWarehouse(root: YamlNode, start: Span, report: Report): WarehouseSettings | undefined {
  const entry = entryOf(root, "warehouse");
  const span = entry?.key ?? start;
  const engine = textOf(valueAt(entry?.value, "engine")) ?? "duckdb";
  if (engine === "postgres") return readPostgres(entry, "warehouse", "public", report);
  reportOthers(entry, ["url", "schema"], "engine", engine, report);
  const path = placedText(valueAt(entry?.value, "path")) ?? { value: defaultWarehouse, span };
  return { engine: "duckdb", path, span };
}

function readLedger(root: YamlNode, start: Span, report: Report): LedgerSettings | undefined {
  const store = readLedgerStore(root, start, report);
  const value = entryOf(root, "ledger")?.value;
  const keep = /^(\d+) (month|year)s?$/.exec(textOf(valueAt(value, "keep")) ?? "");
  const forgetKey = readSecret(
    valueAt(value, "forget_key"),
    "forget_key",
    '"$\u007bLEDGER_FORGET_KEY}"',
    report,
  );
  return (
    store && {
      ...store,
      ...(keep !== null && {
        keep: { count: Number(keep[1]), unit: keep[2] === "month" ? "month" : "year" },
      }),
      ...(forgetKey !== undefined && { forgetKey }),
    }
  );
}

function readLedgerStore(root: YamlNode, start: Span, report: Report): LedgerSettings | undefined {
  const entry = entryOf(root, "ledger");
  const span = entry?.key ?? start;
  const engine = textOf(valueAt(entry?.value, "engine")) ?? "sqlite";
  if (engine === "postgres") return readPostgres(entry, "ledger", defaultLedgerSchema, report);
  reportOthers(entry, ["url", "schema"], "engine", engine, report);
  const path = placedText(valueAt(entry?.value, "path")) ?? { value: defaultLedger, span };
  return { engine: "sqlite", path, span };
}

/** Reads where a store in PostgreSQL is; reports an address that is none. */
function readPostgres(
  entry: Entry | undefined,
  store: "warehouse" | "ledger",
  defaultSchema: string,
  report: Report,
): PostgresSettings | undefined {
  if (entry === undefined) return undefined;
  const { key: span, value } = entry;
  reportOthers(entry, ["path"], "engine", "postgres", report);
  const urlNode = valueAt(value, "url");
  const url = placedText(urlNode);
  if (urlNode === undefined || url === undefined) {
    const example = `"$\u007b${store.toUpperCase()}_URL}"`;
    report(diagnostic("setting-missing", span, { key: "url", kind: "engine", name: "postgres", example }));
    return undefined;
  }
  // What an unset variable would hold is not known; that it is unset has been said.
  if (!url.value.includes("${")) checkDatabaseAddress(url.value, urlNode, report);
  if (urlNode.kind === "scalar" && writesPassword(urlNode.source)) {
    report(diagnostic("password-in-address", urlNode.span, { variable: `${store.toUpperCase()}_URL` }));
  }
  const schema = textOf(valueAt(value, "schema")) ?? defaultSchema;
  return { engine: "postgres", url, schema, span };
}

function placedTexts(node: YamlNode | undefined): readonly Placed<string>[] {
  return itemsOf(node).flatMap((item) => placedText(item) ?? []);
}

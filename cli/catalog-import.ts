import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, join, matchesGlob, relative, resolve } from "node:path";
import { inOrderOfPlace } from "../compiler/diagnostics/diagnostic.ts";
import { draftCatalog } from "../compiler/draft/draft-catalog.ts";
import { type KnownCatalog, knownCatalog } from "../compiler/draft/known-catalog.ts";
import {
  type DraftPlan,
  MOST_MEMBERS,
  membersOf,
  planDraft,
  textsToLookAt,
} from "../compiler/draft/plan-draft.ts";
import type { ProjectFile } from "../compiler/project/project.ts";
import { makeFolder } from "../runtime/folder.ts";
import { type Surveyor, surveyWarehouse, type WarehouseSettings } from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure, fileReason } from "./failure.ts";
import { writeNewFile } from "./files/new-file.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { placeTextOf } from "./project/compile-project.ts";
import type { ProjectPlace } from "./project/find-project.ts";
import { type LoadedTexts, loadProjectTexts } from "./project/load-texts.ts";
import { pathsOutside } from "./project/paths-outside.ts";
import { placed } from "./project/placed-problem.ts";
import { warehouseSettings } from "./project/runtime-settings.ts";

export interface CatalogImportOptions {
  readonly project: string;
  /** The file that the draft is written into; standard output without one. */
  readonly out: string | undefined;
  /** Whether a file that is there is written anew. */
  readonly force: boolean;
  readonly schema: string | undefined;
  /** Which tables are drafted, as patterns such as `cust_*`; all without any. */
  readonly tables: readonly string[];
  /** Whether texts with few values are drafted as enums, for which all rows are looked at. */
  readonly enums: boolean;
  /** Whether columns are matched with the standard library's tags by their labels too. */
  readonly overlay: boolean;
}

/** `baleen catalog import`: drafts a catalog of the warehouse's tables and comments. */
export async function catalogImportCommand(
  options: CatalogImportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadProjectTexts(options.project, process.env, ["warehouse"]);
  const { place, project, textOf } = loaded;
  // That there is no catalog yet is why one is drafted.
  const found = loaded.diagnostics.filter(({ code }) => code !== "no-files-match");
  // Before the warehouse is asked for what nobody can keep.
  const target = options.out === undefined ? undefined : freeTarget(options.out, options.force);
  // What is to be written anew is no part of what there is.
  const catalogFiles = loaded.catalogFiles.filter(({ path }) => resolve(place.folder, path) !== target);
  const { known, diagnostics } = knownCatalog({ ...loaded, catalogFiles });
  const outside = project === undefined ? [] : pathsOutside(place, project);
  const said = inOrderOfPlace([...found, ...diagnostics, ...outside]);
  writeDiagnostics(said, textOf, "pretty", terminal);
  if (project === undefined || known === undefined || hasErrors(said)) return exitCodeOf(said);
  const progress = progressLine(terminal, `looking at the warehouse of ${project.name}`);
  try {
    const { text, plan } = await drafted(loaded, project, known, options);
    progress.end();
    if (target === undefined) {
      terminal.out(text);
      return ExitCode.well;
    }
    write(target, text);
    terminal.out(`${summary(plan)} drafted into ${options.out}\n${reading(place, project, target)}`);
    return ExitCode.well;
  } catch (cause) {
    throw placed(cause, { project, placeText: placeTextOf(textOf) });
  } finally {
    progress.end();
  }
}

async function drafted(
  { place }: LoadedTexts,
  project: ProjectFile,
  known: KnownCatalog,
  { schema, tables, enums, overlay }: CatalogImportOptions,
): Promise<{ readonly text: string; readonly plan: DraftPlan }> {
  const settings = warehouseSettings({ place, project });
  const includes = (table: string): boolean =>
    tables.length === 0 || tables.some((pattern) => matchesGlob(table, pattern));
  const surveyor = await surveyWarehouse(settings, { timezone: known.timezone ?? "UTC", schema, includes });
  try {
    const { survey } = surveyor;
    if (survey.tables.length === 0) throw nothingThere(settings, schema, tables);
    const plan = planDraft(survey.tables, known, surveyor.schema);
    const members = enums ? await fewValues(plan, surveyor) : new Map<string, readonly string[]>();
    const text = draftCatalog(plan, {
      place: placeWords(project, schema),
      members: (table, column) => members.get(nameOf(table, column)),
      overlay,
    });
    return { text, plan };
  } finally {
    await surveyor.close();
  }
}

/** No name of a table or column holds a zero. */
const nameOf = (table: string, column: string): string => `${table}\0${column}`;

async function fewValues(
  plan: DraftPlan,
  surveyor: Surveyor,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const members = new Map<string, readonly string[]>();
  for (const { table, column } of textsToLookAt(plan)) {
    const some = membersOf(await surveyor.values(table, column, MOST_MEMBERS + 1));
    if (some !== undefined) members.set(nameOf(table, column), some);
  }
  return members;
}

function nothingThere(
  settings: WarehouseSettings,
  schema: string | undefined,
  tables: readonly string[],
): CommandFailure {
  const named = schema ?? (settings.engine === "postgres" ? settings.schema : undefined);
  const where = named === undefined ? "the warehouse" : `the schema \`${named}\` of the warehouse`;
  return tables.length === 0
    ? new CommandFailure(
        `${where} has no tables`,
        settings.engine === "postgres"
          ? "name the schema with `--schema`, or see that the warehouse's user has usage on it"
          : "look at `warehouse:` in baleen.yaml",
      )
    : new CommandFailure(
        `${where} has no table that is called like ${tables.map((one) => `\`${one}\``).join(" or ")}`,
        "leave `--tables` out for all of them; put patterns in quotes, so that the shell leaves them alone",
      );
}

function placeWords({ warehouse }: ProjectFile, schema: string | undefined): string {
  if (warehouse.engine === "postgres") {
    return `the PostgreSQL schema \`${schema ?? warehouse.schema}\``;
  }
  return `\`${warehouse.path.value}\`${schema === undefined ? "" : `, schema \`${schema}\``}`;
}

/** The path with the links of its folder resolved, as the project's own files are told. */
function realTarget(out: string): string {
  const target = resolve(out);
  try {
    return join(realpathSync(dirname(target)), basename(target));
  } catch {
    // Its folder is not there yet.
    return target;
  }
}

/** @throws CommandFailure where a file is in the way. */
function freeTarget(out: string, force: boolean): string {
  const target = realTarget(out);
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) {
    throw new CommandFailure(`\`${out}\` is a folder`, "name a file in it: --out catalog/draft.yaml");
  }
  if (there !== undefined && !force) {
    throw new CommandFailure(
      `\`${out}\` is there already: nothing was written`,
      "name another file, or say `--force` to lose what is in it",
    );
  }
  return target;
}

function write(target: string, text: string): void {
  try {
    makeFolder(dirname(target));
    writeNewFile(target, text);
  } catch (cause) {
    throw new CommandFailure(`the draft cannot be written to \`${target}\`: ${fileReason(cause)}`);
  }
}

function summary({ tables, left }: DraftPlan): string {
  const kinds = tables.map(({ grain }) => grain.kind);
  const known = kinds.filter((kind) => kind !== "undecided").length;
  const open = kinds.length - known;
  const parts = [
    ...(open > 0 ? [`${open} to decide`] : []),
    ...(left.length > 0 ? [`${left.length} left out`] : []),
  ];
  const more = parts.length === 0 ? "" : ` (${parts.join(", ")})`;
  return `${known} ${known === 1 ? "table" : "tables"}${more}`;
}

/** A draft that no pattern of the project matches is not read: it may be meant so. */
function reading({ folder }: ProjectPlace, { catalog }: ProjectFile, target: string): string {
  const path = relative(folder, realpathSync(target));
  const isRead = catalog.some(({ value }) => matchesGlob(path, value.replace(/^\.\//, "")));
  return isRead
    ? "Go on: read what stands behind `to decide`, then baleen check\n"
    : "the project does not read this file: `catalog:` in baleen.yaml says which it does\n";
}

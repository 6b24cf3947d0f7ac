import type { CheckedProject } from "../../compiler/check/checked.ts";
import { lower } from "../../compiler/compile.ts";
import type { Severity } from "../../compiler/diagnostics/define.ts";
import { inOrderOfPlace, type Said } from "../../compiler/diagnostics/diagnostic.ts";
import { catalogUses, relationUses } from "../../compiler/emit/relations.ts";
import type { ProjectFile } from "../../compiler/project/project.ts";
import type { Span } from "../../grammar/span.ts";
import type { RelationUse } from "../../plan/index.ts";
import { RuntimeProblem, tryFileAdapter, tryLedger, tryWarehouse } from "../../runtime/index.ts";
import type { LoadedTexts } from "./load-texts.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "./runtime-settings.ts";

/**
 * Opens a sound project's warehouse and ledger, and the folders that messages are written to, and says what a run would stumble on, in order of place: an error where a campaign
 * reads it, a warning where only the catalog names it. Nothing is written.
 */
export async function connectProject(
  loaded: LoadedTexts,
  project: ProjectFile,
  checked: CheckedProject,
): Promise<readonly Said[]> {
  const spans = new Map<string, Span>();
  const noted = (span: Span): string => {
    const text = `${span.file}:${span.start}:${span.end}`;
    spans.set(text, span);
    return text;
  };
  const said = (problem: RuntimeProblem, severity: Severity, store: "warehouse" | "ledger"): Said => ({
    code: problem.code,
    severity,
    message: problem.message,
    help: problem.help,
    span: spans.get(problem.origin ?? "") ?? project[store].span,
    related: [],
    fix: undefined,
  });
  const { catalog } = checked;
  const { catalogFiles, campaignFiles, library } = loaded;
  const program = lower({ project: project.name, catalogFiles, campaignFiles, library }, checked);
  const settings = { ...loaded, project };
  const problemsOf = (relations: readonly RelationUse[]) =>
    problems(tryWarehouse(warehouseSettings(settings), { timezone: catalog.timezone, relations }));
  const used = await problemsOf(relationUses(program, catalog, noted));
  // A warehouse that cannot be opened is told once.
  const named = used.some(({ origin }) => origin === undefined)
    ? []
    : await problemsOf(catalogUses(catalog, noted));
  const known = new Set(used.map(({ message }) => message));
  const undeliverable = await Promise.all(
    outboxes(project, settings, Object.keys(program.channels)).map(async ({ span, outbox }) =>
      (await problems(tryOutbox(outbox))).map((problem) => ({ ...said(problem, "error", "ledger"), span })),
    ),
  );
  const ledger = await problems(tryLedger(ledgerSettings(settings)).then(() => []));
  return inOrderOfPlace([
    ...used.map((problem) => said(problem, "error", "warehouse")),
    ...named
      .filter(({ message }) => !known.has(message))
      .map((problem) => said(problem, "warning", "warehouse")),
    ...ledger.map((problem) => said(problem, "error", "ledger")),
    ...undeliverable.flat(),
  ]);
}

/** The folders that messages of the channels are written to, each once, with the place that names it. */
function outboxes(
  project: ProjectFile,
  settings: Parameters<typeof dispatchSettings>[0],
  channels: readonly string[],
): readonly { readonly outbox: FileSettings; readonly span: Span }[] {
  const adapters = dispatchSettings(settings);
  const found = new Map<string, { readonly outbox: FileSettings; readonly span: Span }>();
  for (const channel of channels) {
    const outbox = adapters[channel] ?? adapters["default"];
    const { span } = project.dispatch.channels.get(channel) ?? project.dispatch.default;
    if (outbox?.adapter === "file" && !found.has(outbox.path)) found.set(outbox.path, { outbox, span });
  }
  return [...found.values()];
}

type FileSettings = Parameters<typeof tryFileAdapter>[0];

async function tryOutbox(outbox: FileSettings): Promise<readonly RuntimeProblem[]> {
  tryFileAdapter(outbox);
  return [];
}

async function problems(trying: Promise<readonly RuntimeProblem[]>): Promise<readonly RuntimeProblem[]> {
  try {
    return await trying;
  } catch (cause) {
    if (cause instanceof RuntimeProblem) return [cause];
    throw cause;
  }
}

import { hash } from "node:crypto";
import type { Instant } from "../calendar/instant.ts";
import type { HeldTransaction } from "./dispatching.ts";
import type { LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** The first version of a ledger that has what runs went by. */
const PROJECTS_SINCE = 7;

/** A file of a project. */
export interface ProjectSource {
  readonly kind: "catalog" | "campaign";
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** What a run goes by. */
export interface ProjectSources {
  /** Which release compiles them. */
  readonly release: string;
  readonly files: readonly ProjectSource[];
}

/** What a past run went by. */
export interface RecordedProject {
  /** SHA-256 of the catalog's files. */
  readonly catalogHash: string;
  readonly release: string;
  /** In order of path; `hash` is the text's SHA-256. */
  readonly files: readonly (ProjectSource & { readonly hash: string })[];
}

/** What of a ledger knows by which texts was decided. */
export interface LedgerProjects {
  /** Notes what a run goes by that starts at an instant; nothing where the run before went by the same. In one transaction. */
  recordProject(lock: LedgerLock, planHash: string, sources: ProjectSources, at: Instant): Promise<void>;
  /** What a run of a plan went by that was started at an instant; undefined where that was not noted. */
  projectOf(planHash: string, startedAt: Instant): Promise<RecordedProject | undefined>;
}

/** Keeps account of texts by a ledger's queries. */
export function ledgerProjects(
  runner: Pick<QueryRunner, "all">,
  transaction: HeldTransaction,
  queries: LedgerQueries,
  version: number,
): LedgerProjects {
  return {
    recordProject: (lock, planHash, sources, at) =>
      transaction(lock, async (inside) => {
        const files = sources.files.map((file) => ({ ...file, hash: sha256(file.text) }));
        const sourceSet = listHash(files);
        const [latest] = await inside.all(queries.latestProject());
        const { release } = sources;
        if (latest?.plan_hash === planHash && latest.source_set === sourceSet && latest.release === release) {
          return;
        }
        for (const { path, kind, text, hash: source } of files) {
          await inside.all(queries.putSource(source, text));
          await inside.all(queries.putSourceSet({ hash: sourceSet, path, kind, source }));
        }
        await inside.all(
          queries.insertProject({
            recorded_at: at,
            plan_hash: planHash,
            catalog_hash: listHash(files.filter(({ kind }) => kind === "catalog")),
            source_set: sourceSet,
            release,
          }),
        );
      }),
    async projectOf(planHash, startedAt) {
      if (version < PROJECTS_SINCE) return undefined;
      const records = await runner.all(queries.projectsOf(planHash));
      // Where a clock was set back the first will do: texts of one plan mean the same.
      const record = records.findLast(({ recorded_at }) => recorded_at <= startedAt) ?? records[0];
      if (record === undefined) return undefined;
      const rows = await runner.all(queries.sourceSet(record.source_set));
      return {
        catalogHash: record.catalog_hash,
        release: record.release,
        files: rows.map(({ kind, path, text, source }) => ({ kind, path, text, hash: source })),
      };
    },
  };
}

/** The hash of the catalog's files, by which a run's can be compared with those of today. */
export function catalogHash(files: readonly ProjectSource[]): string {
  return listHash(
    files.filter(({ kind }) => kind === "catalog").map((file) => ({ ...file, hash: sha256(file.text) })),
  );
}

function listHash(files: readonly (ProjectSource & { readonly hash: string })[]): string {
  const list = files.map(({ kind, path, hash: source }) => [path, kind, source]);
  return sha256(JSON.stringify(list.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))));
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

import type { Plan } from "../../plan/index.ts";
import { type Clock, now } from "../calendar/instant.ts";
import type { Imported } from "../ledger/imports.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { keptFrom, type Retention } from "../ledger/prune.ts";
import { assertKnownFormat } from "../run/assert-runnable.ts";
import { openCsvTable } from "../tabular/csv-table.ts";
import { openRelationTable } from "../tabular/relation-table.ts";
import {
  type ColumnNames,
  lengthProblem,
  type RejectedLine,
  type Table,
  type TableLine,
} from "../tabular/table.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import {
  CONTACT_NAMES,
  type HistoryWorld,
  RESPONSE_NAMES,
  readContact,
  readResponse,
} from "./history-lines.ts";

/** What a former system's rows are. */
export type HistoryKind = "contacts" | "responses";

/** Where they are; `origin` is how the user named a relation. */
export type HistorySource =
  | { readonly kind: "file"; readonly path: string }
  | {
      readonly kind: "relation";
      readonly relation: string;
      readonly origin: string;
      readonly warehouse: Warehouse;
    };

/** What became of a former system's rows. */
export interface HistoryOutcome {
  /** Rows that are new in the ledger, or with `dryRun` would be. */
  readonly recorded: number;
  /** Rows that the ledger has, or that stand there before. */
  readonly known: number;
  readonly header: readonly string[];
  /** Rows that were set aside, in order. */
  readonly rejected: readonly RejectedLine[];
}

export interface ImportHistoryOptions {
  readonly plan: Plan;
  readonly customerType: HistoryWorld["customerType"];
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** How long a run of the project is waited for. */
  readonly waitSeconds: number;
  /** How long the ledger says who was contacted; for ever, if left out. */
  readonly keep?: Retention;
  /** Writes nothing. */
  readonly dryRun: boolean;
}

/** All columns that a kind may have, of which a warehouse of files is told before it is opened. */
export function historyColumns(kind: HistoryKind): readonly string[] {
  return kind === "contacts" ? CONTACT_NAMES.columns : RESPONSE_NAMES.columns;
}

/**
 * Takes a former system's contacts or responses into the ledger: sound rows as one, or none of them where the source as a whole
 * cannot be worked with. A row that is there already adds nothing, so that a source may be read again.
 * @throws RuntimeProblem `history-file` where a file cannot be read; what the warehouse lacks.
 */
export async function importHistory(
  kind: HistoryKind,
  source: HistorySource,
  options: ImportHistoryOptions,
): Promise<HistoryOutcome> {
  const { plan, customerType, ledger, clock, waitSeconds, keep, dryRun } = options;
  assertKnownFormat(plan);
  const at = now(clock);
  const lock = await ledger.lock(clock, waitSeconds);
  try {
    const world: HistoryWorld = {
      plan,
      customerType,
      now: at,
      keptFrom: keep === undefined ? Number.MIN_SAFE_INTEGER : keptFrom(keep, at).start,
      isForgotten: await ledger.forgotten(),
    };
    const how = { at, dryRun };
    return kind === "contacts"
      ? await take(
          await openTable(source, CONTACT_NAMES),
          (line) => readContact(line, world),
          (batches) => ledger.importContacts(lock, batches, how),
        )
      : await take(
          await openTable(source, RESPONSE_NAMES),
          (line) => readResponse(line, world),
          (batches) => ledger.importResponses(lock, batches, how),
        );
  } finally {
    await lock.release();
  }
}

function openTable<Column extends string>(
  source: HistorySource,
  names: ColumnNames<Column>,
): Promise<Table<Column>> {
  if (source.kind === "relation") {
    return openRelationTable(source.relation, source.origin, names, source.warehouse);
  }
  return openCsvTable(source.path, {
    ...names,
    code: "history-file",
    brokenHelp: "nothing of it was imported",
  });
}

/** Rows handed over at once. */
const LINES_AT_ONCE = 10_000;

async function take<Column extends string, Row extends { readonly key: string }>(
  table: Table<Column>,
  read: (line: TableLine<Column>) => Row | string,
  write: (
    batches: AsyncIterable<readonly (Row & { readonly source: TableLine<Column> })[]>,
  ) => Promise<Imported<Row & { readonly source: TableLine<Column> }>>,
): Promise<HistoryOutcome> {
  const rejected: RejectedLine[] = [];
  async function* sound() {
    let rows: (Row & { readonly source: TableLine<Column> })[] = [];
    for await (const line of table.lines) {
      const row = lengthProblem(line, table.header) ?? read(line);
      if (typeof row === "string") rejected.push({ line: line.line, cells: line.cells, reason: row });
      else rows.push({ ...row, source: line });
      if (rows.length < LINES_AT_ONCE) continue;
      yield rows;
      rows = [];
    }
    yield rows;
  }
  const { recorded, known, contradicting } = await write(sound());
  for (const { source } of contradicting) {
    const reason = "a row of this `id` is known, and says something else";
    rejected.push({ line: source.line, cells: source.cells, reason });
  }
  return { recorded, known, header: table.header, rejected: rejected.sort((a, b) => a.line - b.line) };
}

import type { CompiledQuery } from "kysely";
import type { Instant } from "../calendar/instant.ts";
import type { HeldTransaction } from "./dispatching.ts";
import {
  type ImportedContact,
  type ImportedResponse,
  importedContactRow,
  importedContent,
  importedResponseRow,
} from "./imported-rows.ts";
import type { LedgerLock } from "./ledger.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** What of a ledger takes in what a former system did. What it has by the same key is left as it is. */
export interface LedgerImports {
  /** Writes contacts in one transaction. */
  importContacts<Row extends ImportedContact>(
    lock: LedgerLock,
    batches: AsyncIterable<readonly Row[]>,
    how: ImportOptions,
  ): Promise<Imported<Row>>;
  /** Writes responses in one transaction. */
  importResponses<Row extends ImportedResponse>(
    lock: LedgerLock,
    batches: AsyncIterable<readonly Row[]>,
    how: ImportOptions,
  ): Promise<Imported<Row>>;
}

export interface ImportOptions {
  readonly at: Instant;
  /** Whether all is undone in the end. */
  readonly dryRun: boolean;
}

/** What became of rows. */
export interface Imported<Row> {
  readonly recorded: number;
  /** Those that were there before, or stand twice. */
  readonly known: number;
  /** Those whose key is known of something else. */
  readonly contradicting: readonly Row[];
}

/** Rows looked up and written at once: SQLite takes 32,766 parameters at most. */
const ROWS_PER_QUERY = 2_000;

/** A table that rows are taken into. */
interface Target<Row, Stored> {
  readonly rowOf: (row: Row, at: Instant) => Stored;
  readonly known: (keys: readonly string[]) => CompiledQuery<Stored>;
  readonly insert: (rows: readonly Stored[]) => CompiledQuery<unknown>;
}

/** Takes in a former system's rows by a ledger's queries. */
export function ledgerImports(transaction: HeldTransaction, queries: LedgerQueries): LedgerImports {
  const contacts = {
    rowOf: importedContactRow,
    known: queries.importedContacts,
    insert: queries.insertImportedContacts,
  };
  const responses = {
    rowOf: importedResponseRow,
    known: queries.importedResponses,
    insert: queries.insertImportedResponses,
  };
  return {
    importContacts: (lock, batches, how) => take(transaction, lock, contacts, batches, how),
    importResponses: (lock, batches, how) => take(transaction, lock, responses, batches, how),
  };
}

/** Ends a transaction that is to leave nothing. */
class Undone extends Error {}

async function take<Row extends { readonly key: string }, Stored extends { readonly key: string }>(
  transaction: HeldTransaction,
  lock: LedgerLock,
  target: Target<Row, Stored>,
  batches: AsyncIterable<readonly Row[]>,
  { at, dryRun }: ImportOptions,
): Promise<Imported<Row>> {
  let recorded = 0;
  let known = 0;
  const contradicting: Row[] = [];
  try {
    await transaction(lock, async (inside) => {
      for await (const batch of batches) {
        for (let start = 0; start < batch.length; start += ROWS_PER_QUERY) {
          const taken = await takeSome(inside, target, batch.slice(start, start + ROWS_PER_QUERY), at);
          recorded += taken.recorded;
          known += taken.known;
          contradicting.push(...taken.contradicting);
        }
      }
      if (dryRun) throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return { recorded, known, contradicting };
}

async function takeSome<Row extends { readonly key: string }, Stored extends { readonly key: string }>(
  inside: Pick<QueryRunner, "all">,
  target: Target<Row, Stored>,
  rows: readonly Row[],
  at: Instant,
): Promise<Imported<Row>> {
  const there = await inside.all(target.known([...new Set(rows.map(({ key }) => key))]));
  const contents = new Map(there.map((row) => [row.key, importedContent(row)]));
  const fresh: Stored[] = [];
  const contradicting: Row[] = [];
  for (const row of rows) {
    const stored = target.rowOf(row, at);
    const content = importedContent(stored);
    const before = contents.get(row.key);
    if (before === undefined) {
      contents.set(row.key, content);
      fresh.push(stored);
    } else if (before !== content) contradicting.push(row);
  }
  if (fresh.length > 0) await inside.all(target.insert(fresh));
  return {
    recorded: fresh.length,
    known: rows.length - fresh.length - contradicting.length,
    contradicting,
  };
}

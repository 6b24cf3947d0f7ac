import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CompiledQuery } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Connected, connect, pinSession, turns } from "../../postgres/client.ts";
import { postgresProblem } from "../../postgres/failure.ts";
import { ROWS_PER_BATCH, type RowBatches } from "../batches.ts";
import type { Cell } from "../transfer/transferred-tables.ts";
import { copyText } from "./copy-text.ts";

/** A connection to the ledger's database that runs compiled queries, one after the other. */
export interface Session {
  readonly address: string;
  all<Row>(query: CompiledQuery<Row>): Promise<readonly Row[]>;
  /** SQL of our own. */
  select<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Writes rows by `COPY`; `columns` names the table and its columns as SQL. */
  copy(columns: string, rows: Iterable<readonly Cell[]>): Promise<void>;
  /** Reads by a cursor in a transaction of its own. Nothing else may be asked of the session until it is read or left. */
  batches<Row>(query: CompiledQuery<Row>, snapshot?: Snapshot): RowBatches<Row>;
  /** Runs the work in one transaction, undone where it throws. Others wait for its end. */
  transaction<Result>(work: (inside: Session) => Promise<Result>): Promise<Result>;
  /**
   * Runs work that only reads, and asks this session among others, in a transaction that sees what was there at its beginning.
   * Others may see the same by its snapshot, as long as it lasts.
   */
  readTransaction<Result>(work: (snapshot: Snapshot) => Promise<Result>): Promise<Result>;
  /** Whether the server has not been lost since. */
  isOpen(): boolean;
  close(): Promise<void>;
}

/** A moment of the database, as the server calls it. */
export type Snapshot = string;

const AT_ONE_MOMENT = "begin isolation level repeatable read read only";

/** PostgreSQL's `int8`, of which the driver gives text: counts and instants are within a number's range. */
const INT8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 ? Number : (pg.types.getTypeParser(oid, format as "text") as (text: string) => unknown),
} as pg.CustomTypesConfig;

/**
 * Connects to the ledger's database; `readOnly` says what for.
 * @throws RuntimeProblem where it cannot be reached or refuses.
 */
export async function openSession(url: string, schema: string, readOnly = false): Promise<Session> {
  const store = { store: "ledger", schema, readOnly } as const;
  const connected = await connect(url, store, (client) => pinSession(client, schema, "UTC"));
  let open = true;
  connected.client.on("end", () => {
    open = false;
  });
  const inTurn = turns();
  const direct = directSession(connected, () => open);
  return {
    ...direct,
    all: (query) => inTurn(() => direct.all(query)),
    select: (sql, values) => inTurn(() => direct.select(sql, values)),
    copy: (columns, rows) => inTurn(() => direct.copy(columns, rows)),
    transaction: (work) => inTurn(() => direct.transaction(work)),
    close: () => inTurn(direct.close),
  };
}

/** The session for whoever has the turn. */
function directSession({ client, place }: Connected, isOpen: () => boolean): Session {
  const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw postgresProblem(error, place);
    }
  };
  const select = <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    guard(async () => (await client.query<Row>({ text, values: [...values], types })).rows);
  const session: Session = {
    address: place.address,
    all: <Row>({ sql, parameters }: CompiledQuery<Row>) =>
      select(sql, parameters) as unknown as Promise<readonly Row[]>,
    select,
    copy: (columns, rows) =>
      guard(() =>
        pipeline(Readable.from(copyText(rows)), client.query(copyFrom(`copy ${columns} from stdin`))),
      ),
    async *batches<Row>({ sql, parameters }: CompiledQuery<Row>, snapshot?: Snapshot) {
      await select(snapshot === undefined ? "begin read only" : AT_ONE_MOMENT);
      try {
        if (snapshot !== undefined) {
          await select(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`);
        }
        await select(`declare found no scroll cursor for ${sql}`, parameters);
        for (;;) {
          const rows = await select(`fetch ${ROWS_PER_BATCH} from found`);
          if (rows.length > 0) yield rows as unknown as readonly Row[];
          if (rows.length < ROWS_PER_BATCH) return;
        }
      } finally {
        // Nothing was written: there is nothing to keep, whatever has happened.
        await client.query("rollback").catch(() => {});
      }
    },
    async transaction(work) {
      await select("begin");
      try {
        const result = await work(session);
        await select("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => {});
        throw error;
      }
    },
    async readTransaction(work) {
      await select(AT_ONE_MOMENT);
      try {
        const [row] = await select<{ readonly snapshot: string }>("select pg_export_snapshot() as snapshot");
        if (row === undefined) throw new Error("a transaction without a snapshot");
        return await work(row.snapshot);
      } finally {
        // There is nothing to keep.
        await client.query("rollback").catch(() => {});
      }
    },
    isOpen,
    close: () => guard(() => client.end()),
  };
  return session;
}

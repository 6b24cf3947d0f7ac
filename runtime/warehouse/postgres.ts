import pg from "pg";
import type { RelationUse } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { compareRelations } from "./compare.ts";
import { COLUMNS_SQL, type ColumnRow, postgresColumn } from "./postgres-columns.ts";
import { postgresProblem } from "./postgres-problem.ts";
import { valueReader } from "./postgres-values.ts";
import type {
  BoundStatement,
  Warehouse,
  WarehouseOptions,
  WarehouseRow,
  WarehouseSettings,
  WarehouseValue,
} from "./warehouse.ts";

type PostgresSettings = Extract<WarehouseSettings, { readonly engine: "postgres" }>;

/** Rows handed over at once. */
const BATCH = 10_000;

/** Milliseconds; `connect_timeout` in the url sets another, up to `LONGEST_CONNECT`. */
const CONNECT_TIMEOUT = 10_000;
const LONGEST_CONNECT = 25_000;

/** A connection in its one transaction. */
interface Session {
  readonly client: pg.Client;
  readonly address: string;
  readonly schema: string;
}

/**
 * Connects to PostgreSQL: one connection, one read-only transaction from open to close, so that all statements
 * see one snapshot, taken by the first. Relations are those of the schema, `public` where none is given.
 * `statement_timeout` and `sslmode` may be in the url.
 * @throws RuntimeProblem when it cannot be reached within the time-out.
 */
export async function openPostgres(
  settings: PostgresSettings,
  options: WarehouseOptions,
): Promise<Warehouse> {
  const client = createClient(settings.url);
  const address = `${client.host}:${client.port}/${client.database ?? ""}`;
  const session: Session = { client, address, schema: settings.schema ?? "public" };
  // Without a listener an error between two statements would end the process; the next statement tells of it.
  client.on("error", () => {});
  try {
    await client.connect();
    await prepareSession(session, options.timezone);
  } catch (error) {
    await client.end().catch(() => {});
    throw postgresProblem(error, address);
  }
  const inTurn = turns();
  return {
    engine: "postgres",
    inspect: (relations) => inTurn(() => inspect(session, relations, options.timezone)),
    query: (statement, take) => inTurn(() => guarded(session, statement, take)),
    close: () => inTurn(() => client.end()),
  };
}

function createClient(url: string): pg.Client {
  const wrong = new RuntimeProblem("warehouse-unreachable", "the warehouse's url is not one of PostgreSQL", {
    help: "write `url: postgres://user:password@host:5432/database`, secrets by way of the environment",
  });
  if (!/^(postgres|postgresql):\/\//.test(url) || !URL.canParse(url)) throw wrong;
  const seconds = Number(new URL(url).searchParams.get("connect_timeout") ?? Number.NaN);
  try {
    return new pg.Client({
      connectionString: url,
      application_name: "baleen",
      connectionTimeoutMillis: seconds > 0 ? Math.min(seconds * 1000, LONGEST_CONNECT) : CONNECT_TIMEOUT,
      keepAlive: true,
    });
  } catch {
    // The driver's own message may quote the url.
    throw wrong;
  }
}

/** Nothing that a server, a role or the url may set changes what statements mean. */
async function prepareSession(session: Session, timezone: string): Promise<void> {
  const { client, schema } = session;
  await client.query(
    `select set_config('TimeZone', $1, false),
            set_config('search_path', 'pg_catalog, ' || quote_ident($2) || ', pg_temp', false),
            set_config('DateStyle', 'ISO, YMD', false),
            set_config('IntervalStyle', 'postgres', false),
            set_config('extra_float_digits', '1', false),
            set_config('standard_conforming_strings', 'on', false),
            set_config('default_transaction_read_only', 'on', false),
            set_config('idle_in_transaction_session_timeout', '0', false)`,
    [timezone, schema],
  );
  await client.query("begin isolation level repeatable read read only");
}

async function inspect(session: Session, relations: readonly RelationUse[], timezone: string) {
  const byRelation = new Map<string, ColumnRow[]>();
  try {
    const result = await session.client.query<ColumnRow>(COLUMNS_SQL, [session.schema]);
    for (const row of result.rows) {
      const rows = byRelation.get(row.relation);
      if (rows === undefined) byRelation.set(row.relation, [row]);
      else rows.push(row);
    }
  } catch (error) {
    throw postgresProblem(error, session.address);
  }
  return compareRelations(relations, {
    names: [...byRelation.keys()],
    caseSensitive: true,
    place: `the schema \`${session.schema}\` of ${session.address}`,
    missingHelp: () => "look at `schema:` under `warehouse:` in baleen.yaml, or correct the catalog",
    timezone,
    columns: (relation) => {
      const rows = byRelation.get(relation.relation);
      return rows?.[0]?.readable === false ? mayNotRead(session, relation) : rows?.map(postgresColumn);
    },
  });
}

function mayNotRead(session: Session, relation: RelationUse): RuntimeProblem {
  const user = session.client.user ?? "";
  return new RuntimeProblem(
    "warehouse-unreadable",
    `the user \`${user}\` may not read \`${relation.relation}\` in the schema \`${session.schema}\` of ${session.address}`,
    {
      help: "grant select on the relation and usage on the schema to this user",
      origin: relation.origin,
    },
  );
}

/** A statement that fails leaves the transaction, and so its snapshot, as it was. */
async function guarded(
  session: Session,
  statement: BoundStatement,
  take: (rows: readonly WarehouseRow[]) => void,
): Promise<void> {
  let taken: { readonly error: unknown } | undefined;
  try {
    await session.client.query("savepoint statement");
    taken = await runStatement(session.client, statement, take);
    await session.client.query("release savepoint statement");
  } catch (error) {
    // Where the connection is lost there is nothing to go back to.
    await session.client.query("rollback to savepoint statement").catch(() => {});
    throw postgresProblem(error, session.address);
  }
  if (taken !== undefined) throw taken.error;
}

/**
 * Rows are taken as they come from the socket: a cursor would keep PostgreSQL from working in parallel.
 * Gives the first error of the taker, after which the rest of the rows is let go.
 */
function runStatement(
  client: pg.Client,
  statement: BoundStatement,
  take: (rows: readonly WarehouseRow[]) => void,
): Promise<{ readonly error: unknown } | undefined> {
  return new Promise((resolve, reject) => {
    const config: pg.QueryArrayConfig & { readonly queryMode: "extended" } = {
      text: statement.sql,
      values: [...statement.parameters],
      rowMode: "array",
      // One statement, never several: the first could end the transaction.
      queryMode: "extended",
      types: { getTypeParser: () => (text: string) => text },
    };
    const query = client.query(new pg.Query(config));
    let batch: WarehouseRow[] = [];
    let toRow: ((cells: readonly (string | null)[]) => WarehouseRow) | undefined;
    let failure: { readonly error: unknown } | undefined;
    const attempt = (work: () => void) => {
      if (failure !== undefined) return;
      try {
        work();
      } catch (error) {
        failure = { error };
      }
    };
    query.on("row", (cells: readonly (string | null)[], result?: pg.ResultBuilder) => {
      attempt(() => {
        toRow ??= rowReader(result?.fields ?? []);
        batch.push(toRow(cells));
        if (batch.length < BATCH) return;
        const full = batch;
        batch = [];
        take(full);
      });
    });
    query.on("error", reject);
    query.on("end", () => {
      attempt(() => {
        if (batch.length > 0) take(batch);
      });
      resolve(failure);
    });
  });
}

function rowReader(fields: readonly pg.FieldDef[]): (cells: readonly (string | null)[]) => WarehouseRow {
  const columns = fields.map((field) => ({
    name: field.name,
    read: valueReader(field.dataTypeID, field.name),
  }));
  return (cells) => {
    const row: Record<string, WarehouseValue> = {};
    for (const [index, { name, read }] of columns.entries()) {
      const cell = cells[index] ?? null;
      row[name] = cell === null ? null : read(cell);
    }
    return row;
  };
}

/** One piece of work after the other: a connection does one thing at a time. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

import pg from "pg";
import { type RelationUse, relationIn, relationName, writtenRelation } from "../../plan/index.ts";
import { type Connected, connect, pinSession, turns } from "../postgres/client.ts";
import { postgresProblem } from "../postgres/failure.ts";
import { RuntimeProblem } from "../problem.ts";
import { compareRelations } from "./compare.ts";
import { COLUMNS_SQL, type ColumnRow, NAMES_SQL, type NameRow, postgresColumn } from "./postgres-columns.ts";
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

/** A connection in its one transaction. */
interface Session extends Connected {
  readonly schema: string;
}

/**
 * Connects to PostgreSQL: one connection, one read-only transaction from open to close, so that all statements
 * see one snapshot, taken by the first. Relations that name no schema are those of the settings', `public` where none is given.
 * `statement_timeout` and `sslmode` may be in the url.
 * @throws RuntimeProblem when it cannot be reached within the time-out.
 */
export async function openPostgres(
  settings: PostgresSettings,
  options: WarehouseOptions,
): Promise<Warehouse> {
  const schema = settings.schema ?? "public";
  const connected = await connect(
    settings.url,
    { store: "warehouse", schema, readOnly: true },
    async (client) => {
      await pinSession(client, schema, options.timezone);
      await joinBySets(client);
      await client.query("set default_transaction_read_only = on");
      await client.query("begin isolation level repeatable read read only");
    },
  );
  const session: Session = { ...connected, schema };
  const inTurn = turns();
  return {
    engine: "postgres",
    inspect: (relations) => inTurn(() => inspect(session, relations, options.timezone)),
    query: (statement, take) => inTurn(() => guarded(session, statement, take)),
    close: () => inTurn(() => session.client.end()),
  };
}

async function inspect(session: Session, relations: readonly RelationUse[], timezone: string) {
  const { schema: own } = session;
  const { address } = session.place;
  const keyOf = ({ schema, relation }: NameRow): string => `${schema}\0${relation}`;
  const placed = (relation: string): NameRow => {
    const { schema = own, table } = relationName(relation);
    return { schema, relation: table };
  };
  const asked = relations.map(({ relation }) => placed(relation));
  const schemas = [...new Set([own, ...asked.map(({ schema }) => schema)])];
  const rows = await ask<ColumnRow>(session, COLUMNS_SQL, [JSON.stringify(schemas)]);
  const byRelation = Map.groupBy(rows, keyOf);
  // Only what is not there needs to know what is.
  const isWhole = asked.every((relation) => byRelation.has(keyOf(relation)));
  const there = isWhole ? [] : await ask<NameRow>(session, NAMES_SQL, []);
  return compareRelations(relations, {
    names: there.flatMap(({ schema, relation }) => writtenRelation(relationIn(schema, own, relation)) ?? []),
    hasSchemaSetting: true,
    caseSensitive: true,
    place: (relation) =>
      relationName(relation).schema === undefined ? `the schema \`${own}\` of ${address}` : address,
    missingHelp: (relation) => {
      const { schema } = relationName(relation);
      return schema === undefined
        ? "look at `schema:` under `warehouse:` in baleen.yaml, or correct the catalog"
        : `make a table or view of this name in the schema \`${schema}\`, or correct the catalog`;
    },
    timezone,
    columns: (use) => {
      const place = placed(use.relation);
      const found = byRelation.get(keyOf(place));
      return found?.[0]?.readable === false ? mayNotRead(session, use, place) : found?.map(postgresColumn);
    },
  });
}

async function ask<Row extends NameRow>(
  session: Session,
  sql: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  try {
    return (await session.client.query<Row>(sql, [...values])).rows;
  } catch (error) {
    throw postgresProblem(error, session.place);
  }
}

function mayNotRead(
  session: Session,
  { origin }: RelationUse,
  { schema, relation }: NameRow,
): RuntimeProblem {
  const { user, address } = session.place;
  return new RuntimeProblem(
    "warehouse-unreadable",
    `the user \`${user}\` may not read \`${relation}\` in the schema \`${schema}\` of ${address}`,
    {
      help: "grant select on the relation and usage on the schema to this user",
      origin,
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
    throw postgresProblem(error, session.place);
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

/**
 * Keeps the planner from going through one table for each row of another where it can hash or sort instead. It takes the
 * columns by which rows are found, such as time, partition and kind, for independent, and so thousands of events for one: what
 * it would then do for each, it does for thousands.
 */
async function joinBySets(client: pg.Client): Promise<void> {
  await client.query("set enable_nestloop = off");
}

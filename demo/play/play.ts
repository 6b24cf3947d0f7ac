import { existsSync, readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampTZValue } from "@duckdb/node-api";
import type { DecidedContact } from "./ledger-file.ts";
import { needOf } from "./needs.ts";

/** What became of one round of playing. */
export interface PlayedRound {
  /** Candidates whose time had come, and who had not been played before. */
  readonly candidates: number;
  /** Those of them who responded, contacted or not. */
  readonly responded: number;
}

const randomness = new URL("../sql/01-randomness.sql", import.meta.url);
const steps = ["1-note-candidates.sql", "2-act.sql"].map((file) => new URL(`./sql/${file}`, import.meta.url));

/**
 * Plays the customers: adds to the bank's warehouse what those do, in the six days after, whom campaigns have contacted
 * or held out. What a customer does hangs on the bank's seed, on her hidden traits, and on campaign, occasion and wave:
 * neither on when she is played nor on who else is. Whoever has been played is not played again.
 *
 * @param path the warehouse, a DuckDB file of the demo bank that nobody else has open
 * @param decided all that the ledger has: earlier contacts are what tires customers
 * @param until contacts due later wait for another round; microseconds since 1970, UTC
 */
export async function playCustomers(
  path: string,
  decided: readonly DecidedContact[],
  until: number,
): Promise<PlayedRound> {
  if (!existsSync(path)) throw new Error(`there is no warehouse at ${path}: make one with demo/generate.ts`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    await begin(connection, until);
    await append(connection, decided);
    for (const step of steps) await connection.run(readFileSync(step, "utf8"));
    const reader = await connection.runAndReadAll(
      "select (select count(*) from fresh)::integer, (select count(*) from deed)::integer",
    );
    await connection.run("commit");
    const [row] = reader.getRowsJson();
    return { candidates: Number(row?.[0]), responded: Number(row?.[1]) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function begin(connection: DuckDBConnection, until: number): Promise<void> {
  const traits = await connection.runAndReadAll(
    "from duckdb_tables() where schema_name = 'truth' and table_name = 'trait'",
  );
  if (traits.currentRowCount === 0)
    throw new Error("its customers have no hidden traits: make the warehouse anew with demo/generate.ts");
  await connection.run(readFileSync(randomness, "utf8"));
  await connection.run(`
    set timezone = 'UTC';
    set variable seed = (select seed from truth.bank);
    set variable until = make_timestamptz(${BigInt(until)});
    begin;
    create temp table decided (
      campaign varchar, occasion varchar, customer_id bigint, wave integer, arm varchar,
      channel varchar, need varchar, due timestamptz, state varchar
    )`);
}

async function append(connection: DuckDBConnection, decided: readonly DecidedContact[]): Promise<void> {
  const appender = await connection.createAppender("decided", null, "temp");
  for (const contact of decided) {
    appender.appendVarchar(contact.campaign);
    appender.appendVarchar(contact.occasion);
    appender.appendBigInt(BigInt(contact.customer));
    appender.appendInteger(contact.wave);
    appender.appendVarchar(contact.arm);
    appender.appendVarchar(contact.channel);
    appender.appendVarchar(needOf(contact.offers));
    appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(contact.due)));
    if (contact.state === null) appender.appendNull();
    else appender.appendVarchar(contact.state);
    appender.endRow();
  }
  appender.closeSync();
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Tick } from "./ticks.ts";

/** One row of the hand-written SQL. Value: GBP with six decimals, or null where unknown. */
export type Candidate = {
  readonly campaign: string;
  readonly tick: string;
  readonly customer: string;
  readonly event: { readonly id: string; readonly time: string } | null;
  readonly offers: readonly string[];
  readonly channels: readonly string[];
  readonly value: string | null;
  /** Channels whose message cannot be written, because a placeholder is unknown. */
  readonly unknownInMessage: readonly string[];
};

const byHand = join(import.meta.dirname, "by-hand");

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Opens a shop: `lines` and `customers` in memory, from the Parquet files of a folder.
 * The session's own zone is one that is not London's, so that a query that leans on it gives itself away.
 */
export async function openShop(folder: string): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'Pacific/Auckland'");
  for (const relation of ["lines", "customers"])
    await connection.run(`create table ${relation} as from ${quoted(join(folder, `${relation}.parquet`))}`);
  return connection;
}

function list(text: unknown): readonly string[] {
  return text === "" || text === null ? [] : String(text).split(",");
}

/** The candidates of one campaign's tick, in the order of customer, event time and event. */
export async function candidatesOf(shop: DuckDBConnection, tick: Tick): Promise<readonly Candidate[]> {
  const { campaign } = tick.rules;
  const sql = await readFile(join(byHand, `${campaign}.sql`), "utf8");
  const unknown = sql.includes("unknown_in_message") ? "unknown_in_message" : "[]";
  const reader = await shop.runAndReadAll(
    `select campaign, strftime(tick at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as tick,
            customer::varchar as customer, event_id::varchar as event_id,
            strftime(event_time at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as event_time,
            array_to_string(offers, ',') as offers, array_to_string(channels, ',') as channels,
            value::varchar as value, array_to_string(${unknown}, ',') as unknown_in_message
     from (${sql}) as candidates
     order by candidates.customer, candidates.event_time, candidates.event_id`,
    sql.includes("$previous") ? { tick: tick.at, previous: tick.previous } : { tick: tick.at },
  );
  return reader.getRowObjectsJson().map((row) => ({
    campaign: String(row["campaign"]),
    tick: String(row["tick"]),
    customer: String(row["customer"]),
    event: row["event_id"] === null ? null : { id: String(row["event_id"]), time: String(row["event_time"]) },
    offers: list(row["offers"]),
    channels: list(row["channels"]),
    value: row["value"] === null ? null : String(row["value"]),
    unknownInMessage: list(row["unknown_in_message"]),
  }));
}

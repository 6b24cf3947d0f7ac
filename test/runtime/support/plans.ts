import type {
  CampaignPlan,
  Channel,
  DetectionColumns,
  Message,
  Offer,
  Plan,
  Statement,
} from "../../../plan/index.ts";
import { parseInstant } from "../../../runtime/index.ts";
import type { BoundStatement, Warehouse, WarehouseRow } from "../../../runtime/warehouse/warehouse.ts";

/** A local time of Shanghai, unless another zone is named. */
export function at(text: string, zone = "Asia/Shanghai"): number {
  const instant = parseInstant(text, zone);
  if (instant === undefined) throw new Error(`malformed instant: ${text}`);
  return instant;
}

/** A clock that stands still. */
export function clockAt(text: string): () => number {
  return () => at(text) / 1_000;
}

export function message(...parts: readonly string[]): Message {
  return {
    body: parts.map((part) =>
      part.startsWith("{") ? { kind: "placeholder", name: part.slice(1, -1) } : { kind: "text", text: part },
    ),
  };
}

export function offer(name: string, more: Partial<Offer> = {}): Offer {
  return { name, groups: [], messages: { sms: message(`${name} for you`) }, ...more };
}

export function channel(name: string, more: Partial<Channel> = {}): Channel {
  return { name, message: true, ...more };
}

export function campaign(name: string, more: Partial<CampaignPlan> = {}): CampaignPlan {
  const statement = { sql: name, parameters: [] };
  return {
    name,
    owner: "retail",
    status: "active",
    purpose: "marketing",
    schedule: { kind: "daily", at: "06:00" },
    firing: { kind: "tick" },
    window: { from: "2026-01-01", to: "2026-12-31", businessDaysOnly: false },
    offerRoutes: [{ names: ["card"], choice: "one" }],
    channelRoutes: [["sms"]],
    priority: 50,
    valueFrom: "offer",
    caps: [],
    detection: { duckdb: statement, postgres: statement },
    columns: NO_COLUMNS,
    followUps: [],
    recheck: { statement: { duckdb: again(name), postgres: again(name) }, columns: NO_COLUMNS },
    sources: [],
    origin: `campaigns/${name}.campaign:1`,
    hash: `hash-of-${name}`,
    ...more,
  };
}

/** The statement that asks a campaign's messages again. */
export function again(name: string): Statement {
  return { sql: `${name} again`, parameters: [{ kind: "ledger", rows: { kind: "messages" } }] };
}

export function plan(campaigns: readonly CampaignPlan[], more: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    project: "demo-bank",
    timezone: "Asia/Shanghai",
    currency: "CNY",
    calendar: { weekend: ["saturday", "sunday"], holidays: [], workdays: [] },
    channels: { sms: channel("sms"), email: channel("email", { message: false }) },
    offers: { card: offer("card") },
    campaigns,
    relations: [],
    readiness: {},
    hash: "hash-of-plan",
    ...more,
  };
}

/** A detection that reads nothing but who its candidates are. */
export const NO_COLUMNS: DetectionColumns = {
  addresses: [],
  consents: [],
  placeholders: [],
  segments: [],
  occurrences: [],
  carried: [],
};

/** A detection row of a customer. */
export function row(customer: string, more: WarehouseRow = {}): WarehouseRow {
  return {
    detected: 1,
    customer,
    event_id: null,
    event_time: null,
    event_order: null,
    offer_route: 0,
    channel_route: 0,
    value: null,
    ...more,
  };
}

/** A detection row of an event. */
export function eventRow(
  customer: string,
  id: string,
  time: number,
  order: number,
  more: WarehouseRow = {},
): WarehouseRow {
  return row(customer, { event_id: id, event_time: time, event_order: order, ...more });
}

/** Rows by a statement's text. */
export type FakeTables = Readonly<
  Record<string, readonly WarehouseRow[] | ((statement: BoundStatement) => readonly WarehouseRow[])>
>;

export interface FakeWarehouse extends Warehouse {
  readonly asked: BoundStatement[];
}

/** Allows all messages that are asked again. */
export function allowed(statement: BoundStatement): readonly WarehouseRow[] {
  return askedAgain(statement).map(({ contact }) => ({ contact, excluded: false }));
}

/** The messages that are asked again. */
export function askedAgain({
  parameters,
}: BoundStatement): readonly { readonly contact: number; readonly customer: string }[] {
  return JSON.parse(String(parameters[0]));
}

/**
 * A warehouse that answers a statement by its text; rows come in batches of two, `detected` their number. Messages that are
 * asked again are allowed where nothing else is said.
 */
export function warehouse(tables: FakeTables): FakeWarehouse {
  const asked: BoundStatement[] = [];
  return {
    engine: "duckdb",
    asked,
    inspect: async () => [],
    async query(statement, take) {
      asked.push(statement);
      const table = tables[statement.sql] ?? (statement.sql.endsWith(" again") ? allowed : []);
      const rows = typeof table === "function" ? table(statement) : table;
      const all = rows.length === 0 ? [row("", { customer: null, detected: 0 })] : rows;
      const counted = all.map((one) => ("detected" in one ? { ...one, detected: rows.length } : one));
      for (let start = 0; start < counted.length; start += 2) take(counted.slice(start, start + 2));
    },
    close: async () => {},
  };
}

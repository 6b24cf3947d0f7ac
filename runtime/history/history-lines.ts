import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { dayBounds } from "../calendar/zoned-time.ts";
import type { ImportedContact, ImportedResponse } from "../ledger/imported-rows.ts";
import { stableHash } from "../stable-hash.ts";
import { readAmount, readTime } from "../tabular/cells.ts";
import type { ColumnNames, TableLine } from "../tabular/table.ts";
import { nearestName } from "../warehouse/nearest-name.ts";

/** The columns of a former system's contacts. */
export const CONTACT_COLUMNS = [
  "id",
  "customer",
  "campaign",
  "channel",
  "time",
  "offers",
  "purpose",
  "state",
  "cost",
  "currency",
] as const;

/** The columns of a former system's responses. */
export const RESPONSE_COLUMNS = [
  "id",
  "customer",
  "campaign",
  "time",
  "channel",
  "offers",
  "amount",
  "currency",
] as const;

export type ContactLine = TableLine<(typeof CONTACT_COLUMNS)[number]>;
export type ResponseLine = TableLine<(typeof RESPONSE_COLUMNS)[number]>;

export const CONTACT_NAMES: ColumnNames<(typeof CONTACT_COLUMNS)[number]> = {
  columns: CONTACT_COLUMNS,
  required: ["customer", "campaign", "channel", "time"],
};

export const RESPONSE_NAMES: ColumnNames<(typeof RESPONSE_COLUMNS)[number]> = {
  columns: RESPONSE_COLUMNS,
  required: ["customer", "campaign", "time"],
};

/** What a row is judged by. */
export interface HistoryWorld {
  readonly plan: Plan;
  /** What customers' keys are in the catalog. */
  readonly customerType: "integer" | "text";
  readonly now: Instant;
  /** What is older the ledger does not keep. */
  readonly keptFrom: Instant;
  readonly isForgotten: (customer: string) => boolean;
}

/** A contact, or why the row is none. */
export function readContact(line: ContactLine, world: HistoryWorld): ImportedContact | string {
  const shared = readShared(line, world);
  if (typeof shared === "string") return shared;
  const { customer, time } = shared;
  if (line.channel === "") return "the channel is missing";
  const channel = unknownChannel(line.channel, world.plan);
  if (channel !== undefined) return channel;
  const purpose = oneOf(line.purpose, PURPOSES);
  if (purpose === undefined) return notOneOf(line.purpose, PURPOSES, "purpose");
  const state = oneOf(line.state, STATES);
  if (state === undefined) return notOneOf(line.state, STATES, "state");
  const cost = readAmount(line.cost, line.currency, world.plan);
  if (typeof cost === "string") return cost;
  const contact = {
    customer,
    campaign: line.campaign,
    channel: line.channel,
    offers: namesIn(line.offers),
    due: time,
    costs: cost === null ? {} : { [cost.currency]: cost.amount },
    purpose,
    state,
  };
  return { key: keyOf(line.id, contact), ...contact };
}

/** A response, or why the row is none. */
export function readResponse(line: ResponseLine, world: HistoryWorld): ImportedResponse | string {
  const shared = readShared(line, world);
  if (typeof shared === "string") return shared;
  const { customer, time } = shared;
  const channel = line.channel === "" ? undefined : unknownChannel(line.channel, world.plan);
  if (channel !== undefined) return channel;
  const amount = readAmount(line.amount, line.currency, world.plan);
  if (typeof amount === "string") return amount;
  const response = {
    customer,
    campaign: line.campaign,
    channel: line.channel === "" ? null : line.channel,
    offers: namesIn(line.offers),
    time,
    amount,
  };
  return { key: keyOf(line.id, response), ...response };
}

/** States of contacts that are over; the first where nothing is said. */
const STATES = ["sent", "delivered", "failed", "cancelled"] as const;
const PURPOSES = ["marketing", "service"] as const;

function readShared(
  line: Pick<ContactLine, "customer" | "campaign" | "time">,
  world: HistoryWorld,
): { readonly customer: string; readonly time: Instant } | string {
  if (line.customer === "") return "the customer is missing";
  const customer = customerKey(line.customer, world.customerType);
  if (customer === undefined) {
    return `\`${line.customer}\` is no customer's key: in this project they are whole numbers`;
  }
  if (world.isForgotten(customer)) return "the customer is forgotten";
  if (line.campaign === "") return "the campaign is missing";
  // Many systems keep the day alone.
  const time = dayBounds(line.time, world.plan.timezone)?.start ?? readTime(line.time, world.now, world.plan);
  if (typeof time === "string") return time;
  if (time > world.now) return "the time is yet to come";
  return time < world.keptFrom ? "it is older than the ledger is to `keep`" : { customer, time };
}

/** A key in the form that it has everywhere; undefined where it is none of its type. */
function customerKey(text: string, type: HistoryWorld["customerType"]): string | undefined {
  if (type === "text") return text;
  return /^-?\d{1,38}$/.test(text) ? BigInt(text).toString() : undefined;
}

function unknownChannel(name: string, { channels }: Plan): string | undefined {
  if (Object.hasOwn(channels, name)) return undefined;
  const nearest = nearestName(name, Object.keys(channels));
  const meant = nearest === undefined ? "" : `: did you mean \`${nearest}\`?`;
  return `the project has no channel \`${name}\`${meant}`;
}

function oneOf<Name extends string>(text: string, names: readonly [Name, ...Name[]]): Name | undefined {
  return text === "" ? names[0] : names.find((name) => name === text);
}

function notOneOf(text: string, names: readonly string[], what: string): string {
  return `\`${text}\` is no ${what}: it is one of ${names.map((name) => `\`${name}\``).join(", ")}`;
}

/** Names with `;` between them, as files of dispatches have them. */
function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(";").map((name) => name.trim()))].filter((name) => name !== "");
}

/** A row is known by the number that it was given, or by all that is known of it. */
function keyOf(id: string, content: object): string {
  return id === "" ? `row ${stableHash([JSON.stringify(content)])}` : `id ${id}`;
}

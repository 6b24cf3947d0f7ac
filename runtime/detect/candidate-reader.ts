import type { CampaignPlan, Plan } from "../../plan/index.ts";
import { type Instant, isoInstant } from "../calendar/instant.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import {
  addDecimals,
  canonicalDecimal,
  type Decimal,
  formatDecimal,
  parseDecimal,
  ZERO,
} from "../decimal.ts";
import type { EventIdentity } from "../ledger/records.ts";
import type { Rates } from "../rates.ts";
import type { WarehouseRow, WarehouseValue } from "../warehouse/warehouse.ts";
import type { Candidate, Reachability } from "./candidate.ts";

/** Reads the candidates of a campaign from its detection's rows (`DetectionColumns`); undefined for the row that stands for none. */
export function candidateReader(
  campaign: CampaignPlan,
  tick: Instant,
  plan: Plan,
  rates: Rates,
): (row: WarehouseRow) => Candidate | undefined {
  const { columns } = campaign;
  const addressColumns = columnNames(columns.addresses, "a");
  const consentColumns = columnNames(columns.consents, "c");
  const placeholderColumns = columnNames(
    columns.placeholders.map((placeholder) => placeholder.name),
    "p",
  );
  const offerValues = campaign.offerRoutes.map(({ names }) => offersValue(names, tick, plan, rates));
  const offerNames = campaign.offerRoutes.map(({ names }) => names);
  const tickOccasion = isoInstant(tick);
  return (row) => {
    const customer = readText(row, "customer");
    if (customer === null) return undefined;
    const event = campaign.firing.kind === "occurrence" ? readEvent(row) : null;
    const offerRoute = readNumber(row, "offer_route");
    const channelRoute = readNumber(row, "channel_route");
    const detectedValue = readText(row, "value");
    const value =
      campaign.valueFrom === "offer"
        ? offerRoute === null
          ? undefined
          : offerValues[offerRoute]
        : detectedValue === null
          ? undefined
          : canonicalDecimal(detectedValue);
    return {
      campaign,
      customer,
      wave: 0,
      occasion: event?.id ?? tickOccasion,
      event,
      eventOrder: event === null ? 0 : (readNumber(row, "event_order") ?? 0),
      offers: route(offerNames, offerRoute),
      channels: route(campaign.channelRoutes, channelRoute),
      value,
      reach: (channel) => readReachability(row, addressColumns.get(channel), consentColumns.get(channel)),
      placeholder(name) {
        const column = placeholderColumns.get(name);
        if (column === undefined) throw new Error(`the detection of ${campaign.name} doesn't read {${name}}`);
        return readText(row, column) ?? undefined;
      },
    };
  };
}

/**
 * What a route's offers are worth together in the project's currency: those whose days are not over at the tick, or
 * all, where none is left. Unknown where one of them has no value or no rate.
 */
function offersValue(names: readonly string[], tick: Instant, plan: Plan, rates: Rates): string | undefined {
  const date = localDateOf(tick, plan.timezone);
  const offers = names.map((name) => plan.offers[name]);
  const open = offers.filter((offer) => offer?.valid?.kind !== "dates" || date <= offer.valid.to);
  let total: Decimal = ZERO;
  for (const offer of open.length > 0 ? open : offers) {
    if (offer?.value === undefined) return undefined;
    const { amount, currency } = offer.value;
    const converted = rates.convert(parseDecimal(amount), currency, plan.currency);
    if (converted === undefined) return undefined;
    total = addDecimals(total, converted);
  }
  return formatDecimal(total);
}

function route(routes: readonly (readonly string[])[], index: number | null): readonly string[] | undefined {
  if (index === null) return undefined;
  const names = routes[index];
  if (names === undefined)
    throw new Error(`a detection row with route ${index}, which the plan doesn't have`);
  return names;
}

function columnNames(names: readonly string[], prefix: string): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, `${prefix}${index}`]));
}

function readReachability(
  row: WarehouseRow,
  address: string | undefined,
  consent: string | undefined,
): Reachability {
  return {
    address: address === undefined ? undefined : readText(row, address),
    consent: consent === undefined ? undefined : readBoolean(row, consent),
  };
}

function readEvent(row: WarehouseRow): EventIdentity {
  const id = readText(row, "event_id");
  const time = readNumber(row, "event_time");
  if (id === null || time === null) throw new Error("an event's detection row without its id or time");
  return { id, time };
}

function readText(row: WarehouseRow, column: string): string | null {
  const value = cell(row, column);
  if (value === null || typeof value === "string") return value;
  throw wrongType(column, value, "text");
}

function readNumber(row: WarehouseRow, column: string): number | null {
  const value = cell(row, column);
  if (value === null || typeof value === "number") return value;
  throw wrongType(column, value, "a number");
}

function readBoolean(row: WarehouseRow, column: string): boolean | null {
  const value = cell(row, column);
  if (value === null || typeof value === "boolean") return value;
  throw wrongType(column, value, "a boolean");
}

function cell(row: WarehouseRow, column: string): WarehouseValue {
  const value = row[column];
  if (value === undefined) throw new Error(`a detection row without column ${column}`);
  return value;
}

function wrongType(column: string, value: WarehouseValue, expected: string): Error {
  return new Error(`a detection row whose ${column} is ${typeof value}, not ${expected}`);
}

import type { CampaignPlan, OfferRoute, Plan } from "../../plan/index.ts";
import { type Instant, isoInstant } from "../calendar/instant.ts";
import { canonicalDecimal } from "../decimal.ts";
import type { EventIdentity } from "../ledger/records.ts";
import type { Rates } from "../rates.ts";
import type { WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate, ChosenOffers } from "./candidate.ts";
import { readNumber, readText } from "./cells.ts";
import { customerColumns } from "./customer-columns.ts";
import { offersValue } from "./offers-value.ts";

/** Reads the candidates of a campaign from its detection's rows (`DetectionColumns`); undefined for the row that stands for none. */
export function candidateReader(
  campaign: CampaignPlan,
  tick: Instant,
  plan: Plan,
  rates: Rates,
): (row: WarehouseRow) => Candidate | undefined {
  const cells = customerColumns(campaign.columns);
  const choose = offerReader(campaign.offerRoutes);
  const worthOf = new Map<ChosenOffers, string | undefined>();
  const worth = (offers: ChosenOffers | undefined): string | undefined => {
    if (offers === undefined || offers.expired) return undefined;
    if (!worthOf.has(offers)) worthOf.set(offers, offersValue(offers.names, tick, plan, rates));
    return worthOf.get(offers);
  };
  const tickOccasion = isoInstant(tick);
  return (row) => {
    const customer = readText(row, "customer");
    if (customer === null) return undefined;
    const event = campaign.firing.kind === "occurrence" ? readEvent(row) : null;
    const offers = choose(row);
    const detectedValue = readText(row, "value");
    return {
      campaign,
      customer,
      wave: 0,
      occasion: event?.id ?? tickOccasion,
      event,
      eventOrder: event === null ? 0 : (readNumber(row, "event_order") ?? 0),
      offers,
      channels: route(campaign.channelRoutes, readNumber(row, "channel_route")),
      value:
        campaign.valueFrom === "offer"
          ? worth(offers)
          : detectedValue === null
            ? undefined
            : canonicalDecimal(detectedValue),
      ...cells(row),
    };
  };
}

/** The offers of a row's route: all of them, or the one that was chosen; candidates of one choice share the object. */
function offerReader(routes: readonly OfferRoute[]): (row: WarehouseRow) => ChosenOffers | undefined {
  const whole = routes.map(({ names, choice }) => ({ names, expired: choice === "best" }));
  const single = routes.map(({ names }) => names.map((name) => ({ names: [name], expired: false })));
  return (row) => {
    const index = readNumber(row, "offer_route");
    const offers = route(whole, index);
    if (index === null || routes[index]?.choice !== "best") return offers;
    const choice = readNumber(row, "offer_choice");
    return choice === null ? offers : route(single[index] ?? [], choice);
  };
}

function route<Target>(routes: readonly Target[], index: number | null): Target | undefined {
  if (index === null) return undefined;
  const found = routes[index];
  if (found === undefined)
    throw new Error(`a detection row with route ${index}, which the plan doesn't have`);
  return found;
}

function readEvent(row: WarehouseRow): EventIdentity {
  const id = readText(row, "event_id");
  const time = readNumber(row, "event_time");
  if (id === null || time === null) throw new Error("an event's detection row without its id or time");
  return { id, time };
}

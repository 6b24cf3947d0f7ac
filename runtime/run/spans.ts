import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { agendaAt } from "./pending.ts";

/** A campaign's tick that a run will take up, with the span of time that it makes good. */
export interface TickSpan {
  readonly campaign: string;
  /** T′, the last completed tick; null for a first run. */
  readonly previousTick: Instant | null;
  /** T. */
  readonly tick: Instant;
}

/** The ticks that a run at an instant will take up, in the order in which it does. Asks no warehouse, writes nothing. */
export async function pendingSpans(options: {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly at: Instant;
}): Promise<readonly TickSpan[]> {
  const { plan, ledger, at } = options;
  const { pending } = agendaAt(plan, at, await ledger.lastTicks());
  return pending.flatMap(({ campaigns }) =>
    campaigns.map(({ campaign, previousTick, tick }) => ({ campaign: campaign.name, previousTick, tick })),
  );
}

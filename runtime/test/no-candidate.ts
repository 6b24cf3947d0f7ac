import type { CampaignPlan, TestPlan } from "../../plan/index.ts";
import { readText } from "../detect/cells.ts";
import { detect } from "../detect/detect.ts";
import { statementBinder } from "../detect/ledger-rows.ts";
import { readMembership } from "../detect/membership.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Member } from "../ledger/records.ts";
import type { PendingTick } from "../run/pending.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

interface World {
  readonly testPlan: TestPlan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
}

/** What kept a customer from being a candidate at a tick: one of these at least. */
export type NoCandidateReason = "segment" | "exclude" | "trigger";

/**
 * Tells what keeps customers from being candidates at a tick. To be called before the tick is run, for what the trigger
 * compares with; what is given may be called afterwards, and asks the warehouse when it first is.
 */
export async function noCandidateReasons(
  pending: PendingTick,
  world: World,
): Promise<() => Promise<(customer: string) => readonly NoCandidateReason[]>> {
  const members = await membersBefore(pending, world);
  let asking: Promise<(customer: string) => readonly NoCandidateReason[]> | undefined;
  return () => {
    asking ??= ask(pending, members, world);
    return asking;
  };
}

async function ask(
  pending: PendingTick,
  members: readonly Member[] | undefined,
  world: World,
): Promise<(customer: string) => readonly NoCandidateReason[]> {
  const { probes } = world.testPlan;
  const found = (probe: CampaignPlan) => foundBy(probe, pending, members, world);
  const inSegment = await found(probes.segment);
  const excluded = probes.exclude === undefined ? new Set<string>() : await found(probes.exclude);
  const recordsOnly = pending.campaign.firing.kind === "membership" && members === undefined;
  const fired = pending.wavesOnly || recordsOnly ? new Set<string>() : await found(probes.trigger);
  return (customer) => {
    const reasons: NoCandidateReason[] = [
      ...(inSegment.has(customer) ? [] : ["segment" as const]),
      ...(excluded.has(customer) ? ["exclude" as const] : []),
      ...(fired.has(customer) ? [] : ["trigger" as const]),
    ];
    // It fired for what an earlier tick has decided on.
    return reasons.length === 0 ? ["trigger"] : reasons;
  };
}

async function foundBy(
  probe: CampaignPlan,
  { tick, firingFrom }: PendingTick,
  members: readonly Member[] | undefined,
  { testPlan: { plan }, warehouse, ledger }: World,
): Promise<ReadonlySet<string>> {
  const binder = statementBinder(plan, ledger);
  const found = new Set<string>();
  await detect(probe, { tick, firingFrom }, { warehouse, binder, members }, (row) => {
    const customer = readText(row, "customer");
    if (customer !== null) found.add(customer);
  });
  return found;
}

/** Who stood how at the tick before; undefined where nobody knows, or nothing is compared with it. */
async function membersBefore(
  { campaign, tick, firingFrom, previousTick, wavesOnly }: PendingTick,
  { testPlan: { plan }, warehouse, ledger }: World,
): Promise<readonly Member[] | undefined> {
  const { firing } = campaign;
  if (firing.kind !== "membership" || wavesOnly) return undefined;
  const at = { tick, firingFrom };
  const binder = statementBinder(plan, ledger);
  const { before } = await readMembership(campaign, firing, { at, previousTick, warehouse, ledger, binder });
  return before;
}

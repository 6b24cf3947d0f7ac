import type { CampaignPlan, Channel, Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { readBoolean, readNumber } from "../detect/cells.ts";
import { customerColumns } from "../detect/customer-columns.ts";
import { statementBinder } from "../detect/ledger-rows.ts";
import type { RowBatches } from "../ledger/batches.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AskedAgain, CancellationReason, WaitingMessage } from "../ledger/outgoing.ts";
import { throwProblems } from "../problem.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import { openHours } from "./open-hours.ts";

/** What is asked, and when. */
export interface RecheckWorld {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly now: Instant;
}

/** What became of messages that were asked again, and how many wait for their channel's hours, by channel. */
export interface Recheck extends AskedAgain {
  readonly outsideHours: ReadonlyMap<string, number>;
}

/** Messages that one statement is asked about. */
const MESSAGES_AT_ONCE = 20_000;

type Allowed = AskedAgain["allowed"][number];
type Refused = AskedAgain["refused"][number];

/**
 * Asks messages of earlier runs again for address, consent, suppression and exclusion, LANGUAGE § 9, as of now. Those that
 * were tried before are asked for their hours too: outside them they wait. Messages come in order of campaign and tick.
 * @throws RuntimeProblem where the warehouse cannot be asked.
 */
export async function recheck(messages: RowBatches<WaitingMessage>, world: RecheckWorld): Promise<Recheck> {
  const allowed: Allowed[] = [];
  const refused: Refused[] = [];
  const outsideHours = new Map<string, number>();
  const isOpen = openHours(world.plan);
  let inspected = false;
  for await (const group of grouped(messages, world.plan)) {
    const ready: WaitingMessage[] = [];
    for (const message of group) {
      const { campaign, channel, triedBefore } = message;
      if (!triedBefore || isOpen(campaign, channel, world.now)) ready.push(message);
      else outsideHours.set(channel, (outsideHours.get(channel) ?? 0) + 1);
    }
    const campaign = campaignNamed(ready[0]?.campaign, world.plan);
    if (campaign === undefined) {
      for (const { contact } of ready) refused.push({ contact, reasons: [WITHDRAWN] });
      continue;
    }
    if (!inspected) {
      throwProblems(await world.warehouse.inspect(world.plan.relations), "the warehouse lacks what is read");
      inspected = true;
    }
    const answers = await ask(campaign, ready, world);
    for (const message of ready) {
      const judged = judge(message, campaign, answers.get(message.contact) ?? [], world.plan);
      if ("reasons" in judged) refused.push(judged);
      else allowed.push(judged);
    }
  }
  return { allowed, refused, outsideHours };
}

/** Nothing more can be asked where the project has the campaign no more, or as a draft. */
const WITHDRAWN: CancellationReason = { code: "campaign", rule: "the project has the campaign no more" };

function campaignNamed(name: string | undefined, plan: Plan): CampaignPlan | undefined {
  const found = plan.campaigns.find((campaign) => campaign.name === name);
  return found?.status === "draft" ? undefined : found;
}

/**
 * Messages of one campaign, so many at most; where its statement asks for contacts, of one tick: a message is not to be
 * told of itself, nor of what was decided with it or after it.
 */
async function* grouped(
  messages: RowBatches<WaitingMessage>,
  plan: Plan,
): AsyncIterable<readonly WaitingMessage[]> {
  let group: WaitingMessage[] = [];
  for await (const batch of messages) {
    for (const message of batch) {
      const [first] = group;
      const belongs =
        first === undefined ||
        (first.campaign === message.campaign &&
          group.length < MESSAGES_AT_ONCE &&
          (first.tick === message.tick || !asksContacts(campaignNamed(first.campaign, plan))));
      if (!belongs) {
        yield group;
        group = [];
      }
      group.push(message);
    }
  }
  if (group.length > 0) yield group;
}

function asksContacts(campaign: CampaignPlan | undefined): boolean {
  return (
    campaign?.recheck.statement.duckdb.parameters.some(
      (parameter) => parameter.kind === "ledger" && parameter.rows.kind === "contact",
    ) ?? false
  );
}

/** The warehouse's answers by contact: several where the data hold a customer twice. */
async function ask(
  campaign: CampaignPlan,
  messages: readonly WaitingMessage[],
  { plan, warehouse, ledger, now }: RecheckWorld,
): Promise<ReadonlyMap<number, readonly WarehouseRow[]>> {
  const answers = new Map<number, WarehouseRow[]>();
  const [first] = messages;
  if (first === undefined) return answers;
  const asOfDecision: Ledger = {
    ...ledger,
    contactsBefore: (_, from) => ledger.contactsBefore(first.tick, from),
  };
  const bound = await statementBinder(plan, asOfDecision).bind(
    campaign.recheck.statement[warehouse.engine],
    { tick: now, firingFrom: now },
    { messages },
  );
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      const contact = readNumber(row, "contact");
      if (contact === null) continue;
      const others = answers.get(contact);
      if (others === undefined) answers.set(contact, [row]);
      else others.push(row);
    }
  });
  return answers;
}

/** A message leaves where every row of its customer allows it. */
function judge(
  message: WaitingMessage,
  campaign: CampaignPlan,
  rows: readonly WarehouseRow[],
  plan: Plan,
): Allowed | Refused {
  const { contact, channel: name } = message;
  const channel = Object.hasOwn(plan.channels, name) ? plan.channels[name] : undefined;
  if (channel === undefined || !usesChannel(campaign, name)) {
    const reasons = [{ code: "no channel", rule: `the campaign has the channel ${name} no more` }];
    return { contact, reasons };
  }
  if (rows.length === 0) return { contact, reasons: [{ code: "exclude" }] };
  const cells = customerColumns(campaign.recheck.columns);
  const reasons = new Map<string, CancellationReason>();
  const addresses: string[] = [];
  for (const row of rows) {
    const { reach, inSegment } = cells(row);
    const { consent, address } = reach(name);
    const found = refusals(row, { channel, consent, address, inSegment, suppress: plan.policy?.suppress });
    for (const reason of found) reasons.set(`${reason.code} ${reason.rule ?? ""}`, reason);
    if (typeof address === "string") addresses.push(address);
  }
  if (reasons.size > 0) return { contact, reasons: [...reasons.values()] };
  const address = addresses.includes(message.address ?? "") ? message.address : (addresses.sort()[0] ?? null);
  return address === null || address === message.address
    ? { contact, channel: name }
    : { contact, channel: name, newAddress: address };
}

function usesChannel({ channelRoutes, followUps }: CampaignPlan, name: string): boolean {
  return (
    channelRoutes.some((route) => route.includes(name)) ||
    followUps.some(({ via }) => via?.includes(name) === true)
  );
}

function refusals(
  row: WarehouseRow,
  asked: {
    readonly channel: Channel;
    readonly consent: boolean | null | undefined;
    readonly address: string | null | undefined;
    readonly inSegment: (name: string) => boolean | undefined;
    readonly suppress: readonly string[] | undefined;
  },
): readonly CancellationReason[] {
  const { channel, consent, address, inSegment, suppress = [] } = asked;
  const excluded = readBoolean(row, "excluded") === true;
  const suppressed = suppress.filter((segment) => inSegment(segment) === true);
  return [
    ...(excluded ? [{ code: "exclude" }] : []),
    ...suppressed.map((segment) => ({ code: "suppressed", rule: `suppress ${segment}` })),
    ...(channel.consent !== undefined && consent !== true ? [{ code: "consent" }] : []),
    ...(channel.address !== undefined && (address ?? "").trim() === "" ? [{ code: "address" }] : []),
  ];
}

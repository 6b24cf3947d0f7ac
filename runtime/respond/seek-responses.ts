import type { CampaignPlan, Duration, Plan, ResponsePlan } from "../../plan/index.ts";
import { ALL_TIME } from "../arbitrate/look-back.ts";
import type { Instant } from "../calendar/instant.ts";
import { addDays } from "../calendar/local-date.ts";
import { addDuration, localDateOf, startOfDay } from "../calendar/zoned-time.ts";
import { canonicalDecimal } from "../decimal.ts";
import { readNumber, readText } from "../detect/cells.ts";
import { statementBinder } from "../detect/ledger-rows.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Amount } from "../ledger/records.ts";
import {
  type AnsweredContact,
  type FoundResponses,
  type NewResponse,
  responseKey,
} from "../ledger/responses.ts";
import { isReady } from "../run/readiness.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

interface ResponseWorld {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
}

/** What was found of contacts' goals. */
export interface SoughtResponses extends FoundResponses {
  /** All that meets goals, with the contacts; `responses` has what the ledger lacks of it. */
  readonly matches: readonly ResponseMatch[];
  /** By campaign: contacts that were due before were left alone. */
  readonly lookedFrom: ReadonlyMap<string, Instant>;
}

/** What meets a contact's goal. */
export interface ResponseMatch {
  readonly contact: AnsweredContact;
  readonly response: NewResponse;
  /** Whether the ledger has it. */
  readonly known: boolean;
}

/**
 * Looks in the warehouse for what meets campaigns' goals up to an instant, in the time of any contact, holdouts' members
 * included. Reads contacts whose time was not over when the campaign was last looked at, or which late data may concern;
 * with `since` all that are due from then on. Writes nothing.
 */
export async function seekResponses(
  campaigns: readonly CampaignPlan[],
  at: Instant,
  world: ResponseWorld,
  since?: Instant,
): Promise<SoughtResponses> {
  const { plan, ledger } = world;
  const searches = await ledger.responseSearches();
  const matches: ResponseMatch[] = [];
  const searched: FoundResponses["searched"][number][] = [];
  const lookedFrom = new Map<string, Instant>();
  for (const campaign of campaigns) {
    const { goal, responses } = campaign;
    if (goal === undefined || responses === undefined) continue;
    const last = searches.get(campaign.name);
    const open = last === undefined ? ALL_TIME : earliestDue(last, [goal.within, responses.lateness], plan);
    const from = since ?? open;
    const found = await seek(campaign, { at, from, within: goal.within, responses }, world);
    lookedFrom.set(campaign.name, from);
    if (found === undefined) continue;
    matches.push(...found);
    // Where data have not come, the next search looks as far back as this one.
    if (await isComplete(responses, at, world)) {
      searched.push({ campaign: campaign.name, until: Math.max(at, last ?? at) });
    }
  }
  return {
    matches,
    lookedFrom,
    responses: matches.filter(({ known }) => !known).map(({ response }) => response),
    foundAt: at,
    searched,
    priorities: new Map(plan.campaigns.map(({ name, priority }) => [name, priority])),
  };
}

/** Which campaigns a tick looks at: those that it decides, and those that were last looked at on a day before. */
export async function campaignsToSeek(
  tick: Instant,
  decided: readonly CampaignPlan[],
  { plan, ledger }: Pick<ResponseWorld, "plan" | "ledger">,
): Promise<readonly CampaignPlan[]> {
  const withGoals = plan.campaigns.filter(({ responses }) => responses !== undefined);
  if (withGoals.length === 0) return [];
  const names = new Set(decided.map(({ name }) => name));
  const searches = await ledger.responseSearches();
  const today = startOfDay(localDateOf(tick, plan.timezone), plan.timezone);
  return withGoals
    .filter(({ name }) => names.has(name) || (searches.get(name) ?? ALL_TIME) < today)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Sources without lateness have all of a day by the end of the next; ways of counting months forth and back differ by days. */
const SLACK_DAYS = 5;

/** A due time before which all was found by a search at an instant. */
function earliestDue(search: Instant, spans: readonly (Duration | undefined)[], plan: Plan): Instant {
  const { timezone, calendar } = plan;
  const earliest = spans.reduce<Instant>(
    (instant, span) =>
      span === undefined
        ? instant
        : addDuration(instant, { ...span, count: -span.count }, timezone, calendar),
    search,
  );
  return startOfDay(addDays(localDateOf(earliest, timezone), -SLACK_DAYS), timezone);
}

async function isComplete({ sources }: ResponsePlan, at: Instant, world: ResponseWorld): Promise<boolean> {
  for (const name of sources) {
    const source = world.plan.readiness[name];
    if (source !== undefined && !(await isReady(source, at, world))) return false;
  }
  return true;
}

/** Contacts handed over to one statement. */
const CONTACTS_PER_STATEMENT = 100_000;

/** What is looked for of a campaign. */
interface Wanted {
  readonly at: Instant;
  readonly from: Instant;
  readonly within: Duration;
  readonly responses: ResponsePlan;
}

/** Undefined where there is no contact to look at. */
async function seek(
  campaign: CampaignPlan,
  wanted: Wanted,
  world: ResponseWorld,
): Promise<readonly ResponseMatch[] | undefined> {
  const { ledger } = world;
  const { at, from } = wanted;
  const known = await ledger.goalResponses(campaign.name, from);
  const matches: ResponseMatch[] = [];
  let contacts: AnsweredContact[] = [];
  let any = false;
  const ask = async (): Promise<void> => {
    const some = contacts;
    contacts = [];
    if (some.length > 0) matches.push(...(await askWarehouse(campaign, some, wanted, world, known)));
  };
  for await (const batch of ledger.contactsToAnswer(campaign.name, { from, until: at })) {
    any = true;
    contacts.push(...batch);
    if (contacts.length >= CONTACTS_PER_STATEMENT) await ask();
  }
  await ask();
  return any ? matches : undefined;
}

async function askWarehouse(
  campaign: CampaignPlan,
  contacts: readonly AnsweredContact[],
  { at, within, responses }: Wanted,
  { plan, warehouse, ledger }: ResponseWorld,
  known: ReadonlySet<string>,
): Promise<readonly ResponseMatch[]> {
  const { timezone, calendar } = plan;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const waves = contacts.map(({ id, customer, due, carried }) => ({
    contact: id,
    customer,
    due,
    until: Math.min(addDuration(due, within, timezone, calendar), at),
    carried: campaign.columns.carried.map(({ name }) => carried[name] ?? null),
  }));
  const wavesFrom = contacts[0]?.due ?? at;
  const bound = await statementBinder(plan, ledger).bind(
    responses.statement[warehouse.engine],
    { tick: at, firingFrom: at, wavesFrom },
    { waves },
  );
  const matches = new Map<string, ResponseMatch>();
  await warehouse.query(bound, (rows) => {
    for (const row of rows) {
      const contact = byId.get(readNumber(row, "contact") ?? -1);
      const eventId = readText(row, "event_id");
      const time = readNumber(row, "occurred");
      if (contact === undefined || eventId === null || time === null) continue;
      const worth = readText(row, "amount");
      const key = responseKey(contact.id, responses.event, eventId, time);
      const response: NewResponse = {
        kind: "goal",
        contact: contact.id,
        credited: contact.arm === "treated",
        event: responses.event,
        eventId,
        time,
        amount: responses.valued === "contact" ? contact.value : amountOf(worth, plan),
      };
      matches.set(key, { contact, response, known: known.has(key) });
    }
  });
  // In an order of their own: rows come in whatever order.
  return [...matches.values()].sort(
    (a, b) =>
      a.response.time - b.response.time ||
      a.contact.id - b.contact.id ||
      (a.response.eventId < b.response.eventId ? -1 : 1),
  );
}

function amountOf(worth: string | null, { currency }: Plan): Amount | null {
  return worth === null ? null : { amount: canonicalDecimal(worth), currency };
}

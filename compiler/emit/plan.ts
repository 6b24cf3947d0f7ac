import {
  type CampaignPlan,
  type CampaignProgram,
  type Duration,
  type Engine,
  type FiringPlan,
  type Goal,
  type Occurrence,
  PLAN_FORMAT,
  type Plan,
  type Policy,
  type Program,
  type ResponsePlan,
} from "../../plan/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { readinessPlans } from "./readiness.ts";
import { type PlaceText, relationUses } from "./relations.ts";
import { type Detection, detection } from "./sql/detection.ts";
import { isMembership, membersStatement } from "./sql/membership.ts";
import { type Recheck, recheck } from "./sql/recheck.ts";
import { responses } from "./sql/responses.ts";
import { dialects, rateStatement, statementOf } from "./sql/statement.ts";
import type { StatementParts } from "./sql/statement-parts.ts";
import { type Waves, waves } from "./sql/waves.ts";

/** A program's plan: what the runtime needs, statements for every engine included. */
export function emitPlan(program: Program, catalog: Catalog, placeText: PlaceText): Plan {
  const { project, timezone, currency, calendar, channels, offers, policy, rates, hash } = program;
  return {
    format: PLAN_FORMAT,
    project,
    timezone,
    currency,
    calendar,
    channels,
    offers,
    campaigns: program.campaigns.map((campaign) => campaignPlan(program, campaign)),
    relations: relationUses(program, catalog, placeText),
    ...(policy !== undefined && { policy: planPolicy(policy) }),
    readiness: readinessPlans(program),
    ...(rates !== undefined && {
      rates,
      rateStatement: perEngine((engine) => rateStatement(program, dialects[engine])),
    }),
    ...descriptionsPart(catalog),
    hash,
  };
}

/** What the catalog describes, in order of name; nothing where it describes nothing. */
function descriptionsPart({ descriptions }: Catalog): Pick<Plan, "descriptions"> {
  if (descriptions === undefined || descriptions.size === 0) return {};
  const said = [...descriptions].map(([name, { span: _, history: __, label, ...texts }]) => {
    const known = Object.entries(texts).filter(([, text]) => text !== undefined);
    return [name, { ...(Object.keys(label).length > 0 && { label }), ...Object.fromEntries(known) }] as const;
  });
  return { descriptions: Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** What the runtime weighs contacts by: segments and occurrences come with detection. */
function planPolicy({
  segments: _segments,
  occurrences: _occurrences,
  ...policy
}: Policy): NonNullable<Plan["policy"]> {
  return policy;
}

function perEngine<Value>(make: (engine: Engine) => Value): Readonly<Record<Engine, Value>> {
  return { duckdb: make("duckdb"), postgres: make("postgres") };
}

/** Statements of every engine, and which sources they read, which is the same for all. */
function statements(parts: Readonly<Record<Engine, StatementParts>>) {
  return perEngine((engine) => statementOf(parts[engine]));
}

/** A campaign's part of the plan. The campaign need not be the program's own, as long as all that it refers to is. */
export function campaignPlan(program: Program, campaign: CampaignProgram): CampaignPlan {
  const { firing, followUps, goal } = campaign;
  const detections = perEngine<Detection>((engine) => detection(program, campaign, dialects[engine]));
  const further =
    followUps.length === 0
      ? undefined
      : perEngine<Waves>((engine) => waves(program, campaign, dialects[engine]));
  const members = isMembership(firing)
    ? perEngine((engine) => membersStatement(program, firing, dialects[engine]))
    : undefined;
  const again = perEngine<Recheck>((engine) => recheck(program, campaign, dialects[engine]));
  const sources = [detections, further, members].flatMap((parts) => parts?.duckdb.sources ?? []);
  return {
    name: campaign.name,
    ...(campaign.label !== undefined && { label: campaign.label }),
    owner: campaign.owner,
    status: campaign.status,
    purpose: campaign.purpose,
    schedule: campaign.schedule,
    firing: planFiring(program, campaign, members),
    window: campaign.window,
    offerRoutes: campaign.offers.map(({ names, choice }) => ({ names, choice: choice?.kind ?? "one" })),
    channelRoutes: campaign.channels.map(({ names }) => names),
    priority: campaign.priority,
    valueFrom: campaign.value === undefined ? "offer" : "detection",
    caps: campaign.caps,
    ...(campaign.holdout !== undefined && { holdout: campaign.holdout }),
    detection: statements(detections),
    columns: detections.duckdb.columns,
    ...(goal !== undefined && {
      goal: { within: goal.within },
      responses: responsePlan(program, campaign, goal),
    }),
    followUps,
    ...(further !== undefined && {
      waves: { statement: statements(further), columns: further.duckdb.columns },
    }),
    recheck: { statement: statements(again), columns: again.duckdb.columns },
    sources: [...new Set(sources)].sort(),
    origin: campaign.origin,
    hash: campaign.hash,
  };
}

function responsePlan(program: Program, campaign: CampaignProgram, goal: Goal): ResponsePlan {
  const lateness = latenessOf(program, goal.occurrence);
  const parts = perEngine((engine) => responses(program, campaign, goal, dialects[engine]));
  return {
    event: occurrenceName(goal.occurrence),
    ...(lateness !== undefined && { lateness }),
    valued: goal.worth === undefined ? "contact" : "worth",
    sources: parts.duckdb.sources,
    statement: statements(parts),
  };
}

function planFiring(
  program: Program,
  { name, firing }: CampaignProgram,
  members: Readonly<Record<Engine, StatementParts>> | undefined,
): FiringPlan {
  switch (firing.kind) {
    case "always":
    case "when":
      return { kind: "tick" };
    case "enter":
    case "leave":
    case "change":
      if (members === undefined) throw new Error(`${name} lacks the statement of its members`);
      return { kind: "membership", meaning: firing.meaning, members: statements(members) };
    case "event":
    case "pattern":
    case "reaches":
    case "date": {
      const lateness = latenessOf(program, firing);
      return {
        kind: "occurrence",
        event: occurrenceName(firing),
        ...(lateness !== undefined && { lateness }),
      };
    }
  }
}

/** What an occurrence's event is called in reports. */
function occurrenceName(occurrence: Occurrence): string {
  switch (occurrence.kind) {
    case "event":
    case "reaches":
      return occurrence.event;
    case "pattern":
      return occurrence.first.event;
    case "date":
      return dateName(occurrence.of);
  }
}

function dateName(of: Extract<Occurrence, { kind: "date" }>["of"]): string {
  if (of.kind === "collection") return `${of.collection}.${of.attribute}`;
  switch (of.value.kind) {
    case "tag":
      return of.value.tag;
    case "definition":
      return of.value.name;
    default:
      return "date";
  }
}

/** How late what makes an occurrence may come: as late as the latest of its sources. */
function latenessOf(program: Program, occurrence: Occurrence): Duration | undefined {
  const events = ((): readonly string[] => {
    switch (occurrence.kind) {
      case "event":
      case "reaches":
        return [occurrence.event];
      case "pattern":
        return [occurrence.first, ...occurrence.then].map(({ event }) => event);
      case "date":
        return [];
    }
  })();
  return events
    .map((event) => program.sources[program.events[event]?.source ?? ""]?.lateness)
    .reduce((greatest, lateness) => {
      if (greatest === undefined || lateness === undefined) return greatest ?? lateness;
      return minutes(lateness) > minutes(greatest) ? lateness : greatest;
    }, undefined);
}

/** A duration's usual length, to compare durations of different units by. */
function minutes({ count, unit }: Duration): number {
  const each = {
    minute: 1,
    hour: 60,
    day: 1440,
    "business-day": 2016,
    week: 10_080,
    month: 43_830,
    quarter: 131_490,
    year: 525_960,
  } as const;
  return count * each[unit];
}

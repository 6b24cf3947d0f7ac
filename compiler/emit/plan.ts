import {
  type CampaignPlan,
  type CampaignProgram,
  type Engine,
  type FiringPlan,
  PLAN_FORMAT,
  type Plan,
  type Program,
  type Statement,
} from "../../plan/index.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { type PlaceText, relationUses } from "./relations.ts";
import { type Detection, detection } from "./sql/detection.ts";
import { detectionStatement, dialects, rateStatement } from "./sql/statement.ts";

/** A program's plan: what the runtime needs, statements for every engine included. */
export function emitPlan(program: Program, catalog: Catalog, placeText: PlaceText): Plan {
  const { project, timezone, currency, calendar, channels, offers, rates, hash } = program;
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
    ...(rates !== undefined && {
      rates,
      rateStatement: perEngine((engine) => rateStatement(program, dialects[engine])),
    }),
    readiness: {},
    hash,
  };
}

function perEngine<Value>(make: (engine: Engine) => Value): Readonly<Record<Engine, Value>> {
  return { duckdb: make("duckdb"), postgres: make("postgres") };
}

function campaignPlan(program: Program, campaign: CampaignProgram): CampaignPlan {
  const detections = perEngine<Detection>((engine) => detection(program, campaign, dialects[engine]));
  const statements = perEngine<Statement>((engine) => detectionStatement(detections[engine]));
  return {
    name: campaign.name,
    ...(campaign.label !== undefined && { label: campaign.label }),
    owner: campaign.owner,
    status: campaign.status,
    purpose: campaign.purpose,
    schedule: campaign.schedule,
    firing: planFiring(program, campaign),
    window: campaign.window,
    offerRoutes: campaign.offers.map(({ names, choice }) => ({ names, choice: choice?.kind ?? "one" })),
    channelRoutes: campaign.channels.map(({ names }) => names),
    priority: campaign.priority,
    valueFrom: campaign.value === undefined ? "offer" : "detection",
    caps: campaign.caps,
    ...(campaign.holdout !== undefined && { holdout: campaign.holdout }),
    detection: statements,
    columns: detections.duckdb.columns,
    followUps: campaign.followUps,
    sources: Object.keys(program.sources),
    origin: campaign.origin,
    hash: campaign.hash,
  };
}

function planFiring(program: Program, { firing }: CampaignProgram): FiringPlan {
  if (firing.kind !== "event") return { kind: "tick" };
  const lateness = program.sources[program.events[firing.event]?.source ?? ""]?.lateness;
  return { kind: "occurrence", event: firing.event, ...(lateness !== undefined && { lateness }) };
}

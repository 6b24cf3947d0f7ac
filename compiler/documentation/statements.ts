import type { CampaignProgram, Engine, Occurrence, Program } from "../../plan/index.ts";
import type { WholeProject } from "../check/check.ts";
import type {
  CheckedCampaign,
  CheckedDefinition,
  CheckedFiring,
  CheckedOccurrence,
} from "../check/checked.ts";
import { occurrenceStatement, segmentStatement, valueStatement } from "../emit/sql/declaration.ts";
import { detection } from "../emit/sql/detection.ts";
import { isMembership, membersStatement } from "../emit/sql/membership.ts";
import { readableStatement } from "../emit/sql/readable.ts";
import { responses } from "../emit/sql/responses.ts";
import { dialects } from "../emit/sql/statement.ts";
import type { StatementParts } from "../emit/sql/statement-parts.ts";
import { waves } from "../emit/sql/waves.ts";
import { lowerProject } from "../lower/lower.ts";
import type { originFinder } from "../lower/origin.ts";
import { type Names, placeOf } from "../resolve/names.ts";
import { type StatementText, type ThingReference, thingKey } from "./documentation.ts";

export interface StatementContext {
  readonly names: Names;
  readonly originOf: ReturnType<typeof originFinder>;
  readonly engine: Engine;
}

/**
 * The SQL of a project's declarations by `thingKey`: of campaigns all that they ask at a tick; of tags, segments and
 * events that are mapped, what they say by themselves.
 */
export function declaredStatements(
  whole: WholeProject,
  { names, originOf, engine }: StatementContext,
): ReadonlyMap<string, readonly StatementText[]> {
  const { project, events, missing } = whole;
  const definitions = [...project.definitions.values()].filter(({ name }) => !missing.has(name));
  const occurrences = [...events].filter(([name]) => !missing.has(name));
  // What nobody uses is in no program: each declaration is lowered as if a campaign asked for it.
  const asked = [
    ...definitions.map((definition) => ({ thing: thingOf(definition), campaign: askingFor(definition) })),
    ...occurrences.map(([name, occurrence]) => ({
      thing: { kind: "event", name } as const,
      campaign: firedBy(name, occurrence, names),
    })),
  ];
  const campaigns = [...project.campaigns, ...asked.map(({ campaign }) => campaign)];
  const program = lowerProject("documentation", { ...project, campaigns }, originOf);
  const found = new Map<string, readonly StatementText[]>();
  const count = project.campaigns.length;
  for (const campaign of program.campaigns.slice(0, count)) {
    found.set(
      thingKey({ kind: "campaign", name: campaign.name }),
      campaignStatements(program, campaign, engine),
    );
  }
  asked.forEach(({ thing }, index) => {
    const lowered = program.campaigns[count + index];
    if (lowered !== undefined)
      found.set(thingKey(thing), [declarationStatement(program, thing, lowered, engine)]);
  });
  return found;
}

function thingOf({ kind, name }: CheckedDefinition): ThingReference {
  return { kind, name };
}

function askingFor({ name, type, span }: CheckedDefinition): CheckedCampaign {
  return campaignOf({ kind: "definition", name, type, span }, { kind: "always" }, name, span);
}

function firedBy(name: string, occurrence: CheckedOccurrence, { data }: Names): CheckedCampaign {
  const declared = data.get(name);
  const span = (declared && placeOf(declared)) ?? { file: "", start: 0, end: 0 };
  const everybody = { kind: "literal", type: { kind: "boolean" }, value: true, span } as const;
  return campaignOf(everybody, occurrence, name, span);
}

function campaignOf(
  segment: CheckedCampaign["segment"],
  firing: CheckedFiring,
  name: string,
  span: CheckedCampaign["span"],
): CheckedCampaign {
  return {
    name,
    label: undefined,
    owner: "",
    status: "draft",
    purpose: "service",
    segment,
    exclude: undefined,
    schedule: { kind: "daily", at: "00:00" },
    firing,
    window: { from: "2000-01-01", to: "2000-01-01", businessDaysOnly: false },
    offers: [],
    channels: [],
    priority: 0,
    value: undefined,
    caps: [],
    holdout: undefined,
    goal: undefined,
    followUps: [],
    span,
  };
}

function declarationStatement(
  program: Program,
  { kind, name }: ThingReference,
  { segment, firing, origin }: CampaignProgram,
  engine: Engine,
): StatementText {
  const dialect = dialects[engine];
  if (kind === "tag") return written("value", valueStatement(program, segment, dialect), engine);
  if (kind === "segment") return written("members", segmentStatement(program, segment, dialect), engine);
  const parts = occurrenceStatement(program, firing as Occurrence, { name, origin }, dialect);
  return written("occurrences", parts, engine);
}

function campaignStatements(
  program: Program,
  campaign: CampaignProgram,
  engine: Engine,
): readonly StatementText[] {
  const { firing, followUps, goal } = campaign;
  const dialect = dialects[engine];
  return [
    written("candidates", detection(program, campaign, dialect), engine),
    ...(isMembership(firing)
      ? [written("standing", membersStatement(program, firing, dialect), engine)]
      : []),
    ...(followUps.length === 0 ? [] : [written("waves", waves(program, campaign, dialect), engine)]),
    ...(goal === undefined
      ? []
      : [written("responses", responses(program, campaign, goal, dialect), engine)]),
  ];
}

function written(
  what: StatementText["what"],
  parts: Pick<StatementParts, "tables" | "selection">,
  engine: Engine,
): StatementText {
  return { what, sql: readableStatement(parts, engine, []).trim() };
}

import type {
  CampaignPlan,
  CampaignProgram,
  Expression,
  Plan,
  Program,
  TestPlan,
  TestProbes,
  TestProgram,
} from "../../../plan/index.ts";
import { campaignPlan } from "../plan.ts";
import { testRelations } from "./relations.ts";

/** What a test's campaign is run by, the same for all of its tests. */
export interface TestedCampaign {
  readonly plan: Plan;
  readonly campaign: CampaignPlan;
  readonly probes: TestProbes;
}

/** Cuts a project's plan down to a campaign that is tested: active, without holdouts, all data taken to have come. */
export function testedCampaign(program: Program, plan: Plan, name: string): TestedCampaign {
  const written = program.campaigns.find((one) => one.name === name);
  const found = plan.campaigns.find((one) => one.name === name);
  if (written === undefined || found === undefined) throw new Error(`the program has no campaign ${name}`);
  const { holdout: _own, ...rest } = found;
  const campaign: CampaignPlan = { ...rest, status: "active" };
  return {
    plan: { ...withoutUniversalHoldout(plan), campaigns: [campaign], readiness: {} },
    campaign,
    probes: probesOf(program, written),
  };
}

function withoutUniversalHoldout(plan: Plan): Plan {
  if (plan.policy === undefined) return plan;
  const { holdout: _, ...policy } = plan.policy;
  return { ...plan, policy };
}

/**
 * A test, made ready to run.
 * @param dates the local dates of the test's runs and of the ticks that they come to, in order.
 * @returns beside it what cannot be as the test says: the catalog has no way to store it.
 */
export function testPlan(
  program: Program,
  { plan, probes }: TestedCampaign,
  test: TestProgram,
  dates: readonly string[],
): { readonly plan: TestPlan; readonly problems: readonly string[] } {
  const { relations, problems } = testRelations(program, plan.relations, test, dates);
  const service = program.campaigns.filter(({ purpose }) => purpose === "service").map(({ name }) => name);
  return { plan: { test, plan, relations, probes, service }, problems };
}

const always: Expression = { kind: "literal", type: { kind: "boolean" }, value: true };

/** Each asks one thing alone, so that what stands against a customer is told apart. */
function probesOf(program: Program, campaign: CampaignProgram): TestProbes {
  const offers = Object.fromEntries(
    Object.entries(program.offers).map(([name, offer]) => [name, { ...offer, messages: {} }]),
  );
  const { policy: _, ...frame } = program;
  const bare: Program = { ...frame, offers };
  const first = (names: readonly string[] | undefined) => [{ names: (names ?? []).slice(0, 1) }];
  const { exclude, value: _value, goal: _goal, ...rest } = campaign;
  const asking = (segment: Expression, firing: CampaignProgram["firing"]): CampaignPlan =>
    campaignPlan(bare, {
      ...rest,
      segment,
      firing,
      offers: first(campaign.offers[0]?.names),
      channels: first(campaign.channels[0]?.names),
      followUps: [],
    });
  return {
    segment: asking(campaign.segment, { kind: "always" }),
    ...(exclude === undefined ? {} : { exclude: asking(exclude, { kind: "always" }) }),
    trigger: asking(always, campaign.firing),
  };
}

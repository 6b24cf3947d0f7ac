import { stripTypeScriptTypes } from "node:module";
import { compileFunction } from "node:vm";
import { decisionCode } from "../../compiler/emit/typescript/decision.ts";
import type { Facts as OracleFacts, OracleJudgement, Value } from "../../oracle/index.ts";
import type { Expression, OfferRoute, Program, RowScope, ValueType } from "../../plan/index.ts";
import { formatDecimal } from "../../runtime/decimal.ts";
import { decide } from "../../runtime/index.ts";
import type { CompiledCase } from "./case.ts";
import type { Difference } from "./evaluate.ts";

/** A campaign's generated functions; those that it has no need of are missing. */
interface Decision {
  readonly fires?: (facts: unknown) => boolean;
  readonly isEligible: (facts: unknown) => boolean;
  readonly offerRoute: (facts: unknown) => number | undefined;
  readonly channelRoute: (facts: unknown) => number | undefined;
  readonly offerChoice?: (facts: unknown, route: number) => number | undefined;
  readonly value: (facts: unknown, route?: number, choice?: number) => decide.Known<decide.Decimal>;
}

/** What is decided on a customer, in plain values. */
type Answer = Pick<
  OracleJudgement,
  "fires" | "isEligible" | "offerRoute" | "offerChoice" | "offers" | "channelRoute" | "channels" | "value"
>;

/**
 * The generated functions of a program, run as they are emitted but for their types: where they say something else of those
 * whom the oracle judges, from what it knows of them.
 */
export function openDecider({
  program,
  plan,
}: CompiledCase): (when: string, judgements: readonly OracleJudgement[]) => readonly Difference[] {
  let decisions: Readonly<Record<string, Decision>>;
  try {
    decisions = load(
      program.campaigns.map((campaign, index) => decisionCode(program, campaign, `decision${index}`)),
    );
  } catch (error) {
    return () => [{ question: "decisions", evaluators: EVALUATORS, answers: ["", failure(error)] }];
  }
  const decide = ({ campaign, facts }: OracleJudgement): Answer => {
    const place = program.campaigns.findIndex(({ name }) => name === campaign);
    const [decision, campaignPlan] = [decisions[`decision${place}`], plan.campaigns[place]];
    if (decision === undefined || campaignPlan === undefined) throw new Error(`no functions of ${campaign}`);
    return answerOf(decision, factsFrom(facts, program, place), campaignPlan);
  };
  return (when, judgements) =>
    judgements.flatMap((judgement) => {
      const expected = expectedAnswer(judgement);
      let found: Answer | string;
      try {
        found = decide(judgement);
      } catch (error) {
        found = failure(error);
      }
      if (JSON.stringify(found) === JSON.stringify(expected)) return [];
      const { campaign, customer, event } = judgement;
      const question = `decision of ${campaign} at ${when} on ${[customer, event?.id].join(" ")}`;
      return [{ question, evaluators: EVALUATORS, answers: [expected, found] }];
    });
}

const EVALUATORS = ["oracle", "functions"] as const;

function failure(error: unknown): string {
  return `failed: ${error instanceof Error ? error.message : String(error)}`;
}

function expectedAnswer(judgement: OracleJudgement): Answer {
  const { fires, isEligible, offerRoute, offerChoice, offers, channelRoute, channels, value } = judgement;
  return { fires, isEligible, offerRoute, offerChoice, offers, channelRoute, channels, value };
}

function load(texts: readonly string[]): Readonly<Record<string, Decision>> {
  const code = stripTypeScriptTypes(texts.join("\n")).replace(/^export const (\w+) =/gm, "exports.$1 =");
  const exports: Record<string, Decision> = {};
  compileFunction(code, ["decide", "exports"])(decide, exports);
  return exports;
}

function answerOf(
  decision: Decision,
  facts: unknown,
  plan: {
    readonly offerRoutes: readonly OfferRoute[];
    readonly channelRoutes: readonly (readonly string[])[];
  },
): Answer {
  const route = decision.offerRoute(facts);
  const choice = route === undefined ? undefined : decision.offerChoice?.(facts, route);
  const channelRoute = decision.channelRoute(facts);
  const value = decision.value(facts, route, choice);
  return {
    fires: decision.fires?.(facts) ?? true,
    isEligible: decision.isEligible(facts),
    offerRoute: route ?? null,
    offerChoice: choice ?? null,
    offers: route === undefined ? null : offersOf(plan.offerRoutes[route], choice),
    channelRoute: channelRoute ?? null,
    channels: channelRoute === undefined ? null : (plan.channelRoutes[channelRoute] ?? null),
    value: value === undefined ? null : formatDecimal(value),
  };
}

function offersOf(route: OfferRoute | undefined, choice: number | undefined): readonly string[] | null {
  if (route?.choice !== "best") return route?.names ?? null;
  const name = choice === undefined ? undefined : route.names[choice];
  return name === undefined ? [] : [name];
}

/** What the functions may ask for, looked up when they do. */
function factsFrom(facts: OracleFacts, program: Program, place: number): unknown {
  const lookUp = (give: (name: string) => unknown): unknown =>
    new Proxy({}, { get: (_, name) => give(String(name)) });
  const valueFrom = (expression: Expression & { readonly type: ValueType }): unknown =>
    plainValue(facts.answer(expression), expression.type);
  const row = (of: RowScope): unknown => ({
    get time() {
      return valueFrom({ kind: "time", of, type: { kind: "instant" } });
    },
    attributes: lookUp((attribute) =>
      valueFrom({ kind: "attribute", of, attribute, type: attributeType(program, place, of, attribute) }),
    ),
    rates: ratesFrom(facts, of, program),
  });
  return {
    today: facts.today,
    tags: lookUp((tag) => valueFrom({ kind: "tag", tag, type: entry(program.tags, tag).type })),
    features: lookUp((feature) =>
      valueFrom({ kind: "feature", feature, type: entry(program.features, feature).type }),
    ),
    histories: lookUp((history) =>
      valueFrom({ kind: "tag-history", history, type: entry(program.tagHistories, history).type }),
    ),
    rankings: lookUp((ranking) => {
      const value = facts.answer({ kind: "top", ranking });
      return value?.kind === "boolean" && value.value;
    }),
    rates: ratesFrom(facts, "tick", program),
    event: row("event"),
    steps: lookUp((step) => row(`step ${Number(step)}`)),
  };
}

function ratesFrom(facts: OracleFacts, at: "tick" | RowScope, { currency, rates }: Program): decide.DayRates {
  const known: ProxyHandler<Record<string, decide.Decimal>> = {
    get: (_, name) => facts.rateOf(String(name), at),
    getOwnPropertyDescriptor: (_, name) => {
      const value = facts.rateOf(String(name), at);
      return value === undefined ? undefined : { value, configurable: true, enumerable: true };
    },
  };
  return { home: currency, per: rates?.per ?? 1, rates: new Proxy({}, known) };
}

/** The oracle's value as the functions are given it. */
function plainValue(value: Value, type: ValueType): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case "boolean":
      return value.value;
    case "number":
      return type.kind === "money" && type.currency === undefined
        ? { amount: value.number, currency: value.currency }
        : value.number;
    case "text":
      return value.text;
    case "set":
      return value.members;
    case "date":
      return value.date;
    case "instant":
      return Number(value.instant);
  }
}

/** The type of an attribute of what fires a campaign. */
function attributeType(
  { campaigns, events, collections }: Program,
  place: number,
  of: RowScope,
  name: string,
): ValueType {
  const firing = campaigns[place]?.firing;
  const source = (() => {
    switch (firing?.kind) {
      case "event":
      case "reaches":
        return entry(events, firing.event);
      case "pattern": {
        const step = of === "event" ? firing.first : firing.then[Number(of.slice("step ".length)) - 1];
        return entry(events, step?.event ?? "");
      }
      case "date":
        return firing.of.kind === "collection" ? entry(collections, firing.of.collection) : undefined;
      default:
        return undefined;
    }
  })();
  return entry(source?.attributes ?? {}, name).type;
}

function entry<Entry>(entries: Readonly<Record<string, Entry>>, name: string): Entry {
  const found = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (found === undefined) throw new Error(`the functions ask for ${name}, which the program lacks`);
  return found;
}

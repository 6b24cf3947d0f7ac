import type {
  CampaignProgram,
  Expression,
  Money,
  Program,
  Route,
  RowScope,
  ValueType,
} from "../../../plan/index.ts";
import { inProjectCurrency } from "../sql/detection.ts";
import {
  type DecisionScope,
  type FactsAsked,
  predicateCode,
  typeCode,
  valueCode,
} from "./decision-expression.ts";
import { literal } from "./literal.ts";

/**
 * A campaign's decisions as TypeScript: functions over what is known of a customer, and the type of that. `name` is what the
 * constant is called; what belongs to it begins with that.
 */
export function decisionCode(program: Program, campaign: CampaignProgram, name: string): string {
  const factsType = `${name.charAt(0).toUpperCase()}${name.slice(1)}Facts`;
  const asked: FactsAsked = {
    tags: new Map(),
    features: new Map(),
    histories: new Map(),
    rankings: new Set(),
    rows: new Map(),
    times: new Set(),
    rates: new Set(),
    definitions: new Set(),
  };
  const names = Object.keys(program.definitions);
  const scope: DecisionScope = {
    program,
    asked,
    definition: (definition) => `${name}Definition${names.indexOf(definition) + 1}`,
  };
  const members = decisionMembers(campaign, scope);
  const definitions = definitionFunctions(scope, factsType);
  const properties = members.map(({ comment, key, parameters, code }) =>
    [
      `  /** ${comment} */`,
      `  ${key}: (${factsParameter(code)}: ${factsType}${parameters ?? ""}) =>`,
      `    ${code},`,
    ].join("\n"),
  );
  return [
    `/** What has to be known of a customer to decide on her for \`${oneLine(campaign.name)}\`; undefined stands for unknown. */`,
    `export interface ${factsType} ${factsCode(asked)}`,
    "",
    ...definitions,
    `/** Decides on a customer for \`${oneLine(campaign.name)}\`. */`,
    `export const ${name} = {`,
    ...properties,
    "};",
  ].join("\n");
}

/** What a function calls its facts: by the sign for what is not used where it uses none. */
function factsParameter(code: string): string {
  return /\bfacts\b/.test(code.replace(/"(?:[^"\\]|\\.)*"/g, "")) ? "facts" : "_facts";
}

interface Member {
  readonly key: string;
  readonly comment: string;
  readonly parameters?: string;
  readonly code: string;
}

function decisionMembers(campaign: CampaignProgram, scope: DecisionScope): readonly Member[] {
  const { segment, exclude, value, firing, offers, channels } = campaign;
  const { program } = scope;
  const conditions = conditionsOf(campaign);
  const eligible = [segment, ...(exclude === undefined ? [] : [not(exclude)])];
  const choices = offers.flatMap((route, index) => bestCode(route, index, scope));
  return [
    ...(conditions === undefined
      ? []
      : [
          {
            key: "fires",
            comment:
              firing.kind === "when"
                ? "Whether the firing holds for her."
                : "Whether her event meets the firing's conditions on it.",
            code: predicateCode({ kind: "and", operands: conditions }, scope),
          },
        ]),
    {
      key: "isEligible",
      comment: "Whether she is in the segment and not excluded.",
      code: predicateCode({ kind: "and", operands: eligible }, scope),
    },
    {
      key: "offerRoute",
      comment: "The place of the offers' branch that is taken; undefined where none holds.",
      code: routeCode(offers, scope),
    },
    {
      key: "channelRoute",
      comment: "The place of the channels' branch that is taken; undefined where none holds.",
      code: routeCode(channels, scope),
    },
    ...(choices.length === 0
      ? []
      : [
          {
            key: "offerChoice",
            comment:
              "The place of the best offer of a branch; undefined where none is valid, and for branches that don't choose.",
            parameters: ", route: number",
            code: `${choices.join("")}undefined`,
          },
        ]),
    value === undefined
      ? {
          key: "value",
          comment: `What the branch's offers are worth together, or the chosen one alone, in ${program.currency}.`,
          parameters: `, route: number | undefined${choices.length === 0 ? "" : ", choice?: number"}`,
          code: `${offers.flatMap((route, index) => worthCode(route, index, scope)).join("")}undefined`,
        }
      : {
          key: "value",
          comment: `What the contact is worth, in ${program.currency}.`,
          code: valueCode(inProjectCurrency(value, program), scope),
        },
  ];
}

const not = (operand: Expression): Expression => ({ kind: "not", operand });

/** What the firing asks of the customer and of its event; undefined where it asks nothing that facts can answer. */
function conditionsOf({ firing }: CampaignProgram): readonly Expression[] | undefined {
  switch (firing.kind) {
    case "when":
      return [firing.predicate];
    case "event":
      return firing.where;
    case "pattern":
    case "reaches":
      return firing.conditions;
    case "date":
      return firing.of.kind === "tag" ? firing.conditions : [...firing.of.where, ...firing.conditions];
    case "always":
    case "enter":
    case "leave":
    case "change":
      return undefined;
  }
}

function routeCode(routes: readonly Route[], scope: DecisionScope): string {
  const branches: string[] = [];
  for (const [index, { when }] of routes.entries()) {
    if (when === undefined) return `${branches.join("")}${index}`;
    branches.push(`${predicateCode(when, scope)} ? ${index} : `);
  }
  return `${branches.join("")}undefined`;
}

function bestCode({ names, choice }: Route, route: number, scope: DecisionScope): readonly string[] {
  if (choice?.kind !== "best") return [];
  const offers = names.map((name, index) => {
    const offer = scope.program.offers[name];
    const score = choice.scores[index];
    if (score === undefined) throw new Error(`the route lacks a score for ${name}`);
    const valid =
      offer?.valid?.kind === "dates"
        ? `, valid: { from: ${literal(offer.valid.from)}, to: ${literal(offer.valid.to)} }`
        : "";
    return `{ score: ${valueCode(score, { ...scope, offer })}${valid} }`;
  });
  return [`route === ${route} ? decide.best(facts.today, [${offers.join(", ")}]) : `];
}

/** What the offers of a branch are worth, or each of those among which it chooses. */
function worthCode({ names, choice }: Route, route: number, scope: DecisionScope): readonly string[] {
  const worths = names.map((name) => {
    const { value, valid } = scope.program.offers[name] ?? {};
    const until = valid?.kind === "dates" ? `, until: ${literal(valid.to)}` : "";
    return `{ value: ${value === undefined ? "undefined" : moneyCode(value, scope)}${until} }`;
  });
  const taken = `route === ${route}`;
  const sum = (of: readonly string[]): string => `decide.offersValue(facts.today, [${of.join(", ")}]) : `;
  return choice?.kind === "best"
    ? worths.map((worth, place) => `${taken} && choice === ${place} ? ${sum([worth])}`)
    : [`${taken} ? ${sum(worths)}`];
}

/** An offer's amount in the project's currency. */
function moneyCode({ amount, currency }: Money, scope: DecisionScope): string {
  const type = { kind: "money", currency, scale: amount.split(".")[1]?.length ?? 0 } as const;
  return valueCode(inProjectCurrency({ kind: "literal", type, value: amount }, scope.program), scope);
}

/** A function for each derived tag and segment, those too that only others speak of. */
function definitionFunctions(scope: DecisionScope, factsType: string): readonly string[] {
  const written = new Map<string, string>();
  for (;;) {
    const next = [...scope.asked.definitions].find((name) => !written.has(name));
    if (next === undefined) break;
    const definition = scope.program.definitions[next];
    if (definition === undefined) throw new Error(`the program lacks definition ${next}`);
    const { expression, type, kind } = definition;
    const [code, result] =
      kind === "segment"
        ? [predicateCode(expression, scope), "boolean"]
        : [valueCode(expression, scope), `${typeCode(type)} | undefined`];
    written.set(
      next,
      [
        `/** \`${oneLine(next)}\` (${oneLine(definition.origin)}). */`,
        `function ${scope.definition(next)}(${factsParameter(code)}: ${factsType}): ${result} {`,
        `  return ${code};`,
        "}",
        "",
      ].join("\n"),
    );
  }
  return [...written].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

function factsCode(asked: FactsAsked): string {
  const steps = [...new Set([...asked.rows.keys(), ...asked.times, ...[...asked.rates].filter(isRow)])]
    .filter((of) => of !== "row" && of !== "event")
    .sort();
  const scopes = [...asked.rows.keys(), ...asked.times, ...[...asked.rates].filter(isRow)];
  const lines = [
    "  /** The tick's local date, `2026-03-02`. */",
    "  readonly today: string;",
    ...fields("tags", asked.tags),
    ...fields("features", asked.features),
    ...fields("histories", asked.histories),
    ...(asked.rankings.size === 0
      ? []
      : [
          "  readonly rankings: {",
          ...[...asked.rankings].sort().map((id) => `    readonly ${literal(id)}: boolean;`),
          "  };",
        ]),
    ...(asked.rates.has("tick") ? ["  readonly rates: decide.DayRates;"] : []),
    ...(scopes.some((of) => of === "row" || of === "event")
      ? [`  readonly event: ${rowType(asked, ["row", "event"])};`]
      : []),
    ...(steps.length === 0
      ? []
      : [
          "  readonly steps: {",
          ...steps.map((of) => `    readonly ${of.slice("step ".length)}: ${rowType(asked, [of])};`),
          "  };",
        ]),
  ];
  return `{\n${lines.join("\n")}\n}`;
}

function isRow(at: "tick" | RowScope): at is RowScope {
  return at !== "tick";
}

function fields(name: string, types: ReadonlyMap<string, ValueType>): readonly string[] {
  if (types.size === 0) return [];
  return [`  readonly ${name}: {`, ...fieldLines(types), "  };"];
}

function fieldLines(types: ReadonlyMap<string, ValueType>): readonly string[] {
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => `    readonly ${literal(name)}: ${typeCode(type)} | undefined;`);
}

/** The row's time, attributes and its day's rates, as far as they are asked for. */
function rowType(asked: FactsAsked, scopes: readonly RowScope[]): string {
  const attributes = new Map(scopes.flatMap((of) => [...(asked.rows.get(of) ?? [])]));
  const parts = [
    ...(scopes.some((of) => asked.times.has(of)) ? ["readonly time: number;"] : []),
    ...(attributes.size === 0
      ? []
      : [`readonly attributes: {\n${fieldLines(attributes).join("\n")}\n    };`]),
    ...(scopes.some((of) => asked.rates.has(of)) ? ["readonly rates: decide.DayRates;"] : []),
  ];
  return `{ ${parts.join(" ")} }`;
}

/** Text that ends neither a line nor a comment. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll("*/", "* /");
}

import type {
  CampaignProgram,
  ColumnMapping,
  Expression,
  Firing,
  Program,
  RowScope,
  ValueType,
} from "../plan/index.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { named } from "./rows.ts";
import type { Value } from "./value.ts";

type Placed = Extract<Expression, { readonly kind: "attribute" | "time" | "definition" | "tag" }>;

/** A placeholder's value and type. */
export function placeholder(
  name: string,
  campaign: CampaignProgram,
  scope: Scope,
): { readonly value: Value; readonly type: ValueType } {
  const expression = placed(name, campaign.firing, scope.model.program);
  return { value: evaluate(expression, scope), type: expression.type };
}

/** What a placeholder stands for: something of the firing's `event`, a tag of that very name, or something of a step by its alias. */
function placed(name: string, firing: Firing, program: Program): Placed {
  const dot = name.indexOf(".");
  const [alias, attribute] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
  const ofEvent = alias === "event" ? partOf("event", attribute, firing, program) : undefined;
  if (ofEvent !== undefined) return ofEvent;
  if (Object.hasOwn(program.definitions, name)) {
    return { kind: "definition", name, type: named(program.definitions, name).type };
  }
  if (Object.hasOwn(program.tags, name))
    return { kind: "tag", tag: name, type: named(program.tags, name).type };
  const scope = scopeOf(alias, firing);
  const ofStep = scope === undefined ? undefined : partOf(scope, attribute, firing, program);
  if (ofStep === undefined) throw new Error(`nothing is called ${name}`);
  return ofStep;
}

function scopeOf(alias: string, firing: Firing): RowScope | undefined {
  if (firing.kind === "event") return firing.alias === alias ? "event" : undefined;
  if (firing.kind !== "pattern") return undefined;
  if (firing.first.alias === alias) return "event";
  const step = firing.then.findIndex((one) => one.alias === alias && !one.absent);
  return step < 0 ? undefined : `step ${step + 1}`;
}

function partOf(of: RowScope, attribute: string, firing: Firing, program: Program): Placed | undefined {
  const attributes = attributesOf(of, firing, program);
  if (attributes === undefined) return undefined;
  if (Object.hasOwn(attributes, attribute)) {
    return { kind: "attribute", of, attribute, type: named(attributes, attribute).type };
  }
  return attribute === "time" ? { kind: "time", of, type: { kind: "instant" } } : undefined;
}

function attributesOf(
  of: RowScope,
  firing: Firing,
  program: Program,
): Readonly<Record<string, ColumnMapping>> | undefined {
  const ofEvent = (event: string | undefined) =>
    event === undefined ? undefined : named(program.events, event).attributes;
  switch (firing.kind) {
    case "event":
    case "reaches":
      return ofEvent(firing.event);
    case "pattern":
      return ofEvent(
        of === "event" ? firing.first.event : firing.then[Number(of.slice("step ".length)) - 1]?.event,
      );
    case "date":
      return firing.of.kind === "tag" ? {} : named(program.collections, firing.of.collection).attributes;
    case "always":
    case "when":
    case "enter":
    case "leave":
    case "change":
      return undefined;
  }
}

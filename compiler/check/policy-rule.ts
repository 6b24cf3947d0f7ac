import type { PolicyLineTree } from "../../grammar/tree.ts";
import type { Duration, OfferSet, PolicyRule } from "../../plan/index.ts";
import { durationText } from "./cap-limit.ts";
import { longest, shortest } from "./cap-order.ts";
import { report, written } from "./context.ts";
import { warnNotKept } from "./kept.ts";
import {
  type NamedOffers,
  offersNamed,
  offersOrEventNamed,
  type PolicyNames,
  segmentNamed,
} from "./policy-names.ts";
import { checkDuration } from "./window.ts";

type RuleTree = Extract<PolicyLineTree, { readonly kind: "never" | "only-to" | "only-after" }>;

/** A line of `never` or `only` with the place that says it, and what it says as a sentence. */
export interface PlacedRule {
  readonly rule: PolicyRule;
  readonly what: NamedOffers;
  readonly sentence: string;
  readonly tree: RuleTree;
}

/** A line of `never` or `only`; undefined where it is wrong. */
export function checkPolicyRule(tree: RuleTree, names: PolicyNames): PlacedRule | undefined {
  const what = offersNamed(tree.what, names);
  const line = tree.kind === "only-to" ? checkOnlyTo(tree, what, names) : checkRelation(tree, what, names);
  if (what === undefined || line === undefined) return undefined;
  const { includingService } = tree;
  const text = includingService ? `${line.text} including service` : line.text;
  return {
    rule: { of: what, includingService, text, ...line.relation },
    what,
    sentence: line.sentence,
    tree,
  };
}

type Relation = PolicyRule extends infer Rule
  ? Rule extends PolicyRule
    ? Omit<Rule, "of" | "includingService" | "text">
    : never
  : never;

interface Line {
  readonly relation: Relation;
  readonly text: string;
  readonly sentence: string;
}

function checkOnlyTo(
  tree: Extract<RuleTree, { readonly kind: "only-to" }>,
  what: NamedOffers | undefined,
  names: PolicyNames,
): Line | undefined {
  const segment = segmentNamed(tree.segment, names);
  if (what === undefined || segment === undefined) return undefined;
  return {
    relation: { kind: "only-to", segment },
    text: `only ${written(what.name)} to ${written(segment)}`,
    sentence: `\`${what.name}\` only for members of \`${segment}\``,
  };
}

function checkRelation(
  tree: Extract<RuleTree, { readonly kind: "never" | "only-after" }>,
  what: NamedOffers | undefined,
  names: PolicyNames,
): Line | undefined {
  const { context } = names;
  const isWith = tree.kind === "never" && tree.relation === "with";
  const other = isWith ? offersNamed(tree.other, names) : offersOrEventNamed(tree.other, names);
  const within = checkDays(tree, names);
  if (what === undefined || other === undefined || within === undefined) return undefined;
  const days = durationText(within);
  const verb = isWith ? "with" : "after";
  const text = `${tree.kind === "never" ? "never" : "only"} ${written(what.name)} ${verb} ${written(other.name)} within ${days}`;
  if (other.kind === "event") {
    const occurrence = other.name;
    return tree.kind === "never"
      ? {
          relation: { kind: "never-after-event", occurrence, within },
          text,
          sentence: `no \`${what.name}\` for ${days} once \`${occurrence}\` has happened`,
        }
      : {
          relation: { kind: "only-after-event", occurrence, within },
          text,
          sentence: `\`${what.name}\` only within ${days} after \`${occurrence}\` has happened`,
        };
  }
  warnNotKept(within, tree.within.span, context);
  if (isWith) {
    const shared = what.offers.find((offer) => other.offers.includes(offer));
    if (shared !== undefined) {
      const offer = what.name === other.name ? undefined : shared;
      const parameters = { what: what.name, other: other.name, offer, days };
      report(context, "never-with-itself", tree.span, parameters);
      return undefined;
    }
    return {
      relation: { kind: "never-with", other, within },
      text,
      sentence: `no \`${what.name}\` and \`${other.name}\` within ${days} of each other`,
    };
  }
  return tree.kind === "never"
    ? {
        relation: { kind: "never-after-offer", after: other, within },
        text,
        sentence: `no \`${what.name}\` for ${days} once \`${other.name}\` has been offered`,
      }
    : {
        relation: { kind: "only-after", after: other, within },
        text,
        sentence: `\`${what.name}\` only within ${days} after \`${other.name}\` has been offered`,
      };
}

/** The span of a rule, which goes by dates. */
function checkDays(
  { kind, within }: Extract<RuleTree, { readonly kind: "never" | "only-after" }>,
  { context }: PolicyNames,
): Duration | undefined {
  if (within.unit !== "minute" && within.unit !== "hour") return checkDuration(within, context);
  report(context, "days-wanted", within.span, { what: `\`${kind === "never" ? "never" : "only"}\`` });
  return undefined;
}

/** Reports lines that stand twice, and those that together leave nothing of what they are about. */
export function compareRules(
  rules: readonly PlacedRule[],
  suppressed: ReadonlySet<string>,
  names: PolicyNames,
): void {
  const { context } = names;
  for (const [index, placed] of rules.entries()) {
    const { rule, what, sentence, tree } = placed;
    const twin = rules.slice(0, index).find((other) => other.rule.text === rule.text);
    if (twin !== undefined) {
      const related = [{ span: twin.tree.span, label: "it stands here first" }];
      report(context, "policy-line-doubled", tree.span, { sentence }, { related });
      continue;
    }
    if (rule.kind === "only-after" && sameOffers(rule.after, what)) {
      // The first of them would have to come after another one.
      report(context, "rule-allows-nothing", tree.span, { what: what.name, sentences: sentence });
      continue;
    }
    if (rule.kind === "only-to" && suppressed.has(rule.segment)) {
      const sentences = `${sentence}, and nobody of these may be contacted`;
      report(context, "rule-allows-nothing", tree.span, { what: what.name, sentences });
      continue;
    }
    const opposite = rules.find((other) => forbids(other, placed));
    if (opposite !== undefined) {
      const sentences = `${sentence}, and ${opposite.sentence}`;
      const related = [{ span: opposite.tree.span, label: "the other rule" }];
      report(context, "rule-allows-nothing", tree.span, { what: what.name, sentences }, { related });
    }
  }
}

/** Whether one line forbids all that another, an `only … after`, leaves of its offers. */
function forbids(never: PlacedRule, only: PlacedRule): boolean {
  const a = never.rule;
  const b = only.rule;
  if (!isPartOf(only.what, never.what)) return false;
  if (a.kind === "never-after-event" && b.kind === "only-after-event") {
    return a.occurrence === b.occurrence && isAtLeast(a.within, b.within);
  }
  if ((a.kind === "never-after-offer" || a.kind === "never-with") && b.kind === "only-after") {
    const others = a.kind === "never-with" ? a.other : a.after;
    return isPartOf(b.after, others) && isAtLeast(a.within, b.within);
  }
  return false;
}

function sameOffers(one: OfferSet, other: OfferSet): boolean {
  return isPartOf(one, other) && isPartOf(other, one);
}

function isPartOf(part: OfferSet, whole: OfferSet): boolean {
  if (whole.kind === "all") return true;
  return part.kind === "named" && part.offers.every((offer) => whole.offers.includes(offer));
}

function isAtLeast(longer: Duration, shorter: Duration): boolean {
  if (longer.unit === shorter.unit) return longer.count >= shorter.count;
  return shortest(longer) >= longest(shorter);
}

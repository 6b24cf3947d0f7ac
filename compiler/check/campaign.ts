import type { CampaignTree, ClauseTree, ExpressionTree, NameTree } from "../../grammar/tree.ts";
import type { CampaignWindow } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { convertTo } from "./arithmetic.ts";
import { campaignUses, offersNamedIn } from "./campaign-uses.ts";
import { checkCaps } from "./caps.ts";
import type { CheckedCampaign, CheckedOffer } from "./checked.ts";
import { type Context, replacement, report } from "./context.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { checkFiring, eventScope, expressionsOf, recurs } from "./firing.ts";
import { checkFollowUps } from "./follow-up.ts";
import { checkGoal } from "./goal.ts";
import { checkHoldoutShare } from "./holdout.ts";
import { warnCampaignNotKept } from "./kept.ts";
import { warnNeverHolds } from "./never.ts";
import { warnTooFine } from "./refreshed.ts";
import { type BoundRoute, checkMessages, checkRoutes } from "./routes.ts";
import { checkSchedule, checkScheduleInWindow, minutesBetweenTicks } from "./schedule.ts";
import { customerScope, type Scope, unreadEventScope } from "./scope.ts";
import { checkTagUses, forbiddenTags } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType, listMembers } from "./types.ts";
import { warnUnknowns } from "./unknown.ts";
import { checkValidity } from "./validity.ts";

type Clause<Kind extends ClauseTree["kind"]> = Extract<ClauseTree, { readonly kind: Kind }>;
const required = ["owner", "segment", "trigger", "window", "offer", "channel", "priority"] as const;

/** Checks a campaign, every clause whatever the others are; undefined where it cannot be run. */
export function checkCampaign(
  tree: CampaignTree,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): CheckedCampaign | undefined {
  const clause = clausesOf(tree, context);
  const unread = (kind: string): boolean =>
    tree.unread.some(({ keyword }) => keyword === undefined || keyword === kind);
  const missing = required.filter((kind) => clause(kind) === undefined && !unread(kind));
  if (missing.length > 0) {
    const clauses = missing.map((kind) => `\`${kind}\``).join(", ");
    report(context, "clause-missing", tree.name.span, { campaign: tree.name.text, clauses });
  }
  const status = choiceOf(clause("status")?.status, ["draft", "active", "paused"], "active", context);
  const purpose = choiceOf(clause("purpose")?.purpose, ["service", "marketing"], "marketing", context);
  const segment = predicateOf(clause("segment")?.predicate, context);
  const exclude = predicateOf(clause("exclude")?.predicate, context);
  const window = checkWindow(clause("window"), context);
  const trigger = clause("trigger");
  const schedule = trigger && checkTrigger(trigger, window, context);
  const firing = trigger && checkFiring(trigger.firing, context);
  const scope = (trigger && eventScope(trigger.firing, context)) ?? unreadEventScope;
  const routes = (kind: "offer" | "channel"): readonly BoundRoute[] | undefined => {
    const found = clause(kind);
    return found && checkRoutes(found.routes, kind, offers, scope, context);
  };
  const offerRoutes = routes("offer");
  const channelRoutes = routes("channel");
  if (offerRoutes !== undefined && channelRoutes !== undefined) {
    checkMessages({ name: tree.name, scope }, offerRoutes, channelRoutes, offers, context);
  }
  const priority = checkPriority(clause("priority"), context);
  const value = checkValue(clause("value"), scope, context);
  const goalClause = clause("goal");
  const goal = goalClause && checkGoal(goalClause, scope, context);
  const hasGoal = goalClause !== undefined || unread("goal");
  const campaign = { name: tree.name, scope };
  const first = { campaign, offers: offerRoutes, channels: channelRoutes, hasGoal };
  const followUps = checkFollowUps(tree, first, offers, context);
  const offersNamed = offersNamedIn(tree);
  if (window !== undefined) checkValidity(offersNamed, window, offers, context);
  const usesChannel = (channel: string): boolean =>
    channelRoutes === undefined ||
    channelRoutes.some(({ names }) => names.includes(channel)) ||
    followUps.some(({ via }) => via?.includes(channel) === true);
  const caps = checkCaps(clause("caps")?.caps ?? [], usesChannel, context);
  if (window !== undefined) {
    warnCampaignNotKept(caps, window, clause("caps")?.span ?? tree.name.span, context);
  }
  const share = clause("holdout")?.share;
  const holdout = share && checkHoldoutShare(share, context);
  const again = firing !== undefined && recurs(firing) && schedule !== undefined && schedule.kind !== "once";
  if (again && !unread("caps")) {
    const perCustomer = clause("caps")?.caps.some((cap) => cap.scope.kind.startsWith("per-customer"));
    const span = trigger?.firing?.span ?? tree.name.span;
    if (perCustomer !== true) report(context, "customer-cap-missing", span, {});
  }
  const parts = { segment, exclude, value, firing, goal, offersNamed, offerRoutes, channelRoutes };
  const permission = { purpose, draft: status === "draft" };
  const uses = campaignUses(tree, parts, forbiddenTags(permission, context), offers, context);
  checkTagUses(uses, permission, context);
  if (trigger?.schedule !== undefined && schedule !== undefined && firing !== undefined) {
    const asked = [segment, exclude, ...expressionsOf(firing)];
    const minutes = minutesBetweenTicks(schedule);
    warnTooFine(asked, firing, minutes, trigger.schedule.span, context);
  }
  const owner = clause("owner");
  if (
    owner === undefined ||
    segment === undefined ||
    schedule === undefined ||
    firing === undefined ||
    window === undefined ||
    offerRoutes === undefined ||
    channelRoutes === undefined ||
    priority === undefined
  ) {
    return undefined;
  }
  return {
    name: tree.name.text,
    label: tree.label?.value,
    owner: owner.owner.value,
    status,
    purpose,
    segment,
    exclude,
    schedule,
    firing,
    window,
    offers: offerRoutes,
    channels: channelRoutes,
    priority,
    value,
    caps,
    holdout,
    goal,
    followUps,
    span: tree.span,
  };
}

/** Gives a campaign's clause of a kind; reports clauses that stand twice, of which the first counts. */
function clausesOf(
  tree: CampaignTree,
  context: Context,
): <Kind extends ClauseTree["kind"]>(kind: Kind) => Clause<Kind> | undefined {
  const found = new Map<ClauseTree["kind"], ClauseTree>();
  for (const clause of tree.clauses) {
    const first = found.get(clause.kind);
    if (first === undefined) found.set(clause.kind, clause);
    else if (clause.kind !== "followup") {
      const related = [{ span: first.span, label: "it stands here first" }];
      report(context, "clause-doubled", clause.span, { clause: clause.kind }, { related });
    }
  }
  return <Kind extends ClauseTree["kind"]>(kind: Kind) => found.get(kind) as Clause<Kind> | undefined;
}

function choiceOf<Choice extends string>(
  name: NameTree | undefined,
  choices: readonly Choice[],
  standard: Choice,
  context: Context,
): Choice {
  if (name === undefined) return standard;
  const choice = choices.find((candidate) => candidate === name.text);
  if (choice === undefined) {
    const nearest = nearestName(name.text, choices);
    const parameters = { name: name.text, members: listMembers(choices), nearest };
    report(context, "unknown-member", name.span, parameters, { fix: replacement(name.span, nearest) });
  }
  return choice ?? standard;
}

function predicateOf(tree: ExpressionTree | undefined, context: Context): TypedExpression | undefined {
  if (tree === undefined) return undefined;
  const predicate = checkPredicate(tree, customerScope, context);
  if (predicate === undefined) return undefined;
  warnUnknowns(predicate, context);
  warnNeverHolds(predicate, context);
  return predicate;
}

function checkWindow(tree: Clause<"window"> | undefined, context: Context): CampaignWindow | undefined {
  if (tree === undefined) return undefined;
  const from = tree.from.value;
  const to = tree.to.value;
  if (from > to) {
    report(context, "window-reversed", tree.span, { from, to });
    return undefined;
  }
  const { contact, businessDaysOnly } = tree;
  if (contact !== undefined && contact.from.value === contact.to.value) {
    report(context, "contact-hours-empty", contact.span, { time: contact.from.value });
  }
  return {
    from,
    to,
    ...(contact === undefined ? {} : { contact: { from: contact.from.value, to: contact.to.value } }),
    businessDaysOnly,
  };
}

function checkTrigger(tree: Clause<"trigger">, window: CampaignWindow | undefined, context: Context) {
  // A trigger without a schedule has been reported by the parser.
  if (tree.schedule === undefined) return undefined;
  const schedule = checkSchedule(tree.schedule, context);
  if (schedule !== undefined && window !== undefined) {
    checkScheduleInWindow(tree.schedule, schedule, window, context);
  }
  return schedule;
}

function checkPriority(tree: Clause<"priority"> | undefined, context: Context): number | undefined {
  if (tree === undefined) return undefined;
  const { value, span } = tree.priority;
  if (Number.isInteger(value) && value >= 0 && value <= 1000) return value;
  report(context, "priority-range", span, {});
  return undefined;
}

/** The expected worth of a contact, in the project's currency. */
function checkValue(
  tree: Clause<"value"> | undefined,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  if (tree === undefined) return undefined;
  const value = checkExpression(tree.value, scope, context);
  if (value === undefined) return undefined;
  if (value.type.kind !== "money") {
    report(context, "value-not-money", tree.value.span, { found: describeType(value.type) });
    return undefined;
  }
  return convertTo(value, context.catalog.currency, context, "tick");
}

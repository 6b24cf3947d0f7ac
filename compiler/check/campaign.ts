import type { CampaignTree, ClauseTree, ExpressionTree, NameTree } from "../../grammar/tree.ts";
import type { CampaignWindow } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { convertTo } from "./arithmetic.ts";
import { checkCaps } from "./caps.ts";
import type { CheckedCampaign, CheckedFiring, CheckedOffer } from "./checked.ts";
import { type Context, replacement, report } from "./context.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { checkFiring, eventScope, expressionsOf, recurs } from "./firing.ts";
import { checkHoldoutShare } from "./holdout.ts";
import { warnNeverHolds } from "./never.ts";
import { type BoundRoute, checkMessages, checkRoutes } from "./routes.ts";
import { checkSchedule, checkScheduleInWindow, minutesBetweenTicks } from "./schedule.ts";
import { customerScope, type Scope, unreadEventScope } from "./scope.ts";
import { checkTagUses, readsRows, type TagUse, tagUses } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType, listMembers } from "./types.ts";
import { warnUnknowns } from "./unknown.ts";

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
    const known = kind === "offer" ? offers : context.catalog.channels;
    return found && checkRoutes(found.routes, kind, known, scope, context);
  };
  const offerRoutes = routes("offer");
  const channelRoutes = routes("channel");
  if (offerRoutes !== undefined && channelRoutes !== undefined) {
    checkMessages({ name: tree.name, firing }, offerRoutes, channelRoutes, offers, context);
  }
  if (offerRoutes !== undefined && window !== undefined) checkValidity(offerRoutes, window, offers, context);
  const priority = checkPriority(clause("priority"), context);
  const value = checkValue(clause("value"), scope, context);
  const channels = channelRoutes && new Set(channelRoutes.flatMap((route) => route.names));
  const caps = checkCaps(clause("caps")?.caps ?? [], channels, context);
  const share = clause("holdout")?.share;
  const holdout = share && checkHoldoutShare(share, context);
  const again = firing !== undefined && recurs(firing) && schedule !== undefined && schedule.kind !== "once";
  if (again && !unread("caps")) {
    const perCustomer = clause("caps")?.caps.some((cap) => cap.scope.kind.startsWith("per-customer"));
    const span = trigger?.firing?.span ?? tree.name.span;
    if (perCustomer !== true) report(context, "customer-cap-missing", span, {});
  }
  const uses = [
    ...[segment, exclude, value].flatMap((part) => (part === undefined ? [] : tagUses(part, context))),
    ...(firing === undefined ? [] : expressionsOf(firing)).flatMap((part) => tagUses(part, context)),
    ...[...(offerRoutes ?? []), ...(channelRoutes ?? [])].flatMap((route) =>
      route.when === undefined ? [] : tagUses(route.when, context),
    ),
    ...placeholderUses(offerRoutes ?? [], channelRoutes ?? [], offers, context),
  ];
  checkTagUses(uses, { purpose, draft: status === "draft" }, context);
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
    else {
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

function checkValidity(
  routes: readonly BoundRoute[],
  window: CampaignWindow,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  for (const tree of routes.flatMap((route) => route.trees)) {
    const offer = offers.get(tree.text);
    if (offer?.valid?.kind !== "dates") continue;
    const { from, to, span } = offer.valid;
    const related = [{ span, label: "the offer is valid then" }];
    if (to < window.from || from > window.to) {
      report(context, "offer-never-valid", tree.span, { offer: offer.name }, { related });
    } else if (to < window.to) {
      report(context, "offer-expires", tree.span, { offer: offer.name, to }, { related });
    }
  }
}

function placeholderUses(
  offerRoutes: readonly BoundRoute[],
  channelRoutes: readonly BoundRoute[],
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): readonly TagUse[] {
  const channels = new Set(channelRoutes.flatMap((route) => route.names));
  const uses: TagUse[] = [];
  for (const tree of offerRoutes.flatMap((route) => route.trees)) {
    const offer = offers.get(tree.text);
    for (const [channel, message] of offer?.messages ?? []) {
      if (!channels.has(channel)) continue;
      for (const placeholder of message.placeholders) {
        if (placeholder.kind !== "tag") continue;
        for (const use of tagUses(placeholder.expression, context)) {
          uses.push({ tag: use.tag, span: tree.span, via: tree.text });
        }
      }
    }
  }
  return uses;
}

const refreshMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 24 * 60,
  weekly: 7 * 24 * 60,
  monthly: 28 * 24 * 60,
};

/** Warns of a campaign that asks tags alone, and more often than the most often refreshed of them changes. */
function warnTooFine(
  asked: readonly (TypedExpression | undefined)[],
  firing: CheckedFiring,
  minutes: number,
  span: NameTree["span"],
  context: Context,
): void {
  if (["event", "pattern", "reaches"].includes(firing.kind)) return;
  const parts = asked.filter((part) => part !== undefined);
  if (parts.some((part) => readsRows(part, context))) return;
  let soonest: { readonly name: string; readonly refreshed: string; readonly every: number } | undefined;
  for (const { tag: name } of parts.flatMap((part) => tagUses(part, context))) {
    const refreshed = context.catalog.tags.get(name)?.refreshed;
    const every = refreshed === undefined ? undefined : refreshMinutes[refreshed];
    if (refreshed === undefined || every === undefined || every <= minutes) return;
    if (soonest === undefined || every < soonest.every) soonest = { name, refreshed, every };
  }
  if (soonest === undefined) return;
  const { name, refreshed } = soonest;
  report(context, "schedule-too-fine", span, { tags: `\`${name}\``, refreshed });
}

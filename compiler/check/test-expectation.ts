import type { NameTree, TestLineTree } from "../../grammar/tree.ts";
import { type Expectation, TEST_REASONS, type TestReason } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { CheckedCampaign, CheckedOffer } from "./checked.ts";
import { replacement, report, reportUnknownName, written } from "./context.ts";
import { instantOf } from "./instant.ts";
import { declaredKey, type TestNames } from "./test-rows.ts";

type ExpectTree = Extract<TestLineTree, { readonly kind: "expect" }>;

/** What an expectation can name of the campaign; undefined where the campaign is wrong and nobody can tell. */
export interface Expectable {
  readonly offers: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
  /** The placeholders of its messages. */
  readonly placeholders: ReadonlySet<string>;
}

/** What can be expected of a campaign: its offers and channels, those of follow-ups included. */
export function expectable(
  campaign: CheckedCampaign | undefined,
  checkedOffers: ReadonlyMap<string, CheckedOffer>,
): Expectable | undefined {
  if (campaign === undefined) return undefined;
  const { followUps } = campaign;
  const offers = new Set([
    ...campaign.offers.flatMap(({ names }) => names),
    ...followUps.flatMap(({ offering }) => offering ?? []),
  ]);
  const channels = new Set([
    ...campaign.channels.flatMap(({ names }) => names),
    ...followUps.flatMap(({ via }) => via ?? []),
  ]);
  const placeholders = new Set<string>();
  for (const offer of offers) {
    for (const [channel, { subject, body }] of checkedOffers.get(offer)?.messages ?? []) {
      if (!channels.has(channel)) continue;
      for (const part of [...(subject ?? []), ...body]) {
        if (part.kind === "placeholder") placeholders.add(part.name);
      }
    }
  }
  return { offers, channels, placeholders };
}

type WithoutOrigin<Item> = Item extends Expectation ? Omit<Item, "origin"> : never;
export type CheckedExpectation = WithoutOrigin<Expectation>;

/** An `expect`; undefined where it is wrong. */
export function checkExpectation(
  tree: ExpectTree,
  known: Expectable | undefined,
  names: TestNames,
): CheckedExpectation | undefined {
  const customer = declaredKey(tree.customer, names);
  return tree.contact
    ? checkContact(tree, customer, known, names)
    : checkNoContact(tree, customer, known, names);
}

function checkContact(
  tree: ExpectTree,
  customer: string | undefined,
  known: Expectable | undefined,
  names: TestNames,
): CheckedExpectation | undefined {
  const { context } = names;
  const { via, offering, at, because } = tree;
  if (because !== undefined) {
    report(context, "test-expect-parts", because.span, { part: "because", contact: true });
  }
  const channelsSound =
    via === undefined || isOneOf(via, "channel", context.catalog.channels.keys(), known?.channels, names);
  const offersSound = offering
    .map((offer) => isOneOf(offer, "offer", context.names.offers.keys(), known?.offers, names))
    .every((sound) => sound);
  if (customer === undefined || because !== undefined || !channelsSound || !offersSound) return undefined;
  const offers = [...new Set(offering.map(({ text }) => text))];
  const text = [
    `expect contact ${shownKey(tree)}`,
    ...(via === undefined ? [] : [`via ${written(via.text)}`]),
    ...(offers.length === 0 ? [] : [`offering ${offers.map(written).join(", ")}`]),
    ...(at === undefined ? [] : [`at ${at.date.value} ${at.time.value}`]),
  ];
  return {
    kind: "contact",
    customer,
    ...(via === undefined ? {} : { via: via.text }),
    ...(offers.length === 0 ? {} : { offering: offers }),
    ...(at === undefined ? {} : { at: instantOf(at.date.value, at.time.value, context.catalog.timezone) }),
    text: text.join(" "),
  };
}

function checkNoContact(
  tree: ExpectTree,
  customer: string | undefined,
  known: Expectable | undefined,
  names: TestNames,
): CheckedExpectation | undefined {
  const { context } = names;
  const { via, offering, at, because } = tree;
  const parts = [
    ["via", via],
    ["offering", offering[0]],
    ["at", at],
  ] as const;
  let sound = customer !== undefined;
  for (const [part, found] of parts) {
    if (found === undefined) continue;
    report(context, "test-expect-parts", found.span, { part, contact: false });
    sound = false;
  }
  const reason = because === undefined ? undefined : checkReason(because, known, names);
  if (!sound || customer === undefined || (because !== undefined && reason === undefined)) return undefined;
  const why = reason === undefined ? "" : ` because ${reason}`;
  return {
    kind: "no-contact",
    customer,
    ...(reason === undefined ? {} : { because: reason }),
    text: `expect no contact ${shownKey(tree)}${why}`,
  };
}

function checkReason(
  { text, span }: NonNullable<ExpectTree["because"]>,
  known: Expectable | undefined,
  { context, campaign }: TestNames,
): TestReason | undefined {
  const reason = text.trim().replace(/\s+/g, " ");
  const plain = TEST_REASONS.find((code) => code === reason);
  if (plain !== undefined) return plain;
  if (reason === "holdout") {
    report(context, "test-holdout", span, {});
    return undefined;
  }
  if (reason.startsWith("unknown ")) {
    const name = reason.slice("unknown ".length).replace(/^`(.*)`$/, "$1");
    if (known === undefined || known.placeholders.has(name)) return `unknown ${name}`;
    const nearest = nearestName(name, known.placeholders);
    report(context, "test-reason-placeholder", span, { name, campaign, nearest });
    return undefined;
  }
  const nearest = nearestName(reason, TEST_REASONS);
  const fix = replacement(span, nearest);
  const exact = fix && {
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, text: nearest ?? edit.text })),
  };
  report(context, "test-unknown-reason", span, { reason, nearest }, { fix: exact });
  return undefined;
}

/** Whether a name is one of those there are, and of those that the campaign uses; reported if not. */
function isOneOf(
  name: NameTree,
  what: "channel" | "offer",
  declared: Iterable<string>,
  used: ReadonlySet<string> | undefined,
  { context, campaign }: TestNames,
): boolean {
  const all = [...declared];
  if (!all.includes(name.text)) {
    reportUnknownName(context, what, name, all);
    return false;
  }
  if (used === undefined || used.has(name.text)) return true;
  report(context, "test-never-expected", name.span, { what, name: name.text, campaign });
  return false;
}

function shownKey({ customer }: ExpectTree): string {
  return customer.kind === "text" ? JSON.stringify(customer.value) : customer.value;
}

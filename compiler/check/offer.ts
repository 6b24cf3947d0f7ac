import type { ExpressionTree, OfferPropertyTree, OfferTree } from "../../grammar/tree.ts";
import type { Money } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { CheckedMessage, CheckedOffer, Placeholder } from "./checked.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { checkExpression } from "./expression.ts";
import { checkMessageText, fixedLength } from "./message.ts";
import { customerScope } from "./scope.ts";
import { readsOf } from "./tag-use.ts";
import { checkDuration } from "./window.ts";

type Property<Kind extends OfferPropertyTree["kind"]> = Extract<OfferPropertyTree, { readonly kind: Kind }>;

/** An offer with its properties bound; what is wrong in it has been reported and is left out. */
export function checkOffer(tree: OfferTree, context: Context): CheckedOffer {
  const found = new Map<OfferPropertyTree["kind"], OfferPropertyTree>();
  const messages = new Map<string, CheckedMessage>();
  const messageTrees = new Map<string, Property<"message">>();
  for (const property of tree.properties) {
    if (property.kind === "message") {
      const first = messageTrees.get(property.channel.text);
      if (first === undefined) {
        messageTrees.set(property.channel.text, property);
        messages.set(property.channel.text, checkMessage(property, context));
      } else reportDoubled(`message ${property.channel.text}`, property, first, context);
      continue;
    }
    const first = found.get(property.kind);
    if (first === undefined) found.set(property.kind, property);
    else reportDoubled(property.kind, property, first, context);
  }
  const property = <Kind extends OfferPropertyTree["kind"]>(kind: Kind): Property<Kind> | undefined =>
    found.get(kind) as Property<Kind> | undefined;
  const product = property("product");
  const group = property("group");
  const value = property("value");
  const cost = property("cost");
  const valid = property("valid");
  return {
    name: tree.name.text,
    label: tree.label?.value,
    product: product === undefined ? undefined : checkProduct(product, context),
    groups: group === undefined ? [] : checkGroups(group, context),
    value: value === undefined ? undefined : checkMoney(value.value, "value", context),
    cost: cost === undefined ? undefined : checkMoney(cost.cost, "cost", context),
    valid: valid === undefined ? undefined : checkValidity(valid, context),
    messages,
    incomplete:
      tree.unread.some(({ keyword }) => keyword === undefined || keyword === "message") ||
      [...messages.keys()].some((channel) => !context.catalog.channels.has(channel)),
    span: tree.name.span,
  };
}

function reportDoubled(
  clause: string,
  second: OfferPropertyTree,
  first: OfferPropertyTree,
  context: Context,
): void {
  const related = [{ span: first.span, label: "it stands here first" }];
  report(context, "clause-doubled", second.span, { clause }, { related });
}

function checkProduct({ product }: Property<"product">, context: Context): string | undefined {
  if (context.catalog.products.has(product.text)) return product.text;
  const nearest = nearestName(product.text, context.catalog.products.keys());
  report(
    context,
    "unknown-product",
    product.span,
    { name: product.text, nearest },
    { fix: replacement(product.span, nearest) },
  );
  return undefined;
}

function checkGroups({ groups }: Property<"group">, context: Context): readonly string[] {
  const names = new Set<string>();
  for (const group of groups) {
    if (names.has(group.text)) report(context, "name-repeated", group.span, { name: group.text });
    names.add(group.text);
  }
  return [...names].sort();
}

function checkMoney(tree: ExpressionTree, property: string, context: Context): Money | undefined {
  const money = checkExpression(tree, customerScope, context);
  if (money === undefined) return undefined;
  const { type } = money;
  if (
    money.kind !== "literal" ||
    type.kind !== "money" ||
    type.currency === undefined ||
    String(money.value).startsWith("-")
  ) {
    report(context, "offer-money", tree.span, { property });
    return undefined;
  }
  const { currency } = context.catalog;
  if (type.currency !== currency && context.catalog.rates === undefined) {
    report(context, "rates-missing", tree.span, { from: `money in ${type.currency}`, to: currency });
    return undefined;
  }
  return { amount: String(money.value), currency: type.currency };
}

function checkValidity({ valid }: Property<"valid">, context: Context): CheckedOffer["valid"] {
  const { span } = valid;
  if (valid.kind === "from-contact") {
    const duration = checkDuration(valid.duration, context);
    return duration && { kind: "from-contact", duration, span };
  }
  const from = valid.from.value;
  const to = valid.to.value;
  if (from <= to) return { kind: "dates", from, to, span };
  report(context, "window-reversed", span, { from, to });
  return undefined;
}

function checkMessage(tree: Property<"message">, context: Context): CheckedMessage {
  const channel = context.catalog.channels.get(tree.channel.text);
  if (channel === undefined) {
    reportUnknownName(context, "channel", tree.channel, context.catalog.channels.keys());
  }
  const placeholders: Placeholder[] = [];
  const subject =
    tree.subject === undefined ? undefined : checkMessageText(tree.subject, placeholders, context);
  const body = checkMessageText(tree.body, placeholders, context) ?? [];
  const longest = channel?.value.maxLength;
  const length = fixedLength(body);
  if (longest !== undefined && length > longest) {
    report(context, "message-too-long", tree.body.span, { channel: tree.channel.text, length, longest });
  }
  const named = placeholders.flatMap((each) => (each.kind === "tag" ? [each.expression] : []));
  return { subject, body, placeholders, tags: readsOf(named, context).tags, span: tree.span };
}

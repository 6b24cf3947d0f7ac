import type { NameTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { declaredOccurrence, definitionOf } from "./definition.ts";
import { noteAttribute, noteDefinition, noteTag } from "./mapped.ts";
import { aliasesIn, haveTime, type Meaning, meaningOf, type Rows, type Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { instantType, listMembers, productType } from "./types.ts";

/**
 * Binds a name: opposite an enum or product its member or a product's code first, then an attribute in scope,
 * then a tag or segment. Reports a name that is nothing there.
 */
export function checkName(
  name: NameTree,
  scope: Scope,
  context: Context,
  expected: ValueType | undefined,
): TypedExpression | undefined {
  const member = asMember(name, context, expected);
  if (member !== undefined) return member;
  const meaning = meaningOf(name, scope, context.names);
  if (meaning === undefined) {
    reportNothing(name, scope, context, expected);
    return undefined;
  }
  switch (meaning.kind) {
    case "attribute":
      noteAttribute(meaning.rows, meaning.attribute, name.span, context);
      return {
        kind: "attribute",
        of: meaning.of,
        attribute: meaning.attribute,
        known: meaning.rows.kind === "ledger" && meaning.attribute !== "amount",
        type: meaning.type,
        span: name.span,
      };
    case "time":
      return { kind: "time", of: meaning.of, type: instantType, span: name.span };
    case "offer-amount":
      return { kind: "offer-amount", amount: meaning.amount, type: meaning.type, span: name.span };
    case "no-attribute":
      reportUnknownAttribute(context, meaning.rows, meaning.attribute, name);
      return undefined;
    case "declared":
      if (scope.aggregate === "subject") {
        report(context, "aggregate-subject", name.span, { event: scope.row?.rows.name ?? "the event" });
        return undefined;
      }
      return declaredValue(name, meaning, scope, context);
  }
}

/** The type of a name where it stands for a value, without a word where it does not; members are not looked for. */
export function typeOfName(name: NameTree, scope: Scope, context: Context): ValueType | undefined {
  const meaning = meaningOf(name, scope, context.names);
  if (meaning === undefined || meaning.kind === "no-attribute") return undefined;
  if (meaning.kind === "attribute" || meaning.kind === "offer-amount") return meaning.type;
  if (meaning.kind === "time") return instantType;
  switch (meaning.declared.kind) {
    case "catalog-tag":
      return meaning.declared.tag.type;
    case "tag":
    case "segment":
      return definitionOf(meaning.name, context)?.type;
    case "catalog-event":
    case "ledger-event":
    case "collection":
    case "event":
      return undefined;
  }
}

/** The member of an enum or set, or the product, that a bare name stands for opposite one. */
export function asMember(
  name: NameTree,
  context: Context,
  expected: ValueType | undefined,
): TypedExpression | undefined {
  if (expected === undefined || name.quoted) return undefined;
  if (expected.kind === "enum" && expected.members.includes(name.text)) {
    return { kind: "literal", type: expected, value: name.text, span: name.span };
  }
  if (expected.kind === "product" && context.catalog.products.has(name.text)) {
    context.uses.push({ of: "product", name: name.text, span: name.span });
    return { kind: "literal", type: productType, value: name.text, span: name.span };
  }
  return undefined;
}

function declaredValue(
  name: NameTree,
  meaning: Extract<Meaning, { readonly kind: "declared" }>,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const { declared } = meaning;
  context.uses.push({ of: "data", name: meaning.name, span: name.span });
  switch (declared.kind) {
    case "catalog-tag": {
      const { tag } = declared;
      noteTag(tag, name.span, context);
      if (tag.status === "deprecated" || tag.status === "retired") {
        report(
          context,
          tag.status === "retired" ? "tag-retired" : "tag-deprecated",
          name.span,
          { name: tag.name, use: tag.use },
          { fix: replacement(name.span, tag.use) },
        );
      }
      return { kind: "tag", tag: tag.name, type: tag.type, span: name.span };
    }
    case "tag":
    case "segment": {
      const definition = definitionOf(meaning.name, context);
      if (definition === undefined) return undefined;
      noteDefinition(meaning.name, name.span, context);
      if (scope.ranking === true && definition.readsLedger) {
        report(context, "ledger-in-top", name.span, { name: meaning.name });
        return undefined;
      }
      return { kind: "definition", name: meaning.name, type: definition.type, span: name.span };
    }
    case "catalog-event":
    case "ledger-event":
    case "event":
      report(context, "not-a-value", name.span, { name: meaning.name, what: "an event" });
      return undefined;
    case "collection":
      report(context, "not-a-value", name.span, { name: meaning.name, what: "a collection" });
      return undefined;
  }
}

/** Notes an attribute that rows do not have, with the nearest that they have. */
export function reportUnknownAttribute(
  context: Context,
  rows: Rows,
  attribute: string,
  name: NameTree,
): void {
  if (context.names.unread.has(`${rows.source.name}.${attribute}`)) return;
  const attributes = Object.keys(rows.source.attributes);
  const nearest = nearestName(attribute, haveTime(rows) ? [...attributes, "time"] : attributes);
  const prefix = name.text.slice(0, name.text.length - attribute.length);
  report(
    context,
    "unknown-attribute",
    name.span,
    {
      event: rows.name,
      name: attribute,
      nearest,
      attributes: listMembers(attributes.length === 0 ? ["time"] : attributes),
    },
    { fix: replacement(name.span, nearest === undefined ? undefined : prefix + nearest) },
  );
}

function reportNothing(
  name: NameTree,
  scope: Scope,
  context: Context,
  expected: ValueType | undefined,
): void {
  const { unread } = context.names;
  if (unread.has(name.text)) return;
  if (scope.row !== undefined && unread.has(`${scope.row.rows.source.name}.${name.text}`)) return;
  const dot = name.quoted ? -1 : name.text.lastIndexOf(".");
  const prefix = dot > 0 ? name.text.slice(0, dot) : undefined;
  if (prefix !== undefined && scope.eventUnread === true) return;
  if (prefix === "event") {
    const code = scope.aggregate === undefined ? "event-out-of-place" : "event-in-aggregate";
    report(context, code, name.span, { name: name.text });
    return;
  }
  if (prefix !== undefined && prefix === scope.absent) {
    report(context, "event-absent", name.span, { name: name.text, alias: prefix });
    return;
  }
  if (!name.quoted && (name.text === "offer.value" || name.text === "offer.cost")) {
    report(context, "offer-amount-out-of-place", name.span, { name: name.text });
    return;
  }
  const rows = prefix === undefined ? undefined : rowsCalled(prefix, context);
  const nearestProduct =
    expected?.kind === "product" && !name.quoted
      ? nearestName(name.text, context.catalog.products.keys())
      : undefined;
  if (rows !== undefined && nearestProduct === undefined) {
    reportRowsAttribute(name, rows, scope, context);
    return;
  }
  if (expected?.kind === "enum" && !name.quoted) {
    const nearest = nearestName(name.text, expected.members);
    report(
      context,
      "unknown-member",
      name.span,
      { name: name.text, members: listMembers(expected.members), nearest },
      { fix: replacement(name.span, nearest) },
    );
    return;
  }
  if (expected?.kind === "product" && !name.quoted) {
    report(
      context,
      "unknown-product",
      name.span,
      { name: name.text, nearest: nearestProduct },
      { fix: replacement(name.span, nearestProduct) },
    );
    return;
  }
  const aliases = aliasesIn(scope);
  if (prefix !== undefined && aliases.length > 0 && nearestName(prefix, aliases) !== undefined) {
    const { file, start } = name.span;
    const span = { file, start, end: start + prefix.length };
    reportUnknownName(context, "event", { text: prefix, span }, aliases);
    return;
  }
  const candidates = scope.row === undefined ? [] : Object.keys(scope.row.rows.source.attributes);
  if (scope.row === undefined && scope.event !== undefined) {
    // Outside the firing the event's attributes are spoken of as the event's.
    if (Object.hasOwn(scope.event.rows.source.attributes, name.text)) {
      const what = "tag or segment";
      const nearest = `event.${name.text}`;
      const fix = replacement(name.span, nearest);
      report(context, "unknown-name", name.span, { what, name: name.text, nearest }, { fix });
      return;
    }
  }
  for (const [candidate, declared] of context.names.data) {
    if (["catalog-tag", "tag", "segment"].includes(declared.kind)) candidates.push(candidate);
  }
  const what = scope.row === undefined ? "tag or segment" : "attribute, tag or segment";
  const text = name.text.startsWith("customer.") ? name.text.slice("customer.".length) : name.text;
  const span = { ...name.span, start: name.span.end - text.length };
  reportUnknownName(context, what, text === name.text ? name : { text, span }, candidates);
}

/** The rows of an event or collection of that name, whatever conditions narrow them. */
function rowsCalled(name: string, context: Context): Rows | undefined {
  const declared = context.names.data.get(name);
  switch (declared?.kind) {
    case "collection":
      return { name, alias: undefined, kind: "collection", source: declared.collection.source };
    case "event":
    case "catalog-event":
    case "ledger-event": {
      const occurrence = declaredOccurrence(name, declared, undefined, context);
      return occurrence && { ...occurrence.rows, name, alias: undefined };
    }
    default:
      return undefined;
  }
}

/** Notes an attribute of rows that are not in scope, with how it is written where they are. */
function reportRowsAttribute(name: NameTree, rows: Rows, scope: Scope, context: Context): void {
  const attribute = name.text.slice(rows.name.length + 1);
  const known = Object.hasOwn(rows.source.attributes, attribute) || (attribute === "time" && haveTime(rows));
  if (!known) {
    reportUnknownAttribute(context, rows, attribute, name);
    return;
  }
  if (scope.aggregate === "subject") {
    const first = scope.row?.rows.name ?? rows.name;
    report(context, "aggregate-mixes-events", name.span, { first, second: rows.name });
    return;
  }
  const { row, event } = scope;
  const meant =
    row !== undefined && row.rows.source === rows.source
      ? attribute
      : row === undefined && event?.rows.source === rows.source
        ? `event.${attribute}`
        : undefined;
  const fix = replacement(name.span, meant);
  report(context, "attribute-out-of-place", name.span, { name: name.text, event: rows.name, meant }, { fix });
}

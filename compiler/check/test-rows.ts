import type { FieldTree, NameTree, NumberTree, TestLineTree, TextTree } from "../../grammar/tree.ts";
import type {
  ColumnMapping,
  TestContact,
  TestCustomer,
  TestResponse,
  TestRow,
  TestValue,
  ValueType,
} from "../../plan/index.ts";
import { mappedSource } from "../catalog/overlay.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { whatIs } from "../resolve/names.ts";
import { type Context, replacement, report, reportUnknownName } from "./context.ts";
import { instantOf } from "./instant.ts";
import { noteRows, noteTag } from "./mapped.ts";
import { checkTestValue, reportTestType } from "./test-value.ts";
import { instantType, listMembers } from "./types.ts";

type Line<Kind extends TestLineTree["kind"]> = Extract<TestLineTree, { readonly kind: Kind }>;

/** What a test's lines are checked with. */
export interface TestNames {
  readonly context: Context;
  /** The campaign that is tested. */
  readonly campaign: string;
  /** The keys of its customers, with their places. */
  readonly customers: ReadonlyMap<string, KeyTree>;
}

export type KeyTree = NumberTree | TextTree;

/** A customer's key as text; undefined, and reported, where it is none. */
export function keyOf(tree: KeyTree, context: Context): string | undefined {
  const { type } = context.catalog.customer;
  if (type === "text" && tree.kind === "text") return tree.value;
  const whole = tree.kind === "number" && /^-?\d+$/.test(tree.value) && !tree.percent;
  if (type === "integer" && whole && tree.currency === undefined) return String(BigInt(tree.value));
  report(context, "test-customer-key", tree.span, { type });
  return undefined;
}

/** The key of a customer whom the test declares. */
export function declaredKey(tree: KeyTree, { context, customers }: TestNames): string | undefined {
  const key = keyOf(tree, context);
  if (key === undefined || customers.has(key)) return key;
  const nearest = context.catalog.customer.type === "text" ? nearestName(key, customers.keys()) : undefined;
  const shown = tree.kind === "text" ? `"${key}"` : key;
  report(context, "test-customer-unknown", tree.span, { key: shown, nearest });
  return undefined;
}

/** What a test knows of a customer; wrong fields are left out. */
export function checkTestCustomer(key: string, { fields }: Line<"customer">, context: Context): TestCustomer {
  const tags = new Map<string, TestValue>();
  const dated: { tag: string; date: string; value: TestValue }[] = [];
  const said = new Set<string>();
  for (const field of fields) {
    const { name, at } = field;
    const declared = context.names.data.get(name.text);
    if (declared === undefined) {
      reportUnknownName(context, "tag", name, context.catalog.tags.keys());
      continue;
    }
    if (declared.kind !== "catalog-tag") {
      const what = whatIs(declared);
      const article = /^[aeiou]/.test(what) ? "an" : "a";
      report(context, "test-derived", name.span, { name: name.text, what: `${article} ${what}` });
      continue;
    }
    const identity = `${name.text} ${at?.value ?? ""}`;
    if (said.has(identity)) report(context, "test-field-doubled", name.span, { name: name.text });
    said.add(identity);
    const { mapping, type } = declared.tag;
    noteTag(declared.tag, name.span, context);
    if (at !== undefined) {
      const source = context.catalog.sources.get(mapping.source)?.value;
      if (source?.snapshot === undefined && source?.history === undefined) {
        report(context, "history-not-kept", name.span, { tag: name.text, source: mapping.source });
        continue;
      }
    }
    const value = checkTestValue(field, type, context);
    if (value === undefined) continue;
    if (at === undefined) tags.set(name.text, value);
    else dated.push({ tag: name.text, date: at.value, value });
  }
  const byName = ([a]: readonly [string, TestValue], [b]: readonly [string, TestValue]): number =>
    a < b ? -1 : a > b ? 1 : 0;
  const order = (a: { tag: string; date: string }): string => `${a.tag}\n${a.date}`;
  return {
    key,
    tags: Object.fromEntries([...tags].sort(byName)),
    dated: dated.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)),
  };
}

/** A row of an event, a collection or the ledger. */
export type CheckedRow =
  | { readonly kind: "row"; readonly row: TestRow }
  | { readonly kind: "contact"; readonly contact: TestContact }
  | { readonly kind: "response"; readonly response: TestResponse };

/** A row that a test sets up; undefined where it is wrong. */
export function checkTestRow(tree: Line<"row">, names: TestNames): CheckedRow | undefined {
  const { context } = names;
  const { of } = tree;
  const declared = context.names.data.get(of.text);
  switch (declared?.kind) {
    case "catalog-event":
      noteRows("event", declared.event, of.span, context);
      return checkRow(tree, "event", mappedSource(declared.event).attributes, names);
    case "collection":
      noteRows("collection", declared.collection, of.span, context);
      return checkRow(tree, "collection", mappedSource(declared.collection).attributes, names);
    case "ledger-event":
      return checkLedgerRow(tree, declared.event.source.attributes, names);
    case undefined: {
      const { events, collections } = context.catalog;
      const known = [...events.keys(), ...collections.keys(), "contact", "response"];
      reportUnknownName(context, "event or collection", of, known);
      return undefined;
    }
    case "event":
    case "tag":
    case "catalog-tag":
    case "segment": {
      const what = whatIs(declared);
      if (declared.kind === "event") {
        report(context, "test-derived", of.span, { name: of.text, what: "an event made of others" });
      } else report(context, "not-an-event", of.span, { name: of.text, what, inTest: true });
      return undefined;
    }
  }
}

interface Fields {
  readonly customer: string | undefined;
  readonly time: string | undefined;
  readonly values: ReadonlyMap<string, TestValue>;
  readonly sound: boolean;
}

function checkRow(
  tree: Line<"row">,
  kind: "event" | "collection",
  attributes: Readonly<Record<string, ColumnMapping>>,
  names: TestNames,
): CheckedRow | undefined {
  const { customer, time, values, sound } = checkFields(tree, kind === "event", attributes, names);
  if (!sound || customer === undefined) return undefined;
  const row = { kind, name: tree.of.text, customer, attributes: Object.fromEntries([...values].sort(byKey)) };
  return { kind: "row", row: time === undefined ? row : { ...row, time } };
}

function checkLedgerRow(
  tree: Line<"row">,
  attributes: Readonly<Record<string, ColumnMapping>>,
  names: TestNames,
): CheckedRow | undefined {
  const { context } = names;
  const group = tree.fields.find(({ name }) => name.text === "group");
  if (group !== undefined) {
    report(context, "test-derived", group.name.span, { name: "group", what: "what an offer is of" });
  }
  const { customer, time, values, sound } = checkFields(tree, true, attributes, names);
  const text = (name: string): string | undefined => {
    const value = values.get(name)?.value;
    return typeof value === "string" ? value : undefined;
  };
  const listed = values.get("offer")?.value;
  const offers = Array.isArray(listed) ? [...listed].map(String) : [];
  const channel = text("channel");
  if (!sound || customer === undefined || time === undefined || group !== undefined) return undefined;
  const campaign = text("campaign") ?? names.campaign;
  if (tree.of.text === "contact") {
    if (channel === undefined) return undefined;
    const state = (text("state") ?? "sent") as TestContact["state"];
    const wave = Number(text("wave") ?? "0");
    return { kind: "contact", contact: { customer, time, campaign, channel, offers, wave, state } };
  }
  const money = values.get("amount");
  const amount =
    money !== undefined && money !== null && typeof money.value === "string"
      ? { amount: money.value, currency: context.catalog.currency }
      : undefined;
  return {
    kind: "response",
    response: {
      customer,
      time,
      campaign,
      ...(channel === undefined ? {} : { channel }),
      offers,
      ...(amount === undefined ? {} : { amount }),
    },
  };
}

function checkFields(
  tree: Line<"row">,
  timed: boolean,
  attributes: Readonly<Record<string, ColumnMapping>>,
  names: TestNames,
): Fields {
  const { context } = names;
  const values = new Map<string, TestValue>();
  const said = new Set<string>();
  let customer: string | undefined;
  let time: string | undefined;
  let sound = true;
  for (const field of tree.fields) {
    const { name, at } = field;
    if (said.has(name.text)) report(context, "test-field-doubled", name.span, { name: name.text });
    said.add(name.text);
    if (at !== undefined) {
      report(context, "test-field-dated", at.span, { name: name.text });
      sound = false;
    } else if (name.text === "customer") {
      customer = checkCustomerField(field, names);
      sound &&= customer !== undefined;
    } else if (timed && name.text === "time") {
      time = checkTime(field, context);
      sound &&= time !== undefined;
    } else {
      const type = Object.hasOwn(attributes, name.text) ? attributes[name.text]?.type : undefined;
      const value = type && checkTestValue(field, type, context);
      if (type === undefined) reportNoAttribute(tree.of.text, name, attributes, timed, context);
      if (value === undefined) sound = false;
      else values.set(name.text, value);
    }
  }
  const missing = neededFields(tree.of.text, timed, context).filter(([field]) => !said.has(field));
  if (missing.length > 0) {
    const fields = missing.map(([field]) => `\`${field}\``).join(", ");
    const example = missing.map(([field, value]) => `${field}: ${value}`).join(", ");
    report(context, "test-field-missing", tree.of.span, { of: tree.of.text, fields, example });
    sound = false;
  }
  return { customer, time, values, sound };
}

/** What a row has to say, each with a value as an example. */
function neededFields(
  of: string,
  timed: boolean,
  { catalog }: Context,
): readonly (readonly [field: string, value: string])[] {
  const needed: (readonly [string, string])[] = [
    ["customer", catalog.customer.type === "text" ? '"A-1"' : "1"],
  ];
  if (timed) needed.push(["time", "2026-03-01 10:00"]);
  if (of === "contact") needed.push(["channel", [...catalog.channels.keys()].sort()[0] ?? "sms"]);
  return needed;
}

function checkCustomerField({ value }: FieldTree, names: TestNames): string | undefined {
  if (value.kind === "number" || value.kind === "text") return declaredKey(value, names);
  const { type } = names.context.catalog.customer;
  report(names.context, "test-customer-key", value.span, { type });
  return undefined;
}

/** When something happened: a point in time, or a date, which is its first instant. */
function checkTime(field: FieldTree, context: Context): string | undefined {
  if (field.value.kind === "date") return instantOf(field.value.value, "00:00", context.catalog.timezone);
  const time = checkTestValue(field, instantType, context);
  if (time === null) {
    reportTestType("time", instantType, "unknown", field.value.span, context);
    return undefined;
  }
  return time === undefined ? undefined : String(time.value);
}

function reportNoAttribute(
  of: string,
  name: NameTree,
  attributes: Readonly<Record<string, { readonly type: ValueType }>>,
  timed: boolean,
  context: Context,
): void {
  const known = [...Object.keys(attributes), "customer", ...(timed ? ["time"] : [])];
  const nearest = nearestName(name.text, known);
  const parameters = { event: of, name: name.text, nearest, attributes: listMembers(known) };
  report(context, "unknown-attribute", name.span, parameters, { fix: replacement(name.span, nearest) });
}

function byKey([a]: readonly [string, TestValue], [b]: readonly [string, TestValue]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

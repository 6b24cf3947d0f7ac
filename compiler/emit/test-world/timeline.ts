import type {
  Channel,
  ColumnMapping,
  Program,
  TestCustomer,
  TestValue,
  ValueType,
} from "../../../plan/index.ts";

/** What a test's customer is like over time. */
export interface Portrait {
  readonly key: string;
  /** The values of a tag from a date on, in order of date. */
  readonly values: ReadonlyMap<string, readonly { readonly date: string; readonly value: TestValue }[]>;
}

/** Puts together what a test says of a customer from its first date on, and what it need not say: addresses and consents. */
export function portraitOf(customer: TestCustomer, program: Program, first: string): Portrait {
  const values = new Map<string, { date: string; value: TestValue }[]>();
  const add = (tag: string, date: string, value: TestValue): void => {
    const list = values.get(tag) ?? [];
    list.push({ date, value });
    values.set(tag, list);
  };
  for (const [tag, value] of Object.entries(customer.tags)) add(tag, first, value);
  for (const { tag, date, value } of customer.dated) add(tag, date, value);
  const there = (tag: string): boolean => values.get(tag)?.some(({ date }) => date <= first) === true;
  for (const tag of reachTags(Object.values(program.channels))) {
    const mapping = program.tags[tag];
    if (mapping !== undefined && !there(tag)) add(tag, first, presentValue(tag, customer.key, mapping));
  }
  for (const list of values.values()) list.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return { key: customer.key, values };
}

/** A tag's value on a date. */
export function valueOn({ values }: Portrait, tag: string, date: string): TestValue | undefined {
  return values.get(tag)?.findLast((one) => one.date <= date)?.value;
}

/** The dates on which one of the tags changes, in order. */
export function changesOf({ values }: Portrait, tags: readonly string[]): readonly string[] {
  return inOrder(tags.flatMap((tag) => values.get(tag)?.map(({ date }) => date) ?? []));
}

export function inOrder(dates: readonly string[]): readonly string[] {
  return [...new Set(dates)].sort();
}

function reachTags(channels: readonly Channel[]): ReadonlySet<string> {
  return new Set(
    channels.flatMap(({ address, consent }) => [address, consent].filter((tag) => tag !== undefined)),
  );
}

/** Some value of a type, for an address or a consent that is there. */
function presentValue(tag: string, key: string, { type, map }: ColumnMapping): TestValue {
  return {
    type,
    value: presentOf(type, map === undefined ? `${tag} of ${key}` : (Object.values(map)[0] ?? "")),
  };
}

function presentOf(type: ValueType, text: string): string | boolean | readonly string[] {
  switch (type.kind) {
    case "boolean":
      return true;
    case "integer":
    case "decimal":
    case "percent":
    case "money":
      return "1";
    case "enum":
      return type.members[0] ?? text;
    case "set":
      return type.members.slice(0, 1);
    case "date":
      return "2000-01-01";
    case "instant":
      return "2000-01-01T00:00:00Z";
    case "text":
    case "product":
      return text;
  }
}

import { describe, expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import {
  boolean,
  date,
  detectOracle,
  localTime,
  number,
  type Stored,
  type StoredRow,
  text,
} from "../../oracle/index.ts";
import type { Program } from "../../plan/index.ts";
import {
  campaignFor,
  libraryCollections,
  libraryDeclarations,
  libraryDescriptions,
  libraryEvents,
  libraryTags,
  mapping,
  offer,
  project,
} from "./support.ts";

/** A value as a case writes it; what it is stored as, the library's catalog says. */
type Written = string | number | boolean | null;

/** Something that happened, at a local time: `at: "2026-03-01 10:00:00"`; attributes by their names, `ccy` beside money. */
export interface Happening {
  readonly event: string;
  readonly at: string;
  readonly [attribute: string]: Written;
}

/** A row of a collection, attributes by their names. */
export interface Thing {
  readonly collection: string;
  readonly [attribute: string]: Written;
}

/** What is known of a customer: tags of the day before the tick, and of earlier days by their date. */
export interface Person {
  readonly tags?: Readonly<Record<string, Written>>;
  readonly earlier?: Readonly<Record<string, Readonly<Record<string, Written>>>>;
  readonly happenings?: readonly Happening[];
  readonly things?: readonly Thing[];
}

/** The tick that is asked at, local, and the first instant after the one before. */
const tick = "2026-03-02T09:00:00";
const from = "2026-03-01T09:00:00.000001";

/** An instant in the span that is asked for. */
export const now = "2026-03-01 12:00:00";

/** Something that happened, now unless said. */
export function happening(
  event: string,
  attributes: Readonly<Record<string, Written>> = {},
  at: string = now,
): Happening {
  return { event, at, ...attributes };
}

/** A person to whom these things happened. */
export function whoHad(...happenings: readonly Happening[]): Person {
  return { happenings };
}

/** A case: of whom the rule finds something, and of whom it does not. */
export interface Case {
  readonly finds: Readonly<Record<string, Person>>;
  readonly passes: Readonly<Record<string, Person>>;
}

/** Asks each rule of a family of the people that it finds once, and of those whom it passes over. */
export function describeRules(family: string, cases: Readonly<Record<string, Case>>): void {
  test(`each ${family} has a case that it finds and one that it does not`, () => {
    const rules = [...libraryDescriptions].filter(([, said]) => said["family"] === family);
    expect(Object.keys(cases).sort()).toEqual(rules.map(([name]) => name).sort());
    for (const { finds, passes } of Object.values(cases)) {
      expect([Object.keys(finds).length, Object.keys(passes).length]).not.toContain(0);
    }
  });
  for (const [event, { finds, passes }] of Object.entries(cases)) {
    describe(event, () => {
      test.each(Object.entries(finds))("finds %s", (_, person) => {
        expect(found(event, person)).toBe(1);
      });
      test.each(Object.entries(passes))("passes over %s", (_, person) => {
        expect(found(event, person)).toBe(0);
      });
    });
  }
}

/** Every event rule of the library in a campaign of its own name, over a bank that maps everything. */
function everyRule(): Program {
  const rules = libraryDeclarations.flatMap((tree) => (tree.kind === "event" ? [tree.name.text] : []));
  const campaigns = rules.map((event) =>
    campaignFor(event, "true").replace(
      "daily at 09:00",
      `daily at 09:00 on ${event}\n  caps     100 per customer`,
    ),
  );
  const { program, diagnostics } = compile(project(mapping(), offer + campaigns.join("")));
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return program;
}

const program = everyRule();

/** How much the event rule finds of a customer from the tick before to the tick. */
export function found(
  event: string,
  { tags = {}, earlier = {}, happenings = [], things = [] }: Person,
): number {
  const copies = { ...earlier, "2026-03-01": tags };
  const typeOfTag = (name: string) => libraryTags.get(name)?.type;
  const world = {
    customers: Object.entries(copies).map(([day, values]) => ({
      customer_id: number(1),
      ds: date(day),
      ...stored(values, typeOfTag),
    })),
    happenings: happenings.map(({ event: kind, at, ...values }, index) => ({
      customer_id: number(1),
      id: number(index + 1),
      happening: text(kind),
      at: localTime(at),
      ...stored(values, (name) => libraryEvents.get(kind)?.attributes[name]?.type),
    })),
    things: things.map(({ collection, ...values }, index) => ({
      customer_id: number(1),
      id: number(index + 1),
      thing: text(collection),
      ...stored(values, (name) => libraryCollections.get(collection)?.attributes[name]?.type),
    })),
    fx_rates: [{ rate_date: date("2025-01-01"), ccy: text("USD"), rate: number("7.2") }],
  };
  const { candidates } = detectOracle(program, event, world, { tick, from });
  return candidates.length;
}

function stored(values: Readonly<Record<string, Written>>, typeOf: (name: string) => unknown): StoredRow {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      storedAs(value, name === "ccy" ? "text" : typeOf(name), name),
    ]),
  );
}

function storedAs(value: Written, type: unknown, name: string): Stored {
  if (value === null) return null;
  if (type === undefined) throw new Error(`the library has no \`${name}\` there`);
  if (typeof value === "boolean") return boolean(value);
  if (typeof value === "number") return number(value);
  return type === "date" ? date(value) : text(value);
}

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

/** The tick that is asked at, local, and the beginning of its span, which is left out. */
export const tick = "2026-03-02T09:00:00";
const before = "2026-03-01T09:00:00";

const programs = new Map<string, Program>();

/** An event of the library's in a campaign of its own, over a bank that maps everything. */
function programOf(event: string): Program {
  const known = programs.get(event);
  if (known !== undefined) return known;
  const campaign = campaignFor("probe", "true").replace(
    "daily at 09:00",
    `daily at 09:00 on ${event}\n  caps     100 per customer`,
  );
  const { program, diagnostics } = compile(project(mapping(), offer + campaign));
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  programs.set(event, program);
  return program;
}

/** The local times of what the event rule finds of a customer between the tick before and the tick. */
export function found(event: string, { tags = {}, earlier = {}, happenings = [], things = [] }: Person) {
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
  const { candidates } = detectOracle(programOf(event), "probe", world, { tick, from: before });
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

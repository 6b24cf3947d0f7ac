import type { Program } from "../plan/index.ts";
import { type BankTime, type Instant, type LocalDate, localDate } from "./calendar.ts";
import { customersOn, type Row, rowsOf } from "./rows.ts";
import type { World } from "./world.ts";

/** What the ledger answers with for `contact` and `response`: rows of customers with the attributes of LANGUAGE § 5. */
export interface LedgerRowsOf {
  readonly contact: readonly Row[];
  readonly response: readonly Row[];
}

/** All that an expression's value depends on besides the customer and the rows in scope: a program, its tables, and the tick. */
export interface Model {
  readonly program: Program;
  readonly world: World;
  /** T */
  readonly tick: Instant;
  /** D */
  readonly today: LocalDate;
  readonly time: BankTime;
  readonly ledger: LedgerRowsOf;
  /** What has been worked out before: it saves time and changes nothing. */
  readonly known: Map<string, unknown>;
}

export function modelAt(program: Program, world: World, tick: Instant, ledger: LedgerRowsOf): Model {
  const { timezone, calendar } = program;
  const time = { timezone, calendar };
  return { program, world, tick, today: localDate(tick, timezone), time, ledger, known: new Map() };
}

/** Works something out once. */
export function remembered<Result>(model: Model, key: string, work: () => Result): Result {
  if (!model.known.has(key)) model.known.set(key, work());
  return model.known.get(key) as Result;
}

/** The customers at the tick, in order of key. */
export function customers(model: Model): readonly string[] {
  return remembered(model, "customers", () => customersOn(model.today, model));
}

/** A customer's rows up to the tick, in order of time and id. */
export function rowsOfCustomer(
  model: Model,
  over: { readonly kind: "event" | "collection" | "ledger"; readonly name: string },
  customer: string,
): readonly Row[] {
  return remembered(model, `rows ${over.kind} ${over.name} ${customer}`, () =>
    allRows(model, over).filter(
      (row) => row.customers.includes(customer) && (row.time === undefined || row.time <= model.tick),
    ),
  );
}

function allRows(
  model: Model,
  { kind, name }: { readonly kind: "event" | "collection" | "ledger"; readonly name: string },
): readonly Row[] {
  if (kind === "ledger") return name === "response" ? model.ledger.response : model.ledger.contact;
  return remembered(model, `rows ${kind} ${name}`, () => rowsOf(kind, name, model.today, model));
}

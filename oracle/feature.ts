import type { Feature, Window } from "../plan/index.ts";
import { add, type Decimal, divide, withinDigits } from "./decimal.ts";
import { evaluate, isHolding, placesOf, type Scope, typedNumber } from "./evaluate.ts";
import { type Model, remembered, rowsOfCustomer } from "./model.ts";
import type { Row } from "./rows.ts";
import {
  areEqual,
  compareValues,
  FALSE,
  integerValue,
  type KnownValue,
  numberOf,
  orderOf,
  TRUE,
  type Value,
} from "./value.ts";
import { type Span, spanOf } from "./window.ts";

/** A customer's aggregate at the tick; one over a window before the event, for the event in scope. */
export function featureOf(feature: Feature, scope: Scope): Value {
  if (scope.event !== undefined) return aggregate(feature, scope);
  return remembered(scope.model, `feature ${feature.id} ${scope.customer}`, () => aggregate(feature, scope));
}

function aggregate(feature: Feature, { model, customer, event, steps }: Scope): Value {
  const { window, subject } = feature;
  const around = {
    model,
    customer,
    ...(event === undefined ? {} : { event }),
    ...(steps === undefined ? {} : { steps }),
  };
  const span = window === undefined ? undefined : spanIn(feature.id, window, model, event);
  const rows = rowsOfCustomer(model, feature.over, customer)
    .filter(({ time }) => span === undefined || (time !== undefined && time >= span.from && time < span.to))
    .filter((row) => feature.where.every((condition) => isHolding(condition, { ...around, row })));
  if (feature.function === "count") return integerValue(rows.length);
  if (feature.function === "exists") return rows.length > 0 ? TRUE : FALSE;
  if (subject === undefined) throw new Error(`${feature.id} aggregates nothing`);
  const values = rows.map((row) => evaluate(subject, { ...around, row }));
  const known = values.filter((value) => value !== undefined);
  switch (feature.function) {
    case "first":
      return values[0];
    case "latest":
      return values.at(-1);
    case "distinct":
      return integerValue(distinctValues(known).length);
    default:
      return summary(feature.function, known, feature.type, placesOf(subject));
  }
}

/** Windows that don't depend on the event are the same for all customers. */
function spanIn(id: string, window: Window, model: Model, event: Row | undefined): Span {
  const work = (): Span => spanOf(window, model.tick, model.time, event?.time);
  return window.kind === "before-event" ? work() : remembered(model, `span ${id}`, work);
}

function distinctValues(values: readonly KnownValue[]): readonly KnownValue[] {
  return values.filter((value, index) => values.findIndex((other) => areEqual(value, other)) === index);
}

/** What no order of rows enters into; unknown values have been left out. `places` are those of the values' type. */
export function summary(
  of: "sum" | "avg" | "min" | "max" | "median",
  values: readonly KnownValue[],
  type: Feature["type"],
  places: number,
): Value {
  switch (of) {
    case "sum":
      return typedNumber(total(values), type);
    case "avg":
      return values.length === 0 ? undefined : typedNumber(mean(values, places), type);
    case "min":
      return inOrder(values, type)[0];
    case "max":
      return inOrder(values, type).at(-1);
    case "median": {
      const sorted = inOrder(values, type);
      const middle = Math.floor(sorted.length / 2);
      if (sorted.length % 2 === 1) return typedNumber(numberOf(sorted[middle]), type);
      const both = sorted.slice(middle - 1, middle + 1);
      return sorted.length === 0 ? undefined : typedNumber(mean(both, places), type);
    }
  }
}

function total(values: readonly KnownValue[]): Decimal {
  return values.reduce<Decimal>(
    (sum, value) => {
      if (value.kind !== "number") throw new Error(`a ${value.kind} among numbers`);
      return add(sum, value.number);
    },
    { units: 0n, scale: 0 },
  );
}

/** Unknown where the sum has too many digits. */
function mean(values: readonly KnownValue[], places: number): Decimal | undefined {
  const sum = withinDigits(total(values), places);
  return sum === undefined ? undefined : divide(sum, { units: BigInt(values.length), scale: 0 });
}

function inOrder(values: readonly KnownValue[], type: Feature["type"]): readonly KnownValue[] {
  return [...values].sort((a, b) => compareValues(a, b, orderOf(type)) ?? 0);
}

import type { Duration, EventStep, Expression, FollowingStep, Occurrence, Source } from "../plan/index.ts";
import {
  addMonths,
  backwards,
  dateAfter,
  type Instant,
  instantAfter,
  type LocalDate,
  localDate,
  midnight,
} from "./calendar.ts";
import { add, compareDecimals, type Decimal, decimal, RUNNING_DIGITS, withinDigits } from "./decimal.ts";
import { evaluate, isHolding, placesOf, type Scope } from "./evaluate.ts";
import { type Model, rowsOfCustomer } from "./model.ts";
import { idText, named, type Row } from "./rows.ts";
import { numberOf } from "./value.ts";
import { date as storedDate } from "./world.ts";

/** Something that happened to a customer. */
export interface Occurred {
  readonly customer: string;
  /** The moment at which it fires: of a chain its last step's, or when nothing has followed. */
  readonly time: Instant;
  /** What tells it from others of its kind: the first event's id. */
  readonly id: string;
  /** What offers, channels, values and messages speak of as `event`: of a chain the first. */
  readonly event: Row;
  readonly steps: readonly Row[];
}

type Kind<Name extends Occurrence["kind"]> = Extract<Occurrence, { readonly kind: Name }>;

/**
 * All occurrences of a customer up to the tick, in order of time. `about` is the event of the contact whose goal is looked
 * for: that of which its conditions speak as `event`.
 */
export function occurrencesOf(
  occurrence: Occurrence,
  customer: string,
  model: Model,
  about?: { readonly event?: Row; readonly steps?: readonly Row[] },
): readonly Occurred[] {
  const found = allOf(occurrence, customer, model, about).filter(({ time }) => time <= model.tick);
  return [...found].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function allOf(
  occurrence: Occurrence,
  customer: string,
  model: Model,
  about: { readonly event?: Row; readonly steps?: readonly Row[] } | undefined,
): readonly Occurred[] {
  switch (occurrence.kind) {
    case "event":
      return matching(occurrence, { model, customer, ...about }).flatMap((event) =>
        occurred(customer, event, [], event.time),
      );
    case "pattern":
      return patterns(occurrence, customer, model);
    case "reaches":
      return reaching(occurrence, customer, model);
    case "date":
      return dates(occurrence, customer, model);
  }
}

function occurred(
  customer: string,
  event: Row,
  steps: readonly Row[],
  time: Instant | undefined,
): readonly Occurred[] {
  const id = idText(event.id);
  return id === undefined || time === undefined ? [] : [{ customer, time, id, event, steps }];
}

/** A customer's rows that can be told from one another, and so put in order and remembered: those with an id. */
function identified(
  over: Parameters<typeof rowsOfCustomer>[1],
  customer: string,
  model: Model,
): readonly Row[] {
  return rowsOfCustomer(model, over, customer).filter(({ id }) => idText(id) !== undefined);
}

/** The events of a step for which its conditions hold, in order; an event is its own `event` unless there is another. */
function matching(step: EventStep, scope: Scope): readonly Row[] {
  const { model, customer } = scope;
  return identified({ kind: "event", name: step.event }, customer, model).filter((row) =>
    allHold(step.where, { ...scope, event: scope.event ?? row, row }),
  );
}

function allHold(conditions: readonly Expression[], scope: Scope): boolean {
  return conditions.every((condition) => isHolding(condition, scope));
}

function patterns(pattern: Kind<"pattern">, customer: string, model: Model): readonly Occurred[] {
  return matching(pattern.first, { model, customer }).flatMap((event) => {
    const chain = follow(pattern.then, { model, customer, event }, event);
    if (chain === undefined) return [];
    const scope: Scope = { model, customer, event, row: event, steps: chain.steps };
    return allHold(pattern.conditions, scope) ? occurred(customer, event, chain.steps, chain.time) : [];
  });
}

interface Chain {
  readonly steps: readonly Row[];
  readonly time: Instant;
}

/** Each step is the first that matches after the one before. Undefined where one is lacking, or is there that must not be. */
function follow(then: readonly FollowingStep[], scope: Scope, first: Row): Chain | undefined {
  let chain: Chain = { steps: [], time: first.time ?? 0n };
  for (const step of then) {
    const { model } = scope;
    const after = chain.time;
    const until = instantAfter(after, step.within, model.time);
    const next = identified({ kind: "event", name: step.event }, scope.customer, model).find(
      (row) =>
        row.time !== undefined &&
        row.time > after &&
        row.time <= until &&
        allHold(step.where, { ...scope, row, steps: [...chain.steps, row] }),
    );
    if (step.absent) {
      if (next !== undefined) return undefined;
      const { lateness } = sourceOf(step.event, model);
      chain = { ...chain, time: lateness === undefined ? until : instantAfter(until, lateness, model.time) };
    } else {
      if (next?.time === undefined) return undefined;
      chain = { steps: [...chain.steps, next], time: next.time };
    }
  }
  return chain;
}

/** Events one at a time: the one that brings what was below the figure to it. */
function reaching(occurrence: Kind<"reaches">, customer: string, model: Model): readonly Occurred[] {
  const { event: name, where, subject, within } = occurrence;
  const figure = decimal(occurrence.figure);
  const counted = matching({ event: name, where }, { model, customer });
  const amountOf = (row: Row): Decimal => {
    if (subject === undefined) return { units: 1n, scale: 0 };
    const amount = numberOf(evaluate(subject, { model, customer, row, event: row }));
    // What is unknown, or has too many digits to be added up, adds nothing.
    const added = amount === undefined ? undefined : withinDigits(amount, placesOf(subject), RUNNING_DIGITS);
    return added ?? { units: 0n, scale: 0 };
  };
  return counted.flatMap((event, index) => {
    const { time } = event;
    if (time === undefined) return [];
    const since = instantAfter(time, backwards(within), model.time);
    const earlier = counted.slice(0, index).filter((row) => row.time !== undefined && row.time > since);
    const before = earlier.map(amountOf).reduce(add, { units: 0n, scale: 0 });
    const reached = add(before, amountOf(event));
    const crosses = compareDecimals(before, figure) < 0 && compareDecimals(reached, figure) >= 0;
    if (!crosses || !allHold(occurrence.conditions, { model, customer, event, row: event })) return [];
    return occurred(customer, event, [], time);
  });
}

function dates(occurrence: Kind<"date">, customer: string, model: Model): readonly Occurred[] {
  return datesOf(occurrence, customer, model).flatMap(({ date, row }) =>
    daysFrom(date, occurrence, model).flatMap(({ day, occasion }) => {
      const time = midnight(day, model.time.timezone);
      const event: Row = {
        customers: [customer],
        time,
        id: [...(row?.id ?? []), storedDate(occasion)],
        attribute(name) {
          if (row === undefined) throw new Error(`a tag's date has no ${name}`);
          return row.attribute(name);
        },
      };
      const where = occurrence.of.kind === "collection" ? occurrence.of.where : [];
      const holds = allHold([...where, ...occurrence.conditions], { model, customer, event, row: event });
      return holds ? occurred(customer, event, [], time) : [];
    }),
  );
}

function datesOf(
  { of }: Kind<"date">,
  customer: string,
  model: Model,
): readonly { readonly date: LocalDate; readonly row?: Row }[] {
  if (of.kind === "tag") {
    const value = evaluate(of.value, { model, customer });
    if (value?.kind === "instant") return [{ date: localDate(value.instant, model.time.timezone) }];
    return value?.kind === "date" ? [{ date: value.date }] : [];
  }
  return identified({ kind: "collection", name: of.collection }, customer, model).flatMap((row) => {
    const value = row.attribute(of.attribute);
    return value?.kind === "date" ? [{ date: value.date, row }] : [];
  });
}

/** The days that follow from a date, as far as the tick's: one, or one a year; and the date or anniversary itself. */
function daysFrom(
  date: LocalDate,
  { offset, anniversary }: Kind<"date">,
  model: Model,
): readonly { readonly day: LocalDate; readonly occasion: LocalDate }[] {
  const dayOf = (occasion: LocalDate): LocalDate =>
    offset === undefined ? occasion : moved(occasion, offset, model);
  if (!anniversary) return [{ day: dayOf(date), occasion: date }];
  const days: { readonly day: LocalDate; readonly occasion: LocalDate }[] = [];
  const lastYear = Number(model.today.slice(0, 4)) + 1;
  for (let years = 1; Number(date.slice(0, 4)) + years <= lastYear; years += 1) {
    const occasion = addMonths(date, 12 * years);
    days.push({ day: dayOf(occasion), occasion });
  }
  return days;
}

function moved(
  date: LocalDate,
  { duration, direction }: { readonly duration: Duration; readonly direction: "before" | "after" },
  model: Model,
): LocalDate {
  return dateAfter(date, direction === "before" ? backwards(duration) : duration, model.time.calendar);
}

function sourceOf(event: string, { program }: Model): Source {
  return named(program.sources, named(program.events, event).source);
}

/** How late what an occurrence is made of may come: the lateness of each of its sources. */
export function latenessesOf(occurrence: Occurrence, model: Model): readonly Duration[] {
  const events =
    occurrence.kind === "pattern"
      ? [occurrence.first, ...occurrence.then].map(({ event }) => event)
      : occurrence.kind === "date"
        ? []
        : [occurrence.event];
  return events.map((event) => sourceOf(event, model).lateness).filter((lateness) => lateness !== undefined);
}

import { DateTime } from "luxon";
import type { LedgerRows, Moment, Parameter, Statement, TimeForm } from "../../plan/index.ts";
import type { BoundStatement } from "../warehouse/warehouse.ts";
import { clockChanges } from "./clock-changes.ts";
import { firingDays } from "./firing-days.ts";
import { type Instant, isoMicroseconds, toMilliseconds, wallClockText } from "./instant.ts";
import type { ProjectTime } from "./schedule.ts";
import { windowBounds } from "./window-bounds.ts";
import { nextClockChange } from "./zone-offsets.ts";
import { addDuration, localDateOf, MICROSECONDS_PER_DAY, occurrences, wallClockAt } from "./zoned-time.ts";

/** What a statement's parameters depend on: the tick and the first microsecond of the firing's span. */
export interface TickTime {
  readonly tick: Instant;
  readonly firingFrom: Instant;
  /** The least due time of the contacts handed over with `waves`; missing where there are none. */
  readonly wavesFrom?: Instant;
}

/** Puts a tick's values in for a statement's parameters. */
export function bindStatement(
  statement: Statement,
  at: TickTime,
  time: ProjectTime,
  ledgerText: LedgerText = withoutLedger,
): BoundStatement {
  return {
    sql: statement.sql,
    parameters: statement.parameters.map((parameter) => bindParameter(parameter, at, time, ledgerText)),
  };
}

/** The text of a JSON list of the ledger's rows that a parameter asks for. */
export type LedgerText = (rows: LedgerRows) => string;

function withoutLedger(rows: LedgerRows): string {
  throw new Error(`a statement that is bound without the ledger's rows (${rows.kind})`);
}

function bindParameter(
  parameter: Parameter,
  at: TickTime,
  time: ProjectTime,
  ledgerText: LedgerText,
): string | boolean {
  switch (parameter.kind) {
    case "text":
    case "boolean":
    case "number":
    case "date":
      return parameter.value;
    case "tick-date":
      return localDateOf(at.tick, time.timezone);
    case "moment":
      return formatMoment(momentInstant(parameter.moment, at, time), parameter.as);
    case "ledger":
      return ledgerText(parameter.rows);
    case "clock-changes":
      return JSON.stringify(clockChanges(momentInstant(parameter.since, at, time), at.tick, time.timezone));
    case "days": {
      const { days, from, to } = parameter;
      return JSON.stringify(
        firingDays(days, momentInstant(from, at, time), momentInstant(to, at, time), time),
      );
    }
  }
}

/** When a moment is at a tick. */
export function momentInstant(moment: Moment, at: TickTime, time: ProjectTime): Instant {
  switch (moment.kind) {
    case "tick":
      return at.tick;
    case "tick-end":
      return at.tick + 1;
    case "firing-from":
      return at.firingFrom;
    case "waves-from":
      return at.wavesFrom ?? at.tick;
    case "earlier": {
      const spare = { count: moment.spare === "more" ? -4 : 4, unit: "day" } as const;
      return moment.by.reduce(
        (instant, { count, unit }) => {
          const back = addDuration(instant, { count: -count, unit }, time.timezone, time.calendar);
          return addDuration(back, spare, time.timezone, time.calendar);
        },
        momentInstant(moment.than, at, time),
      );
    }
    case "window":
      return windowBounds(moment.window, at.tick, time)[moment.end];
  }
}

function formatMoment(instant: Instant, form: TimeForm): string {
  switch (form.kind) {
    case "instant":
      return isoMicroseconds(instant);
    case "local":
      return wallClockText(localBound(instant, form.zone));
    case "partition":
      return DateTime.fromMillis(toMilliseconds(instant), {
        zone: form.zone,
        locale: "en-US",
        numberingSystem: "latn",
      }).toFormat(form.format);
  }
}

/**
 * The least local time whose instant is not before the moment, where a local time that occurs twice stands for
 * its second: within the first pass of the hour that a clock change repeats, that is the start of the hour.
 */
function localBound(instant: Instant, zone: string): number {
  const shown = wallClockAt(instant, zone);
  const second = occurrences(shown, zone)[1];
  if (second === undefined || second === instant) return shown;
  const change = nextClockChange(instant, instant + MICROSECONDS_PER_DAY, zone);
  if (change === undefined) throw new Error(`no clock change repeats a local time in ${zone}`);
  return wallClockAt(change, zone);
}

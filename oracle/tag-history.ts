import type { TagHistory } from "../plan/index.ts";
import { addDays, backwards, dateAfter, type LocalDate } from "./calendar.ts";
import { RUNNING_DIGITS, withinDigits } from "./decimal.ts";
import { summary } from "./feature.ts";
import { type Model, remembered } from "./model.ts";
import { datesIn, named, tagOn } from "./rows.ts";
import type { Value } from "./value.ts";
import { datesOf } from "./window.ts";

/** A tag's value on a day before D, or over the days of a window. */
export function historyOf(history: TagHistory, customer: string, model: Model): Value {
  const { over, tag } = history;
  const valueOn = (date: LocalDate): Value =>
    remembered(model, `tag ${tag} ${customer} on ${date}`, () => tagOn(date, tag, customer, model));
  if (over.kind === "as-of") return valueOn(dateAfter(model.today, backwards(over.ago), model.time.calendar));
  const { first, last } = datesOf(over.window, model.today);
  switch (over.function) {
    case "first":
      return valueOn(first);
    case "latest":
      return valueOn(last);
    default: {
      const { type } = named(model.program.tags, tag);
      const places = "scale" in type ? type.scale : 0;
      const values = daysFrom(first, last, tag, model)
        .map(valueOn)
        .filter((value) => value !== undefined)
        // What has too many digits to be added up day by day does not count.
        .filter(
          (value) =>
            over.function !== "avg" ||
            value.kind !== "number" ||
            withinDigits(value.number, places, RUNNING_DIGITS) !== undefined,
        );
      return summary(over.function, values, history.type, places);
    }
  }
}

/** The days of a window, without those before anything was recorded. */
function daysFrom(first: LocalDate, last: LocalDate, tag: string, model: Model): readonly LocalDate[] {
  const source = named(model.program.sources, named(model.program.tags, tag).source);
  const column = source.snapshot ?? source.history?.from;
  const rows = model.world[source.relation] ?? [];
  const recorded = column === undefined ? undefined : datesIn(rows, column)[0];
  const days: LocalDate[] = [];
  if (recorded === undefined) return days;
  for (let day = first < recorded ? recorded : first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

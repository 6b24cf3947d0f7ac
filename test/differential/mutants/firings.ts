// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults in who fires, when, and at which tick. */
export const FIRINGS: readonly Mutant[] = [
  {
    what: "equal times follow each other",
    file: "compiler/emit/sql/pattern-occurrence.ts",
    find: "b.event_time > ${readAlias",
    replace: "b.event_time >= ${readAlias",
  },
  {
    what: "the last instant of a step's span is left out",
    file: "compiler/emit/sql/pattern-occurrence.ts",
    find: "b.event_time <= ${end.sql}",
    replace: "b.event_time < ${end.sql}",
  },
  {
    what: "what has not followed is told at once, not when it can no longer come",
    file: "compiler/emit/sql/pattern-occurrence.ts",
    find: "lateness === undefined ? { sql: spanEnd.sql, joins: [] } : clock.shift(spanEnd, lateness",
    replace: "lateness !== undefined ? { sql: spanEnd.sql, joins: [] } : clock.shift(spanEnd, step.within",
  },
  {
    what: "a date's anniversary is on the date itself too",
    file: "compiler/emit/sql/date-occurrence.ts",
    find: "fragment`${date} < d.occasion`",
    replace: "fragment`${date} <= d.occasion`",
  },
  {
    what: "29 February has no anniversary in other years",
    file: "runtime/calendar/firing-days.ts",
    find: '? [own, "02-29"] : [own]',
    replace: "? [own] : [own]",
  },
  {
    what: "days before are days after",
    file: "runtime/calendar/firing-days.ts",
    find: '(direction === "after" ? 1 : -1)',
    replace: '(direction === "after" ? 1 : 1)',
  },
  {
    what: "T′ belongs to the tick after",
    file: "runtime/run/pending.ts",
    find: "Math.max(reach + 1, floor)",
    replace: "Math.max(reach, floor)",
  },
  {
    what: "late events are not looked back for",
    file: "runtime/run/pending.ts",
    find: "{ count: -lateness.count, unit: lateness.unit }",
    replace: "{ count: -0, unit: lateness.unit }",
  },
  {
    what: "a first run begins at its own instant",
    file: "runtime/run/pending.ts",
    find: "previous === undefined ? opens : Math.max(previous + 1, opens)",
    replace: "previous === undefined ? opens : Math.max(tick, opens)",
  },
];

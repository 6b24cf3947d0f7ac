// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";
import { SUBTLE } from "./subtle.ts";

export const MUTANTS: readonly Mutant[] = [
  // Windows.
  {
    what: "windows of days take in today",
    file: "runtime/calendar/window-bounds.ts",
    find: "return { from: startOfDay(first, time.timezone), to: startOfDay(date, time.timezone) };",
    replace: "return { from: startOfDay(first, time.timezone), to: tick + 1 };",
  },
  {
    what: "`last N hours` takes its first instant in",
    file: "runtime/calendar/window-bounds.ts",
    find: "time.calendar) + 1, to: tick + 1 }",
    replace: "time.calendar), to: tick + 1 }",
  },
  {
    what: "`A..B days ago` ends a day early",
    file: "runtime/calendar/window-bounds.ts",
    find: "start(addDays(back(date, window.from, window.unit), 1))",
    replace: "start(back(date, window.from, window.unit))",
  },
  {
    what: "`today` leaves out the tick's own instant",
    file: "runtime/calendar/window-bounds.ts",
    find: "return { from: start(date), to: tickEnd };",
    replace: "return { from: start(date), to: tick };",
  },
  {
    what: "`previous` reaches one period too far",
    file: "runtime/calendar/window-bounds.ts",
    find: "addPeriods(current, -window.count, window.period)",
    replace: "addPeriods(current, -window.count - 1, window.period)",
  },
  {
    what: "`that period` is one period off",
    file: "runtime/calendar/window-bounds.ts",
    find: "-window.back, window.period)",
    replace: "-window.back + 1, window.period)",
  },
  {
    what: "`yesterday` is the day before",
    file: "runtime/calendar/window-bounds.ts",
    find: "return { from: start(addDays(date, -1)), to: start(date) };",
    replace: "return { from: start(addDays(date, -2)), to: start(addDays(date, -1)) };",
  },
  // Unknowns.
  {
    what: "`not` of unknown is unknown",
    file: "compiler/emit/sql/predicate.ts",
    find: "(${emitPredicate(expression.operand, scope)}) is not true`",
    replace: "not (${emitPredicate(expression.operand, scope)})`",
  },
  {
    what: "a comparison used as a value is unknown where an operand is",
    file: "compiler/emit/sql/expression.ts",
    find: "coalesce(${emitPredicate(expression, scope)}, false)",
    replace: "coalesce(${emitPredicate(expression, scope)}, true)",
  },
  {
    what: "`least` and `greatest` pass over unknowns",
    file: "compiler/emit/sql/expression.ts",
    find: "case when ${joined(known, fragment` and `)} then",
    replace: "case when ${joined(known, fragment` or `)} then",
  },
  {
    what: "the count over nothing is unknown",
    file: "compiler/emit/sql/aggregate.ts",
    find: "coalesce(${identifier(table, alias)}, 0)`;\n    return",
    replace: "${identifier(table, alias)}`;\n    return",
  },
  {
    what: "the sum over nothing is unknown",
    file: "compiler/emit/sql/aggregate.ts",
    find: "case when ${nothing} then 0 else",
    replace: "case when ${nothing} then null else",
  },
  {
    what: "`exceeds` holds where the other is below zero",
    file: "compiler/emit/sql/predicate.ts",
    find: "(${left} > ${bound} and ${right} >= 0)",
    replace: "(${left} > ${bound})",
  },
  {
    what: "`is known` is turned around",
    file: "compiler/emit/sql/predicate.ts",
    find: "expression.negated ? fragment`${sql} is null`",
    replace: "!expression.negated ? fragment`${sql} is null`",
  },
  {
    what: "ends of `between` are left out",
    file: "compiler/emit/sql/predicate.ts",
    find: "between ${form(expression.low)} and ${form(expression.high)}`",
    replace: "between ${form(expression.low)} and ${form(expression.low)}`",
  },
  {
    what: "`at least` asks for one more",
    file: "compiler/emit/sql/predicate.ts",
    find: ">= ${integer(count)}`",
    replace: "> ${integer(count)}`",
  },
  // Values.
  {
    what: "`latest` gives the first",
    file: "compiler/emit/sql/aggregate.ts",
    find: 'of === "first" ? "asc" : "desc"',
    replace: 'of === "first" ? "asc" : "asc"',
  },
  {
    what: "medians take the lower of the two in the middle",
    file: "compiler/emit/sql/aggregate.ts",
    find: 'middle("asc"), middle("desc")',
    replace: 'middle("asc"), middle("asc")',
  },
  {
    what: "`negative_when` is passed over",
    file: "compiler/emit/sql/column.ts",
    find: "case when ${negative} then -1 else 1 end",
    replace: "case when ${negative} then 1 else 1 end",
  },
  {
    what: "values that mean unknown are read",
    file: "compiler/emit/sql/column.ts",
    find: "case when ${anyOf(stored)} then null else ${raw} end",
    replace: "case when ${anyOf(stored)} then ${raw} else ${raw} end",
  },
  {
    what: "months are not over on a shorter month's last day",
    file: "compiler/emit/sql/sql-value.ts",
    find: " and ${end} <> ${dialect.lastDayOfMonth(end)}",
    replace: "",
  },
  {
    what: "rates are those of the day before",
    file: "compiler/emit/sql/rates.ts",
    find: '{ alias: "first_day", value: column(rates.date) }',
    replace: '{ alias: "first_day", value: fragment`(${column(rates.date)} + 1)` }',
  },
  {
    what: "the rate of the tick is taken for all rows",
    file: "compiler/emit/sql/rates.ts",
    find: 'const day = on === "tick" ? tickDate : asLocalDate(on, build.program.timezone);',
    replace: 'const day = on === "tick" ? tickDate : tickDate;',
  },
  // Firings.
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
    what: "any event that follows counts, not the first",
    file: "compiler/emit/sql/pattern-occurrence.ts",
    find: "where: [fragment`p.place = 1`]",
    replace: "where: []",
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
  // Routes and offers.
  {
    what: "of equal scores the last written wins",
    file: "compiler/emit/sql/routes.ts",
    find: "...names.map((_, index) => ({ index, also: [fragment`${score(index)} = ${best}`] })),",
    replace:
      "...names.map((_, index) => ({ index, also: [fragment`${score(index)} = ${best}`] })).reverse(),",
  },
  {
    what: "offers that are not valid on D are weighed too",
    file: "compiler/emit/sql/routes.ts",
    find: 'if (offer?.valid?.kind !== "dates") return undefined;',
    replace: 'if (offer?.valid?.kind !== "from-contact") return undefined;',
  },
  {
    what: "an offer's last day is over",
    file: "runtime/arbitrate/terms.ts",
    find: "due.date <= valid.to",
    replace: "due.date < valid.to",
  },
  // Arbitration.
  {
    what: "unknown values come first",
    file: "runtime/arbitrate/order.ts",
    find: "ranks.get(value)) ?? descending.length",
    replace: "ranks.get(value)) ?? -1",
  },
  {
    what: "low priority goes first",
    file: "runtime/arbitrate/order.ts",
    find: "right.campaign.priority - left.campaign.priority",
    replace: "left.campaign.priority - right.campaign.priority",
  },
  {
    what: "candidates of equal value are not ordered by the hash",
    file: "runtime/arbitrate/order.ts",
    find: "compareText(a.hash, b.hash) ||",
    replace: "",
  },
  {
    what: "spans of caps are a day too long",
    file: "runtime/arbitrate/rules/customer-cap.ts",
    find: "const end = epochDay(addToDate(dateOfEpochDay(mark), duration, calendar));",
    replace: "const end = epochDay(addToDate(dateOfEpochDay(mark), duration, calendar)) + 1;",
  },
  {
    what: "further waves take the campaign's cap",
    file: "runtime/arbitrate/rules/customer-cap.ts",
    find: "if (due !== undefined && candidate.wave === 0) add",
    replace: "if (due !== undefined) add",
  },
  {
    what: "a refusal ends the list of reasons",
    file: "runtime/arbitrate/arbitrate.ts",
    find: "const refusals = judge.rules.flatMap((rule) => rule.against(proposal));",
    replace: "const refusals = judge.rules.flatMap((rule) => rule.against(proposal)).slice(0, 1);",
  },
  {
    what: "the span of `never after` ends a day early",
    file: "runtime/arbitrate/policy/sequence.ts",
    find: "earlier <= later && later <= lastDay(earlier, line.within)",
    replace: "earlier <= later && later < lastDay(earlier, line.within)",
  },
  {
    what: "`only` is never refused",
    file: "runtime/arbitrate/policy/sequence.ts",
    find: "isAbout(offerNames) && !isInSegment(line.segment, candidate)",
    replace: "isAbout(offerNames) && isInSegment(line.segment, candidate)",
  },
  {
    what: "members of the universal holdout take places in numbers",
    file: "runtime/arbitrate/policy/shared-limit.ts",
    find: 'if (arm !== "universal") add(periodOf(due, cap.period), 1);',
    replace: "if (arm !== undefined) add(periodOf(due, cap.period), 1);",
  },
  {
    what: "hours include their end",
    file: "runtime/calendar/due.ts",
    find: "from < to ? at >= from && at < to",
    replace: "from < to ? at >= from && at <= to",
  },
  {
    what: "business days are not waited for",
    file: "runtime/calendar/due.ts",
    find: "if (hours.businessDaysOnly && !isBusinessDay",
    replace: "if (!hours.businessDaysOnly && !isBusinessDay",
  },
  {
    what: "a wave is tried a second time after its time",
    file: "runtime/detect/waves.ts",
    find: "count: 2 * after.count }, timezone",
    replace: "count: 3 * after.count }, timezone",
  },
  {
    what: "a wave's goal is not looked for",
    file: "runtime/detect/waves.ts",
    find: "if (met || responded) count.ended += 1;",
    replace: "if (responded) count.ended += 1;",
  },
  ...SUBTLE,
];

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults in windows, unknowns and values. */
export const VALUES: readonly Mutant[] = [
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
    what: "windows up to the tick leave out its own instant",
    file: "runtime/calendar/parameters.ts",
    find: "return at.tick + 1;",
    replace: "return at.tick;",
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
    find: 'filtered(middle("desc"), filter)',
    replace: 'filtered(middle("asc"), filter)',
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
];

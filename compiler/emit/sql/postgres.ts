import { type PatternField, readPattern } from "./date-pattern.ts";
import { type Dialect, filtered, type HandedColumn, numberPattern, textConstant } from "./dialect.ts";
import { mostDigits } from "./digits.ts";
import { fragment, identifier, integer, list, parameter, type Sql } from "./query.ts";

/** PostgreSQL's own: numerics of any width, arrays for order, `collate "C"` for code points. */
export const postgres: Dialect = {
  engine: "postgres",
  // A column of integers would be made numeric, row by row, to be compared with a numeric.
  number: (value, digits, scale) => {
    if (scale > 0 || digits > 18) return fragment`cast(${value} as numeric)`;
    return digits > 9 ? fragment`cast(${value} as bigint)` : fragment`cast(${value} as integer)`;
  },
  factor: (value) => fragment`cast(${value} as numeric)`,
  wide: (value) => fragment`cast(${value} as numeric)`,
  aligned: (value, from, to) => (from === to ? value : within(value, mostDigits, to)),
  within,
  exact: (value, scale) =>
    within(fragment`round(${numberOfText(value)}, ${integer(scale)})`, mostDigits, scale),
  arithmetic: (operator, left, right) => {
    if (operator === "*") return fragment`(${left} * ${right})`;
    return operator === "+" ? fragment`(${left} + ${right})` : fragment`(${left} - ${right})`;
  },
  // `/` keeps only some sixteen digits and would be rounded twice; `div` is exact, see the other dialect for the rest.
  divide: (left, right, times) => {
    const factor = times === undefined ? fragment`` : fragment` * cast(${times.sql} as numeric)`;
    const quotient = fragment`div(2000000 * cast(${left.sql} as numeric)${factor}, nullif(cast(${right.sql} as numeric), 0))`;
    return within(fragment`round(${quotient} * 0.0000005, 6)`, mostDigits, 6);
  },
  sum: ({ sql, scale }, filter) => ({
    columns: [filtered(fragment`sum(${sql})`, filter)],
    read: ([sum = fragment`null`]) =>
      fragment`case when abs(${sum}) < ${limitOf(mostDigits, scale)} then ${sum} end`,
  }),
  round: (value, scale) => fragment`round(cast(${value} as numeric), ${integer(scale)})`,
  everyDay: (from, to) =>
    fragment`cast(generate_series(cast(${from} as timestamp), cast(${to} as timestamp), interval '1 day') as date)`,
  parseLocal: parseLocal,
  finite,
  daysBetween: (from, to) => fragment`(${to} - ${from})`,
  lastDayOfMonth: (date) =>
    fragment`cast(date_trunc('month', cast(${date} as timestamp)) + interval '1 month - 1 day' as date)`,
  microseconds: (instant) => fragment`cast(extract(epoch from ${finite(instant)}) * 1000000 as bigint)`,
  instantAt: (microseconds) =>
    fragment`(timestamptz '1970-01-01 00:00:00+00' + ${microseconds} * interval '1 microsecond')`,
  handedRows: (text, columns) => {
    const read = columns.map(({ name }) => identifier("r", name));
    const shape = columns.map(({ name, type }) => fragment`${identifier(name)} ${handedTypes[type]}`);
    return fragment`select ${list(read)} from jsonb_to_recordset(cast(${text} as jsonb)) as r(${list(shape)})`;
  },
  byCodePoint: (text) => fragment`(${text} collate "C")`,
  idOrder: (id) => [
    fragment`case when pg_typeof(${id}) in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast(${id} as text) as numeric) end`,
    fragment`cast(${id} as text) collate "C"`,
  ],
  firstValue: (value, order, filter) =>
    fragment`(${filtered(fragment`array_agg(${value} order by ${list(order)})`, filter)})[1]`,
  without: (text) => fragment`regexp_replace(${text}, '[]["{} ]', '', 'g')`,
};

const handedTypes: Readonly<Record<HandedColumn["type"], Sql>> = {
  text: fragment`text`,
  texts: fragment`text[]`,
  bigint: fragment`bigint`,
  boolean: fragment`boolean`,
  timestamp: fragment`timestamp`,
};

/** Brought back to the limits where it lies beyond, and unknown where it is one: so it is written but once. */
function within(value: Sql, digits: number, scale: number): Sql {
  if (scale > digits) return fragment`cast(null as numeric)`;
  const limit = limitOf(digits, scale);
  return fragment`nullif(nullif(least(greatest(${value}, -${limit}), ${limit}), -${limit}), ${limit})`;
}

/** The least number that has too many digits. */
function limitOf(digits: number, scale: number): Sql {
  const value = `1${"0".repeat(Math.max(0, digits - scale))}`;
  return fragment`cast(${parameter({ kind: "number", value })} as numeric)`;
}

function finite(value: Sql): Sql {
  return fragment`nullif(nullif(${value}, 'infinity'), '-infinity')`;
}

function numberOfText(value: Sql): Sql {
  return fragment`cast(substring(cast(${value} as text) from ${textConstant(numberPattern)}) as numeric)`;
}

/**
 * `to_timestamp` throws on the 31st of a short month and would fail the whole query: so the text is matched first,
 * the month is made, and the day is let in only where the month has it.
 */
function parseLocal(value: Sql, format: string): Sql {
  const { pattern, places } = readPattern(format);
  const text = fragment`cast(${value} as text)`;
  const matches = fragment`regexp_match(${text}, ${textConstant(pattern)})`;
  const part = (field: PatternField): Sql | undefined => {
    const place = places.get(field);
    return place === undefined ? undefined : fragment`cast((${matches})[${integer(place)}] as integer)`;
  };
  const zero = integer(0);
  const day = part("dd") ?? integer(1);
  const microseconds = part("SSSSSS") ?? (part("SSS") ? fragment`${part("SSS") ?? zero} * 1000` : zero);
  const month = fragment`make_timestamp(${part("yyyy") ?? integer(1970)}, ${part("MM") ?? integer(1)}, 1, ${part("HH") ?? zero}, ${part("mm") ?? zero}, ${part("ss") ?? zero})`;
  const time = fragment`${month} + make_interval(days => ${day} - 1) + ${microseconds} * interval '1 microsecond'`;
  return fragment`case when ${text} ~ ${textConstant(pattern)} then case when extract(month from ${time}) = ${part("MM") ?? integer(1)} then ${time} end end`;
}

import { readPattern } from "./date-pattern.ts";
import {
  type Dialect,
  decimalType,
  filtered,
  type HandedColumn,
  numberPattern,
  powerOfTen,
  type Scaled,
  textConstant,
} from "./dialect.ts";
import { fragment, identifier, keyword, list, parameter, type Sql, word } from "./query.ts";

/** DuckDB's own: decimals of a fixed width, `try` for what does not fit, lists for series. */
export const duckdb: Dialect = {
  engine: "duckdb",
  number: narrowDecimal,
  factor: narrowDecimal,
  wide: (value, scale) => fragment`cast(${value} as ${decimalType(scale)})`,
  // By way of the text: what a binary number shows is what it is taken for, 1.005 and not 1.00499….
  exact: (value, scale) =>
    fragment`try_cast(regexp_extract(cast(${value} as text), ${textConstant(numberPattern)}, 1) as ${decimalType(scale)})`,
  arithmetic: (operator, left, right) => {
    if (operator === "*") return fragment`try(${left} * ${right})`;
    return operator === "+" ? fragment`try(${left} + ${right})` : fragment`try(${left} - ${right})`;
  },
  // `try` has seen to it.
  bounded: (product) => product,
  // Twice the quotient in units of the sixth place, cut off, then halved on the seventh: the cast rounds that half
  // away from zero.
  divide: (left, right) => {
    const shift = 6 + right.scale - left.scale;
    const dividend = fragment`cast(2 as hugeint) * ${unscaled(left)}${timesPowerOfTen(shift)}`;
    const divisor = fragment`${unscaled(right)}${timesPowerOfTen(-shift)}`;
    const quotient = fragment`(${dividend}) // nullif(${divisor}, 0)`;
    return fragment`try(cast(cast(${quotient} as ${decimalType(0)}) * 0.0000005 as ${decimalType(6)}))`;
  },
  round: (value) => fragment`cast(${value} as ${decimalType(6)})`,
  everyDay: (from, to) =>
    fragment`cast(unnest(generate_series(cast(${from} as timestamp), cast(${to} as timestamp), interval 1 day)) as date)`,
  // `try_strptime` lets fields be shorter than their pattern: what doesn't fit is kept from it.
  parseLocal: (value, format) => {
    const text = fragment`cast(${value} as text)`;
    const fits = fragment`regexp_matches(${text}, ${textConstant(readPattern(format).pattern)})`;
    return fragment`case when ${fits} then try_strptime(${text}, ${parameter({ kind: "text", value: strptimeFormat(format) })}) end`;
  },
  // Its functions give unknown for infinite dates of themselves.
  finite: (value) => value,
  daysBetween: (from, to) => fragment`date_diff('day', ${from}, ${to})`,
  lastDayOfMonth: (date) => fragment`last_day(${date})`,
  microseconds: (instant) => fragment`epoch_us(${instant})`,
  instantAt: (microseconds) => fragment`make_timestamptz(${microseconds})`,
  handedRows: (text, columns) => {
    const shape = JSON.stringify([
      Object.fromEntries(columns.map(({ name, type }) => [name, handedTypes[type]])),
    ]);
    const read = columns.map(({ name }) => fragment`${identifier("r", "row", name)} as ${identifier(name)}`);
    return fragment`select ${list(read)} from (select unnest(from_json(cast(${text} as json), ${textConstant(shape)})) as "row") as r`;
  },
  byCodePoint: (text) => text,
  idOrder: (id) => [id],
  firstValue: (value, order, filter) => filtered(fragment`first(${value} order by ${list(order)})`, filter),
  without: (text) => fragment`regexp_replace(${text}, '[]["{} ]', '', 'g')`,
};

const handedTypes: Readonly<Record<HandedColumn["type"], string | readonly string[]>> = {
  text: "VARCHAR",
  texts: ["VARCHAR"],
  bigint: "BIGINT",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
};

function narrowDecimal(value: Sql, digits: number, scale: number): Sql {
  return fragment`cast(${value} as ${keyword(word(`decimal(${digits},${scale})`))})`;
}

/** A decimal's digits as an integer. Long fractions go by their text: times a power of ten they would not fit. */
function unscaled({ sql, scale }: Scaled): Sql {
  if (scale === 0) return fragment`cast(${sql} as hugeint)`;
  const decimal = fragment`cast(${sql} as ${decimalType(scale)})`;
  return scale <= 6
    ? fragment`cast(${decimal} * cast(${powerOfTen(scale)} as hugeint) as hugeint)`
    : fragment`cast(replace(cast(${decimal} as text), '.', '') as hugeint)`;
}

function timesPowerOfTen(exponent: number): Sql {
  return exponent > 0 ? fragment` * cast(${powerOfTen(exponent)} as hugeint)` : fragment``;
}

const strptimeTokens: Readonly<Record<string, string>> = {
  yyyy: "%Y",
  MM: "%m",
  dd: "%d",
  HH: "%H",
  mm: "%M",
  ss: "%S",
  SSSSSS: "%f",
  SSS: "%g",
};

function strptimeFormat(format: string): string {
  return format.replace(/yyyy|MM|dd|HH|mm|SSSSSS|SSS|ss|%|'([^']*)'/g, (token, quoted: string | undefined) =>
    token === "%" ? "%%" : (quoted?.replaceAll("%", "%%") ?? strptimeTokens[token] ?? token),
  );
}

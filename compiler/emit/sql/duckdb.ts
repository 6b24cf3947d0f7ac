import { readPattern } from "./date-pattern.ts";
import {
  type Dialect,
  decimalType,
  filtered,
  type HandedColumn,
  numberPattern,
  powerOfTen,
  type Scaled,
  type Summed,
  textConstant,
} from "./dialect.ts";
import { fragment, identifier, integer, keyword, list, parameter, type Sql, word } from "./query.ts";

/** DuckDB's own: decimals of a fixed width, `try` for what does not fit, lists for series. */
export const duckdb: Dialect = {
  engine: "duckdb",
  number: narrowDecimal,
  factor: narrowDecimal,
  wide: (value, scale) => fragment`cast(${value} as ${decimalType(scale)})`,
  // `decimal(38,2)` and `decimal(9,6)` have the type `decimal(38,2)` in common.
  aligned: (value, scale) => fragment`try_cast(${value} as ${decimalType(scale)})`,
  // By way of the text: what a binary number shows is what it is taken for, 1.005 and not 1.00499….
  exact: (value, scale) =>
    fragment`try_cast(regexp_extract(cast(${value} as text), ${textConstant(numberPattern)}, 1) as ${decimalType(scale)})`,
  arithmetic: (operator, left, right) => {
    if (operator === "*") return fragment`try(${left} * ${right})`;
    return operator === "+" ? fragment`try(${left} + ${right})` : fragment`try(${left} - ${right})`;
  },
  // `try` has seen to it.
  bounded: (product) => product,
  divide,
  sum,
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

/** Gives names to values, so that each is computed once however often the body uses it: `baleen_…`, like no column's. */
function named(values: readonly (readonly [name: string, value: Sql])[], row: string, body: Sql): Sql {
  const fields = values.map(([name, value]) => fragment`${identifier(name)} := ${value}`);
  return fragment`list_transform([struct_pack(${list(fields)})], lambda ${identifier(`baleen_${row}`)}: ${body})[1]`;
}

/**
 * Integers of 128 bits divide a hundred times as slowly as those of 64: so usual numbers are divided as these, and only
 * where they might outgrow them, digit by digit.
 */
function divide(left: Scaled, right: Scaled, times?: Scaled): Sql {
  const isUsual = Math.abs(shiftOf(left, right, times)) <= 15;
  const factors: (readonly [string, Sql])[] = times === undefined ? [] : [["t", times.sql]];
  const values: (readonly [string, Sql])[] = [["a", left.sql], ["b", right.sql], ...factors];
  // In units of their last places: exact up to some fifteen digits.
  const units = (name: string, scale: number): Sql =>
    fragment`cast(${identifier("baleen_n", name)} as double) * ${double(scale)}`;
  const inUnits: (readonly [string, Sql])[] = [
    ["x", units("a", left.scale)],
    ["y", units("b", right.scale)],
    ...(times === undefined ? [] : [["z", units("t", times.scale)] as const]),
  ];
  const body = isUsual ? named(inUnits, "m", quotient(left, right, times)) : divided(left, right, times);
  return named(values, "n", body);
}

function quotient(left: Scaled, right: Scaled, times: Scaled | undefined): Sql {
  const shift = shiftOf(left, right, times);
  const small = fragment`abs(baleen_m.y) < ${double(Math.min(15, 18 + Math.min(0, shift)))}`;
  const smallFactor = times === undefined ? fragment`` : fragment` and abs(baleen_m.z) < 1e15`;
  const product = times === undefined ? fragment`baleen_m.x` : fragment`baleen_m.x * baleen_m.z`;
  const fits = fragment`abs(baleen_m.x) < 1e15${smallFactor} and abs(${product}) < ${double(18 - Math.max(0, shift))} and ${small} and baleen_m.y <> 0`;
  const whole = (value: Sql): Sql => fragment`cast(${value} as bigint)`;
  const dividend = fragment`${whole(fragment`baleen_m.x`)}${times === undefined ? fragment`` : fragment` * ${whole(fragment`baleen_m.z`)}`} * ${integer(2 * 10 ** Math.max(0, shift))}`;
  const divisor = fragment`(${whole(fragment`baleen_m.y`)} * ${integer(10 ** Math.max(0, -shift))})`;
  const sign = fragment`case when (${product} < 0) <> (baleen_m.y < 0) then -1 else 1 end`;
  const fast = fragment`cast(((${dividend}) // ${divisor} + ${sign}) // 2 as decimal(18,0)) * 0.000001`;
  return fragment`case when ${fits} then cast(${fast} as ${decimalType(6)}) else ${divided(left, right, times)} end`;
}

/** By which power of ten the quotient of the digits is to be multiplied to be in units of the sixth place. */
function shiftOf(left: Scaled, right: Scaled, times: Scaled | undefined): number {
  return 6 + right.scale - left.scale - (times?.scale ?? 0);
}

/** A power of ten in binary floating point. */
function double(exponent: number): Sql {
  return fragment`cast(${parameter({ kind: "text", value: `1e${exponent}` })} as double)`;
}

/** By digits: what is whole first, then what that leaves over, so that no step outgrows what the result does not. */
function divided(left: Scaled, right: Scaled, times: Scaled | undefined): Sql {
  const shift = shiftOf(left, right, times);
  const wide = (name: string, scale: number): Sql =>
    fragment`cast(${identifier("baleen_n", name)} as ${decimalType(scale)})`;
  const up = fragment`cast(${powerOfTen(Math.max(0, shift))} as hugeint)`;
  const divisor = fragment`${unscaled(wide("b", right.scale), right.scale)} * cast(${powerOfTen(Math.max(0, -shift))} as hugeint)`;
  const first: (readonly [string, Sql])[] = [
    ["a", unscaled(wide("a", left.scale), left.scale)],
    ["d", fragment`nullif(${divisor}, 0)`],
    ["t", times === undefined ? fragment`cast(1 as hugeint)` : unscaled(wide("t", times.scale), times.scale)],
  ];
  const second: (readonly [string, Sql])[] = [
    [
      "w",
      fragment`(baleen_i.a // baleen_i.d) * baleen_i.t + (baleen_i.a % baleen_i.d) * baleen_i.t // baleen_i.d`,
    ],
    ["l", fragment`2 * ${up} * ((baleen_i.a % baleen_i.d) * baleen_i.t % baleen_i.d) // baleen_i.d`],
  ];
  const rounded = fragment`baleen_k.w * ${up} + (baleen_k.l + case when baleen_k.l < 0 then -1 else 1 end) // 2`;
  const units = named(first, "i", named(second, "k", rounded));
  return fragment`try(cast(cast(${units} as ${decimalType(0)}) * 0.000001 as ${decimalType(6)}))`;
}

/** A decimal's digits as an integer, by way of its text: times a power of ten they would not fit. */
function unscaled(value: Sql, scale: number): Sql {
  return scale === 0
    ? fragment`cast(${value} as hugeint)`
    : fragment`cast(replace(cast(${value} as text), '.', '') as hugeint)`;
}

/**
 * Sums of decimals fail beyond their type. Numbers so large that they could bring that about are summed apart, as
 * integers of any size; in narrow columns, whose type is known before the query runs, there are none.
 */
function sum({ sql, scale }: Scaled, filter: Sql | undefined): Summed {
  const narrow = fragment`not regexp_matches(typeof(${sql}), ${textConstant("^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)")})`;
  const small = fragment`abs(cast(${sql} as double)) < cast(${parameter({ kind: "text", value: `1e${27 - scale}` })} as double)`;
  const fits = fragment`(${narrow} or ${small})`;
  const digits = fragment`replace(cast(try_cast(${sql} as ${decimalType(scale)}) as text), '.', '')`;
  const large = fragment`case when not ${fits} then cast(${digits} as bignum) end`;
  return {
    columns: [
      filtered(fragment`sum(${sql})`, filter === undefined ? fits : fragment`${filter} and ${fits}`),
      filtered(fragment`sum(${large})`, filter),
    ],
    read: ([rest = fragment`null`, most = fragment`null`]) => {
      const restDigits = fragment`replace(cast(cast(coalesce(${rest}, 0) as ${decimalType(scale)}) as text), '.', '')`;
      const total = fragment`try_cast(cast(${most} + cast(${restDigits} as bignum) as text) as ${decimalType(0)})`;
      const one = `0.${"1".padStart(scale, "0")}`;
      const scaled =
        scale === 0
          ? total
          : fragment`${total} * ${narrowDecimal(parameter({ kind: "number", value: one }), scale, scale)}`;
      return fragment`case when ${most} is null then ${rest} else ${scaled} end`;
    },
  };
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

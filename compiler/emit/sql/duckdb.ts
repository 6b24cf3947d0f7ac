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
import { mostDigits } from "./digits.ts";
import { fragment, identifier, integer, keyword, list, parameter, type Sql, word } from "./query.ts";

/** DuckDB's own: decimals of a fixed width, `try` for what does not fit, lists for series. */
export const duckdb: Dialect = {
  engine: "duckdb",
  number: narrowDecimal,
  factor: narrowDecimal,
  wide: (value, scale) => fragment`try_cast(${value} as ${decimalType(scale)})`,
  // Of two types the engine takes the one with more places, and fails where a number does not fit into it.
  aligned: (value, _from, to) => within(value, mostDigits, to),
  within,
  // By way of the text: what a binary number shows is what it is taken for, 1.005 and not 1.00499….
  exact: (value, scale) =>
    fragment`try_cast(regexp_extract(cast(${value} as text), ${textConstant(numberPattern)}, 1) as ${decimalType(scale)})`,
  arithmetic: (operator, left, right) => {
    if (operator === "*") return fragment`try(${left} * ${right})`;
    return operator === "+" ? fragment`try(${left} + ${right})` : fragment`try(${left} - ${right})`;
  },
  divide,
  sum,
  round: (value, scale) => fragment`try_cast(${value} as ${decimalType(scale)})`,
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

function within(value: Sql, digits: number, scale: number): Sql {
  if (scale > digits) return fragment`cast(null as ${decimalType(scale)})`;
  return fragment`try_cast(${value} as ${keyword(word(`decimal(${digits},${scale})`))})`;
}

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

/** By digits, so that no step outgrows what the result does not. */
function divided(left: Scaled, right: Scaled, times: Scaled | undefined): Sql {
  const digits = (name: string, scale: number): Sql =>
    unscaled(duckdb.wide(identifier("baleen_n", name), scale), scale);
  const operands: (readonly [string, Sql])[] = [
    ["a", digits("a", left.scale)],
    ["b", fragment`nullif(${digits("b", right.scale)}, 0)`],
    ...(times === undefined ? [] : [["t", digits("t", times.scale)] as const]),
  ];
  const shift = shiftOf(left, right, times);
  const units = named(operands, "o", times === undefined ? ratio(shift) : converted(shift));
  return fragment`try(cast(cast(${units} as ${decimalType(0)}) * 0.000001 as ${decimalType(6)}))`;
}

/** a × 10^shift ÷ b, however many digits both have. */
function ratio(shift: number): Sql {
  const operands: (readonly [string, Sql])[] = [
    ["a", fragment`abs(baleen_o.a)`],
    ["d", fragment`abs(baleen_o.b)`],
  ];
  const half = fragment`cast(${parameter({ kind: "number", value: `5${"0".repeat(Math.max(0, -shift - 1))}` })} as hugeint)`;
  const size =
    shift < 0
      ? fragment`(baleen_i.a // baleen_i.d // ${half} + 1) // 2`
      : named(
          [["q", shifted(shift)]],
          "k",
          fragment`baleen_k.q.w + case when baleen_k.q.r >= baleen_i.d - baleen_k.q.r then 1 else 0 end`,
        );
  return fragment`case when (baleen_o.a < 0) <> (baleen_o.b < 0) then -1 else 1 end * ${named(operands, "i", size)}`;
}

/**
 * The whole `w` and the rest `r` of a × 10^shift ÷ d: by the binary digits of the power of ten, each twice what is before it
 * and, for a one, a ÷ d more. A rest is never more than d.
 */
function shifted(shift: number): Sql {
  const digits = [...(10n ** BigInt(shift)).toString(2)].map((digit) => integer(Number(digit)));
  const added = fragment`list_transform([${list(digits)}], lambda baleen_d: struct_pack(w := baleen_d * (baleen_i.a // baleen_i.d), r := baleen_d * (baleen_i.a % baleen_i.d)))`;
  const sum = (whole: Sql, a: Sql, b: Sql): Sql =>
    fragment`struct_pack(w := ${whole} + case when ${a} >= baleen_i.d - ${b} then 1 else 0 end, r := case when ${a} >= baleen_i.d - ${b} then ${a} - (baleen_i.d - ${b}) else ${a} + ${b} end)`;
  const r = fragment`baleen_s.r`;
  const twice = sum(fragment`baleen_s.w + baleen_s.w`, r, r);
  const next = sum(fragment`baleen_t.x.w + baleen_e.w`, fragment`baleen_t.x.r`, fragment`baleen_e.r`);
  return fragment`list_reduce(${added}, lambda baleen_s, baleen_e: ${named([["x", twice]], "t", next)})`;
}

/** a × 10^shift × t ÷ b: what is whole first, then what that leaves over. */
function converted(shift: number): Sql {
  const up = fragment`cast(${powerOfTen(Math.max(0, shift))} as hugeint)`;
  const down = fragment`cast(${powerOfTen(Math.max(0, -shift))} as hugeint)`;
  const over = fragment`(baleen_o.a % baleen_i.d) * baleen_o.t`;
  const parts: (readonly [string, Sql])[] = [
    ["w", fragment`(baleen_o.a // baleen_i.d) * baleen_o.t + ${over} // baleen_i.d`],
    ["l", fragment`2 * ${up} * (${over} % baleen_i.d) // baleen_i.d`],
  ];
  const rounded = fragment`baleen_k.w * ${up} + (baleen_k.l + case when baleen_k.l < 0 then -1 else 1 end) // 2`;
  return named([["d", fragment`baleen_o.b * ${down}`]], "i", named(parts, "k", rounded));
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

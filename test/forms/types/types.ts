import { people } from "../expressions/people.ts";
import { type Family, holds, values } from "../form.ts";

export const types: Family = {
  section: 4,
  name: "types",
  bank: people,
  tick: "2026-03-02 06:00",
  forms: {
    boolean: { cases: { "holds where it is true; false and unknown don't": holds("card", "1") } },
    integer: { cases: { "is compared as a number": holds("n = 7", "1") } },
    decimal: {
      cases: {
        // In binary floating point 0.1 + 0.2 is 0.30000000000000004.
        "is exact": values("0.1 + 0.2 + x * 0.1", { 1: "0.45", 2: "0.15", 3: "0.3", 4: null }),
      },
    },
    percent: { cases: { "20% is 0.2": holds("rate = 20% and rate = 0.2", "1") } },
    "money(CCY)": {
      cases: {
        "is compared in its currency": holds("cash >= 100 CNY", "1"),
        "below zero and at zero": holds("cash <= 0 CNY", "2 3"),
      },
    },
    "money times a number": {
      cases: { "is money": values("cash * 1.5", { 1: "150", 2: "-60", 3: "0", 4: null }) },
    },
    "money over money": {
      cases: {
        // 100 ÷ 30 = 3.3333333…, −40 ÷ 30 = −1.3333333…
        "is a number": values("cash / (30 CNY)", { 1: "3.333333", 2: "-1.333333", 3: "0", 4: null }),
      },
    },
    text: {
      cases: {
        // By code point A is before Z, ü (U+00FC) behind z (U+007A), a behind Z: of the three only `ABC` is less.
        "compares by code point, case-sensitively": holds('city < "Zz"', "3"),
        "is equal letter by letter": holds('city = "abc"', "2"),
      },
    },
    "enum{…}": { cases: { "compares with its members": holds("stage = growth", "1") } },
    "enum{…} in order": {
      cases: {
        "goes by its members' order, not by letters": holds("stage >= growth", "1 2"),
        "unknown is neither more nor less": holds("stage >= acquisition", "1 2 3"),
      },
    },
    "set of enum{…}": {
      cases: {
        // 3's set is empty, which is known; `food` is no part of `food_abroad`.
        "is known though it be empty": holds("likes is known and not (likes contains food)", "2 3"),
      },
    },
    product: { cases: { "compares with product codes": holds("held = card.gold", "1") } },
    date: {
      cases: {
        "29 February is a day like others": holds("born = 2004-02-29", "2"),
        "before a day": holds("born < 2026-03-02", "1 2"),
      },
    },
    instant: {
      cases: {
        // 2 was seen a microsecond before midnight.
        "midnight belongs to the day that it begins": holds("seen < 2026-03-02 00:00", "2"),
        "is read in the project's zone": holds("seen = 2026-03-02 04:30", "1"),
      },
    },
    "EXPR in CCY": {
      cases: {
        // The rate on or before 2 March is that of 28 February, 710 for 100: 10 × 7.1, 0.07 × 7.1, 5 × 7.1.
        "converts a tag at D's rate": values("usd in CNY", { 1: "71", 2: "0.497", 3: "35.5", 4: null }),
        // 100 ÷ 7.1 = 14.08450704…, −40 ÷ 7.1 = −5.63380281…
        "is rounded once at six places": values("cash in USD", {
          1: "14.084507",
          2: "-5.633803",
          3: "0",
          4: null,
        }),
        "leaves the same currency unchanged": values("cash in CNY", { 1: "100", 2: "-40", 3: "0", 4: null }),
        "without a rate is unknown": values("cash in EUR", { 1: null, 2: null, 3: null, 4: null }),
      },
    },
    "division is rounded at six places": {
      cases: {
        // 7 ÷ 2,000,000 = 0.0000035: half away from zero.
        "half away from zero": values("n / 2_000_000", { 1: "0.000004", 2: "-0.000004", 3: "0", 4: null }),
      },
      elsewhere: {
        "whatever the size": {
          file: "test/compiler/emit/digits.test.ts",
          test: "is exact, rounded half away from zero at the sixth place, whatever the size of the numbers",
        },
      },
    },
    "more than 38 digits": {
      cases: {
        // 7 × 10¹⁹ × 10¹⁸ has 38 digits.
        "38 are known": values("n * 10_000_000_000_000_000_000 * 1_000_000_000_000_000_000", {
          1: "70000000000000000000000000000000000000",
          2: "-70000000000000000000000000000000000000",
          3: "0",
          4: null,
        }),
        "39 are unknown, of this customer alone": values(
          "n * 10_000_000_000_000_000_000 * 10_000_000_000_000_000_000",
          { 1: null, 2: null, 3: "0", 4: null },
        ),
      },
    },
    "a comparison with an unknown operand": {
      cases: {
        "is false": holds("n < 100", "1 2 3"),
        "and not flips that": holds("not (n < 100)", "4"),
        "on either side": holds("100 > n", "1 2 3"),
        "in and not in too": holds("n not in {7} or n in {7}", "1 2 3"),
        "!= too": holds("n != 7", "2 3"),
      },
    },
    "an unknown boolean": { cases: { "is false as a predicate": holds("not card", "2 3 4") } },
    "arithmetic with an unknown": {
      cases: { "is unknown": values("n + 1", { 1: "8", 2: "-6", 3: "1", 4: null }) },
    },
    "division by zero": {
      cases: {
        "is unknown": values("n / m", { 1: "3.5", 2: "-3.5", 3: null, 4: null }),
        "and so false when compared": holds("n / m < 1 or n / m >= 1", "1 2"),
      },
    },
  },
};

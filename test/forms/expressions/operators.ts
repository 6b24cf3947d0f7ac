import { type Family, holds, values } from "../form.ts";
import { people } from "./people.ts";

export const operators: Family = {
  section: 5,
  name: "operators",
  bank: people,
  tick: "2026-03-02 06:00",
  forms: {
    "P or Q": {
      cases: {
        "one is enough, and what is unknown does no harm": holds("n < 0 or card", "1 2"),
        "binds looser than and": holds("n = 7 or n = 0 and card", "1"),
      },
    },
    "P and Q": { cases: { "takes both; unknown is false": holds("n >= 0 and card", "1") } },
    "not P": {
      cases: {
        "holds for the unknown": holds("not (n > 0)", "2 3 4"),
        "binds tighter than and": holds("not card and n is known", "2 3"),
        twice: holds("not (not (n > 0))", "1"),
      },
    },
    "A = B": { cases: { "of two tags": holds("n = m", "3") } },
    "A != B": { cases: { "unknown differs from nothing": holds("n != m", "1 2") } },
    "A < B": { cases: { "of two tags": holds("n < m", "2") } },
    "A <= B": { cases: { "equal is in": holds("n <= m", "2 3") } },
    "A > B": { cases: { "of two tags": holds("n > m", "1") } },
    "A >= B": { cases: { "equal is in": holds("n >= m", "1 3") } },
    "A between B and C": {
      cases: {
        "both ends are in": holds("n between -7 and 0", "2 3"),
        "not has the unknown": holds("not (n between -7 and 0)", "1 4"),
      },
    },
    "A in {…}": { cases: { "is one of them": holds("n in {7, 0}", "1 3") } },
    "A not in {…}": {
      cases: {
        "is known and none of them": holds("n not in {7, 0}", "2"),
        "not in is not not (in)": holds("not (n in {7, 0})", "2 4"),
      },
    },
    "A contains X": {
      cases: { "a member, not a part of its name": holds("likes contains food", "1") },
    },
    "A contains any {…}": {
      cases: { "one is enough": holds("likes contains any {travel, food_abroad}", "1 2") },
    },
    'A contains "…"': {
      cases: {
        "letters in a row": holds('city contains "bc"', "2"),
        "no pattern": holds('city contains "%"', ""),
        "the empty text is in every known one": holds('city contains ""', "1 2 3"),
      },
    },
    'A starts with "…"': {
      cases: {
        "upper case is another letter": holds('city starts with "A"', "3"),
        "no pattern": holds('city starts with "_"', ""),
      },
    },
    "A is known": { cases: { "zero and false are": holds("n is known", "1 2 3") } },
    "A is unknown": {
      cases: {
        "no value": holds("n is unknown", "4"),
        "nor has division by zero": holds("(n / m) is unknown", "3 4"),
      },
    },
    "A exceeds B by 20%": {
      cases: {
        // 7 > 2 × 1.2; −7 > 2.4 does not hold, nor does 0 > 0.
        "A > B × 1.2": holds("n exceeds m by 20%", "1"),
        // 7 > 5 × 1.4 = 7 does not hold, 7 > 5 × 1.3999 = 6.9995 does.
        "exactly so much more is not enough": holds("n exceeds 5 by 40%", ""),
        "a little less is": holds("n exceeds 5 by 39.99%", "1"),
        // Of 2, B is −7: 2 > −8.4 would hold.
        "is false where B is below zero": holds("m exceeds n by 20%", ""),
      },
    },
    "A falls short of B by 20%": {
      cases: {
        // 7 < 1.6 does not hold, −7 < 1.6 does, 0 < 0 does not.
        "A < B × 0.8": holds("n falls short of m by 20%", "2"),
        // Of 1: 2 < 7 × 0.8 = 5.6. Of 2 B is −7: below zero.
        "is false where B is below zero": holds("m falls short of n by 20%", "1"),
        // 7 < 10 × 0.7 does not hold.
        "exactly so much less is not enough": holds("n falls short of 10 by 30%", "2 3"),
      },
    },
    "A or else B": {
      cases: {
        "is the first known": values("n or else 5", { 1: "7", 2: "-7", 3: "0", 4: "5" }),
        "binds tighter than comparison": holds("n or else 7 = 7", "1 4"),
      },
    },
    "A + B": { cases: { exactly: values("n + x", { 1: "8.5", 2: "-8.5", 3: "0", 4: null }) } },
    "A - B": {
      cases: {
        exactly: values("n - x", { 1: "5.5", 2: "-5.5", 3: "0", 4: null }),
        "from left to right": values("n - 1 - 1", { 1: "5", 2: "-9", 3: "-2", 4: null }),
      },
    },
    "A * B": {
      cases: {
        exactly: values("n * x", { 1: "10.5", 2: "10.5", 3: "0", 4: null }),
        "before adding": values("1 + n * 2", { 1: "15", 2: "-13", 3: "1", 4: null }),
      },
    },
    "A / B": {
      cases: {
        // 7 ÷ 1.5 = 4.6666666…
        "rounded at six places": values("n / x", { 1: "4.666667", 2: "4.666667", 3: null, 4: null }),
        "whole numbers are no other division": values("n / 2", { 1: "3.5", 2: "-3.5", 3: "0", 4: null }),
      },
    },
    "- A": { cases: { "the other sign": values("-n", { 1: "-7", 2: "7", 3: "0", 4: null }) } },
    "case when P then E otherwise E end": {
      cases: {
        "the first branch that holds": values(
          'case when n > 5 then "much" when n >= 0 then "some" otherwise "none" end',
          { 1: "much", 2: "none", 3: "some", 4: "none" },
        ),
      },
    },
    "case when P then E end": {
      cases: {
        "unknown where no branch holds": values("case when n > 0 then cash end", {
          1: "100",
          2: null,
          3: null,
          4: null,
        }),
      },
    },
    "top 10% of P by E": {
      cases: {
        // 34 % of the three whose n is known are 1.02, rounded up 2: 7 and 0.
        "the share is rounded up, of those whose E is known": holds("top 34% of true by n", "1 3"),
        "however small": holds("top 1% of true by n", "1"),
        // Of 2 and 3 the half is 1: 3, whose 0 is more than −7.
        "of those for whom P holds": holds("top 50% of n <= 0 by n", "3"),
        // The top is 1, whom the rest leaves out.
        "nothing around it counts": holds("top 1% of true by n and n < 7", ""),
      },
    },
    "top 5_000 of P by E": {
      cases: {
        "so many, as far as there are": holds("top 5_000 of true by n", "1 2 3"),
        // m is 2 for 1 and 2. MD5 of `1` begins with c4ca, of `2` with c81e: 1 is first.
        "ties go by the stable hash of the key": holds("top 1 of true by m", "1"),
        "none of nobody": holds("top 5 of n > 7 by n", ""),
      },
    },
    "days since X": {
      cases: {
        // 1: 26 years of 365 days and the leap days of 2004, 08, 12, 16, 20 and 24. 2: from 29 February 2004, 22 years to
        // 28 February 2026 with those of 2008 to 2024 (8030 + 5 = 8035) and two more days.
        "whole days": values("days since born", { 1: "9496", 2: "8037", 3: "0", 4: null }),
        // A microsecond before midnight was yesterday.
        "local dates count": values("days since seen", { 1: "0", 2: "1", 3: null, 4: null }),
      },
    },
    "months since X": {
      cases: {
        "whole months": values("months since born", { 1: "312", 2: "264", 3: "0", 4: null }),
        "29 February is reached on the 28th": values(
          "months since born",
          { 1: "311", 2: "264", 3: "0", 4: null },
          { tick: "2026-02-28 06:00" },
        ),
        "and not on the 27th": values(
          "months since born",
          { 1: "311", 2: "263", 3: "0", 4: null },
          { tick: "2026-02-27 06:00" },
        ),
      },
    },
    "years since X": {
      cases: {
        "whole years": values("years since born", { 1: "26", 2: "22", 3: "0", 4: null }),
        "the day before a birthday": values(
          "years since born",
          { 1: "25", 2: "22", 3: "0", 4: null },
          { tick: "2026-03-01 06:00" },
        ),
        "29 February is over on the 28th of other years": values(
          "years since born",
          { 1: "25", 2: "22", 3: "0", 4: null },
          { tick: "2026-02-28 06:00" },
        ),
      },
    },
    "days until X": {
      cases: {
        // From 2 March 2026 to 2 March 2028 it is 731 days; 29 February is two days before.
        "whole days, below zero once past": values("days until due", { 1: "3", 2: "729", 3: "-2", 4: null }),
      },
    },
    "months until X": {
      cases: {
        // 24 months before 29 February 2028 is 28 February 2026, which is over.
        "whole months": values("months until due", { 1: "0", 2: "23", 3: "0", 4: null }),
      },
    },
    "years until X": {
      cases: { "whole years": values("years until due", { 1: "0", 2: "1", 3: "0", 4: null }) },
    },
    "hour of X": {
      cases: { "of the local time": values("hour of seen", { 1: "4", 2: "23", 3: null, 4: null }) },
    },
    "weekday of X": {
      cases: {
        // 2 March 2026 is a Monday.
        "of the local day": values("weekday of seen", { 1: "monday", 2: "sunday", 3: null, 4: null }),
      },
    },
    "month of X": {
      cases: { "1 to 12": values("month of born", { 1: "3", 2: "2", 3: "3", 4: null }) },
    },
    "least(A, B …)": {
      cases: {
        "the least": values("least(n, m, 1)", { 1: "1", 2: "-7", 3: "0", 4: null }),
        "unknown where one is": values("least(n, n / m)", { 1: "3.5", 2: "-7", 3: null, 4: null }),
      },
    },
    "greatest(A, B …)": {
      cases: {
        "the greatest": values("greatest(n, m, 1)", { 1: "7", 2: "2", 3: "1", 4: null }),
        "of a list in order, its last": values("greatest(stage, growth)", {
          1: "growth",
          2: "maturity",
          3: "growth",
          4: null,
        }),
      },
    },
  },
};

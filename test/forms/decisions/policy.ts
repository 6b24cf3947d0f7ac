import { decides, type Family, type FormCase } from "../form.ts";
import { type Clauses, club, springAndSummer, underPolicy } from "./club.ts";

const MONDAY = ["2026-03-02 06:00"];
const PLAIN = "at most N per customer per day";
const OFTEN: Clauses = { caps: "99 per customer per day" };

/** What comes of `spring` under lines of a policy; runs are at 06:00 unless they say otherwise. */
function under(
  lines: string,
  found: readonly string[],
  first: Clauses = {},
  runs: readonly string[] = MONDAY,
  declarations = "",
): FormCase {
  return decides(
    underPolicy(lines, first, declarations),
    runs.map((run) => (run.includes(":") ? run : `${run} 06:00`)),
    found.map((one) => one.replace("|", "spring")),
  );
}

/** What comes of `spring` with a gift by letter, first, and `summer` with a bonus by call. */
function both(
  lines: string,
  found: readonly string[],
  first: Clauses = {},
  second: Clauses = {},
  runs: readonly string[] = MONDAY,
): FormCase {
  return decides(
    springAndSummer(
      { segment: "age = 40", priority: "20", ...OFTEN, ...first },
      { segment: "age = 40", priority: "10", ...OFTEN, ...second },
      `policy {\n${lines}\n}\nsegment adults = age >= 18\nsegment vips = vip\n`,
    ),
    runs.map((run) => (run.includes(":") ? run : `${run} 06:00`)),
    found,
  );
}

const SPRING = "03-02 06:00 spring 1 letter gift";
const SUMMER = "03-02 06:00 summer 1 call bonus";
const summerRefused = (code: string, day = "02"): string => `03-${day} 06:00 summer 1: call ${code}`;
const SEGMENTS = "segment adults = age >= 18\nsegment vips = vip\n";
const each = (customers: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(customers).map(([customer, came]) => `03-02 06:00 | ${customer}${came}`);

export const policy: Family = {
  section: 8,
  name: "policy",
  bank: club,
  tick: "2026-03-02 06:00",
  forms: {
    [PLAIN]: {
      cases: {
        "over all campaigns": both("at most 1 per customer per day", [SPRING, summerRefused("cap")]),
        "of each customer by herself": under(
          "at most 1 per customer per day",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift" }),
        ),
      },
    },
    "at most N per customer per N days": {
      cases: {
        // 2, 3 and 4 March share a span of three days, the 2nd and the 5th don't.
        slides: under(
          "at most 1 per customer per 3 days",
          ["03-02 06:00 | 1 letter gift", "03-04 06:00 | 1: letter cap", "03-05 06:00 | 1 letter gift"],
          { segment: "age = 40", ...OFTEN },
          ["2026-03-02", "2026-03-04", "2026-03-05"],
        ),
      },
    },
    "at most N per customer … of OFFERS": {
      sqlOf: PLAIN,
      cases: {
        "of a group": both(
          "at most 1 per customer per 3 days of presents",
          [SPRING, SUMMER, "03-03 06:00 spring 1: letter cap", "03-03 06:00 summer 1: call expired"],
          {},
          {},
          ["2026-03-02", "2026-03-03"],
        ),
        "of an offer": both("at most 1 per customer per 3 days of gift", [SPRING, SUMMER]),
      },
    },
    "at most N per customer … of each offer": {
      sqlOf: PLAIN,
      cases: {
        // Of the expired bonus nothing is left for the line to count.
        "each by itself": both(
          "at most 1 per customer per 3 days of each offer",
          [SPRING, SUMMER, "03-03 06:00 spring 1: letter cap", summerRefused("expired", "03")],
          {},
          {},
          ["2026-03-02", "2026-03-03"],
        ),
      },
    },
    "at most N per customer … via C": {
      sqlOf: PLAIN,
      cases: {
        "on that channel": both("at most 1 per customer per day via call", [SPRING, SUMMER]),
        "on these together": both("at most 1 per customer per day via call, letter", [
          SPRING,
          summerRefused("cap"),
        ]),
        "leads to the next one": under(
          "at most 1 per customer per 3 days via call",
          ["03-02 06:00 | 1 call gift", "03-03 06:00 | 1 letter gift"],
          { segment: "age = 40", channel: "first of call, letter", ...OFTEN },
          ["2026-03-02", "2026-03-03"],
        ),
      },
    },
    "at most N per customer … for SEGMENT": {
      cases: {
        "its members alone": both("at most 1 per customer per day for adults", [
          SPRING,
          summerRefused("cap"),
        ]),
        // 2 is 17.
        "not others": both(
          "at most 1 per customer per day for adults",
          ["03-02 06:00 spring 2 letter gift", "03-02 06:00 summer 2 call bonus"],
          { segment: "age = 17" },
          { segment: "age = 17" },
        ),
      },
    },
    "at most N per day": {
      sqlOf: PLAIN,
      cases: {
        "over all campaigns": both("at most 1 per day", [SPRING, summerRefused("cap")]),
      },
    },
    "at most N per week": {
      sqlOf: "at most N per customer per N days",
      cases: {
        "from Monday on": under(
          "at most 1 per week",
          ["03-01 06:00 | 1 letter gift", "03-02 06:00 | 1 letter gift", "03-08 06:00 | 1: letter cap"],
          { segment: "age = 40", ...OFTEN },
          ["2026-03-01", "2026-03-02", "2026-03-08"],
        ),
      },
    },
    "at most N per month": {
      sqlOf: "at most N per customer per N days",
      cases: {
        "from the 1st on": under(
          "at most 1 per month",
          ["02-28 06:00 | 1 letter gift", "03-01 06:00 | 1 letter gift", "03-31 06:00 | 1: letter cap"],
          { segment: "age = 40", ...OFTEN },
          ["2026-02-28", "2026-03-01", "2026-03-31"],
        ),
      },
    },
    "at most N per day via C": {
      sqlOf: PLAIN,
      cases: { "on that channel": both("at most 1 per day via letter", [SPRING, SUMMER]) },
    },
    "at most … during DATE .. DATE": {
      sqlOf: PLAIN,
      cases: {
        "replaces the line that is otherwise the same, on those days": both(
          "at most 1 per day\nat most 2 per day during 2026-03-02 .. 2026-03-02",
          [SPRING, SUMMER],
        ),
        "and no other": both("at most 1 per day\nat most 2 per day during 2026-03-03 .. 2026-03-09", [
          SPRING,
          summerRefused("cap"),
        ]),
        "both days are in": under(
          "at most 1 per customer per 9 days\nat most 9 per customer per 9 days during 2026-03-02 .. 2026-03-03",
          ["03-01", "03-02", "03-03"]
            .map((day) => `${day} 06:00 | 1 letter gift`)
            .concat("03-04 06:00 | 1: letter cap"),
          { segment: "age = 40", ...OFTEN },
          ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"],
        ),
      },
    },
    "at most MONEY per month via C": {
      sqlOf: PLAIN,
      cases: {
        // A bonus by call costs 0.5 + 2.
        "of offers and channels": both(
          "at most 2.50 CNY per month via call",
          [
            "02-28 06:00 spring 1 letter gift",
            "03-01 06:00 spring 1 letter gift",
            SPRING,
            "02-28 06:00 summer 1: call expired",
            "03-01 06:00 summer 1 call bonus",
            summerRefused("budget"),
          ],
          {},
          {},
          ["2026-02-28", "2026-03-01", "2026-03-02"],
        ),
      },
    },
    "suppress SEGMENT": {
      cases: {
        "nobody of it": under(
          "suppress adults",
          each({ 1: ": letter suppressed", 2: " letter gift", 3: " letter gift", 4: ": letter suppressed" }),
          {},
          MONDAY,
          SEGMENTS,
        ),
        "of several lines": under(
          "suppress adults\nsuppress children",
          each({
            1: ": letter suppressed",
            2: ": letter suppressed",
            3: " letter gift",
            4: ": letter suppressed",
          }),
          {},
          MONDAY,
          `${SEGMENTS}segment children = age < 18`,
        ),
        "service too": under(
          "suppress adults",
          each({ 1: ": letter suppressed", 2: " letter gift", 3: " letter gift", 4: ": letter suppressed" }),
          { purpose: "service" },
          MONDAY,
          SEGMENTS,
        ),
      },
    },
    "never OFFERS after EVENT within D": {
      cases: {
        // 1 complained a day before, 2 two days before, 4 on the very day; 3 never did.
        "local dates 0 to N apart, both in": under(
          "never presents after complaint within 1 day",
          each({ 1: ": letter never", 2: " letter gift", 3: " letter gift", 4: ": letter never" }),
        ),
        "two days": under(
          "never gift after complaint within 2 days",
          each({ 1: ": letter never", 2: ": letter never", 3: " letter gift", 4: ": letter never" }),
        ),
        "service passes over it": under(
          "never gift after complaint within 2 days",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift" }),
          { purpose: "service" },
        ),
        "a pattern under a name": under(
          "never gift after angry within 1 day",
          // 1 complained 13:59:59 after buying, within a day: at 23:59:59 of the 1st. 4 bought at 12:00 and complained at 05:00.
          each({ 1: ": letter never", 2: " letter gift", 3: " letter gift", 4: ": letter never" }),
          {},
          MONDAY,
          "event angry = buy followed by complaint within 1 day",
        ),
      },
    },
    "never OFFERS after OFFERS within D": {
      sqlOf: PLAIN,
      cases: {
        "the same date counts as after": both("never bonus after gift within 1 day", [
          SPRING,
          summerRefused("never"),
        ]),
        "in both directions": both(
          // The bonus stands first; a gift after it is no matter, a gift now is not after a bonus.
          "never bonus after gift within 1 day",
          [SUMMER, "03-02 06:00 spring 1: letter never"],
          { priority: "5" },
        ),
        "to the last day": under(
          "never gift after gift within 2 days",
          ["03-02 06:00 | 1 letter gift", "03-04 06:00 | 1: letter never", "03-05 06:00 | 1 letter gift"],
          { segment: "age = 40", ...OFTEN },
          ["2026-03-02", "2026-03-04", "2026-03-05"],
        ),
      },
    },
    "never OFFERS with OFFERS within D": {
      sqlOf: PLAIN,
      cases: {
        "either way": both(
          "never gift with bonus within 5 days",
          [SUMMER, "03-02 06:00 spring 1: letter never"],
          { priority: "5" },
        ),
        "one contact's several offers too": under(
          "never gift with bonus within 5 days",
          ["03-02 06:00 | 1: letter never"],
          { segment: "age = 40", offer: "all of gift, bonus" },
        ),
      },
    },
    "only OFFERS to SEGMENT": {
      cases: {
        // 3 is unknown: no member.
        "its members alone": under(
          "only presents to vips",
          each({ 1: " letter gift", 2: ": letter only", 3: ": letter only", 4: " letter gift" }),
          {},
          MONDAY,
          SEGMENTS,
        ),
        "other offers to everybody": under(
          "only presents to vips",
          each({ 1: " letter bonus", 2: " letter bonus", 3: " letter bonus", 4: " letter bonus" }),
          { offer: "bonus" },
          MONDAY,
          SEGMENTS,
        ),
      },
    },
    "only OFFERS after OFFERS within D": {
      sqlOf: PLAIN,
      cases: {
        "accepted at this tick": both("only bonus after gift within 1 day", [SPRING, SUMMER]),
        "not yet": both("only bonus after gift within 1 day", ["03-02 06:00 summer 1: call only", SPRING], {
          priority: "5",
        }),
      },
    },
    "only OFFERS after EVENT within D": {
      cases: {
        "the latest one, so long ago at most": under(
          "only gift after complaint within 1 day",
          each({ 1: " letter gift", 2: ": letter only", 3: ": letter only", 4: " letter gift" }),
        ),
      },
    },
    "quiet 21:00 .. 09:00 via C": {
      sqlOf: "at most N per customer per N days",
      cases: {
        "puts off to its end, past midnight": under(
          "quiet 21:00 .. 09:00 via letter",
          ["03-02 06:00 | 1 letter gift at 03-02 09:00"],
          { segment: "age = 40" },
        ),
        "on that channel alone": under("quiet 21:00 .. 09:00 via call", ["03-02 06:00 | 1 letter gift"], {
          segment: "age = 40",
        }),
        "its end is out": under("quiet 21:00 .. 06:00 via letter", ["03-02 06:00 | 1 letter gift"], {
          segment: "age = 40",
        }),
        "its start is in": under(
          "quiet 06:00 .. 07:00 via letter",
          ["03-02 06:00 | 1 letter gift at 03-02 07:00"],
          { segment: "age = 40" },
        ),
      },
    },
    "holdout P%": {
      cases: {
        // First digits of the hash of `universal` and the customer: 1 ffc2 (0.999), 2 e658 (0.90), 3 f297 (0.95), 4 d130 (0.82).
        "who is below the share, of all campaigns": under(
          "holdout 85%",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift (universal)" }),
        ),
        "takes no place in volume caps": under(
          "holdout 85%",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift (universal)" }),
          { caps: "3 per day" },
        ),
        "service skips it": under(
          "holdout 85%",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift" }),
          { purpose: "service" },
        ),
      },
    },
    "… including service": {
      sqlOf: "never OFFERS after EVENT within D",
      cases: {
        "a rule": under(
          "never gift after complaint within 1 day including service",
          each({ 1: ": letter never", 2: " letter gift", 3: " letter gift", 4: ": letter never" }),
          { purpose: "service" },
        ),
        "without it service neither obeys nor counts": both(
          "at most 1 per customer per day",
          [SPRING, SUMMER],
          { purpose: "service" },
        ),
        "a line on one customer": both(
          "at most 1 per customer per day including service",
          [SPRING, summerRefused("cap")],
          { purpose: "service" },
        ),
        "the universal holdout": under(
          "holdout 85% including service",
          each({ 1: " letter gift", 2: " letter gift", 3: " letter gift", 4: " letter gift (universal)" }),
          { purpose: "service" },
        ),
      },
    },
  },
};

import { decides, type Family, type FormCase } from "../form.ts";
import { type Clauses, club, spring } from "./club.ts";

const PLAIN = "without a per customer line";

/** What comes of `spring` for customer 1 alone at runs, or for all of them. */
function capped(
  caps: string,
  runs: readonly string[],
  found: readonly string[],
  parts: Clauses = { segment: "age = 40" },
): FormCase {
  return decides(
    spring({ ...parts, ...(caps !== "" && { caps }) }),
    runs.map((run) => (run.includes(":") ? run : `${run} 06:00`)),
    found.map((one) => one.replace("|", "spring")),
  );
}

const yes = (tick: string, at = "06:00"): string => `${tick} ${at} | 1 letter gift`;
const no = (tick: string, at = "06:00"): string => `${tick} ${at} | 1: letter cap`;

/** All customers, in order of the hash of the tick of 2 March: 3, 1, 4, 2. Each may be contacted again and again. */
const ALL: Clauses = {};
const OFTEN = "99 per customer per day";

export const caps: Family = {
  section: 7,
  name: "caps",
  bank: club,
  tick: "2026-03-02 06:00",
  forms: {
    [PLAIN]: {
      cases: {
        "at most once ever": capped(
          "",
          ["2026-03-02", "2026-03-03", "2027-03-02"],
          [yes("03-02"), no("03-03"), no("03-02")],
        ),
        "whatever other caps stand": capped(
          "100 per day",
          ["2026-03-02", "2026-03-03"],
          [yes("03-02"), no("03-03")],
        ),
      },
    },
    "N per customer": {
      sqlOf: PLAIN,
      cases: {
        "so often, ever": capped(
          "2 per customer",
          ["2026-03-02", "2026-03-03", "2026-12-04"],
          [yes("03-02"), yes("03-03"), no("12-04")],
        ),
      },
    },
    "N per customer per N days": {
      sqlOf: PLAIN,
      cases: {
        // The 2nd and the 3rd differ by fewer than two days, the 2nd and the 4th do not.
        "slides over local dates": capped(
          "1 per customer per 2 days",
          ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
          [yes("03-02"), no("03-03"), yes("03-04"), no("03-05")],
        ),
        "of two in three days": capped(
          "2 per customer per 3 days",
          ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
          [yes("03-02"), yes("03-03"), no("03-04"), yes("03-05")],
        ),
        "goes by the due date": capped(
          "1 per customer per 2 days",
          // Due at 05:00 of the next day each: the 3rd, and refused for the 4th; then the 5th.
          ["2026-03-02", "2026-03-03", "2026-03-04"],
          [
            "03-02 06:00 | 1 letter gift at 03-03 03:00",
            no("03-03"),
            "03-04 06:00 | 1 letter gift at 03-05 03:00",
          ],
          { segment: "age = 40", window: "2026-01-01 .. 2026-12-31, contact 03:00 .. 05:00" },
        ),
      },
      elsewhere: {
        "history of all kinds": {
          file: "test/runtime/arbitrate/caps.test.ts",
          test: "a sliding cap accepts exactly what leaves no span overfull",
        },
      },
    },
    "N per customer per day": {
      sqlOf: PLAIN,
      cases: {
        "the same date; midnight begins another": capped(
          "1 per customer per day",
          ["2026-03-02 20:00", "2026-03-02 22:00", "2026-03-03 00:00"],
          [yes("03-02", "20:00"), no("03-02", "22:00"), yes("03-03", "00:00")],
          { segment: "age = 40", trigger: "every 2 hours" },
        ),
      },
    },
    "N per customer per N weeks": {
      sqlOf: PLAIN,
      cases: {
        "seven days": capped(
          "1 per customer per week",
          ["2026-03-02", "2026-03-08", "2026-03-09"],
          [yes("03-02"), no("03-08"), yes("03-09")],
        ),
      },
    },
    "N per customer per N months": {
      sqlOf: PLAIN,
      cases: {
        // A month after 15 January is 15 February.
        "by the same day": capped(
          "1 per customer per month",
          ["2026-01-15", "2026-02-14", "2026-02-15"],
          [yes("01-15"), no("02-14"), yes("02-15")],
        ),
        // A month after 31 January is 28 February.
        "at a month's end": capped(
          "1 per customer per month",
          ["2026-01-31", "2026-02-27", "2026-02-28"],
          [yes("01-31"), no("02-27"), yes("02-28")],
        ),
        // A year, of twelve months, after 29 February 2024 is 28 February 2025.
        "from 29 February": capped(
          "1 per customer per 12 months",
          ["2024-02-29", "2025-02-27", "2025-02-28"],
          [yes("02-29"), no("02-27"), yes("02-28")],
        ),
      },
    },
    "N per customer per N hours": {
      sqlOf: PLAIN,
      cases: {
        "by the clock: 24 hours apart share no 24 hours": capped(
          "1 per customer per 24 hours",
          ["2026-03-02", "2026-03-03"],
          [yes("03-02"), yes("03-03")],
        ),
        "but 25": capped(
          "1 per customer per 25 hours",
          ["2026-03-02", "2026-03-03", "2026-03-04"],
          [yes("03-02"), no("03-03"), yes("03-04")],
        ),
      },
    },
    "N per customer per calendar week": {
      sqlOf: PLAIN,
      cases: {
        // Sunday, Monday, Tuesday.
        "from Monday on": capped(
          "1 per customer per calendar week",
          ["2026-03-01", "2026-03-02", "2026-03-03"],
          [yes("03-01"), yes("03-02"), no("03-03")],
        ),
      },
    },
    "N per customer per calendar month": {
      sqlOf: PLAIN,
      cases: {
        "from the 1st on": capped(
          "1 per customer per calendar month",
          ["2026-02-28", "2026-03-01", "2026-03-31"],
          [yes("02-28"), yes("03-01"), no("03-31")],
        ),
        "29 February is of February": capped(
          "1 per customer per calendar month",
          ["2028-02-01", "2028-02-29", "2028-03-01"],
          [yes("02-01"), no("02-29"), yes("03-01")],
        ),
      },
    },
    "N per customer per calendar year": {
      sqlOf: PLAIN,
      cases: {
        "from 1 January on": capped(
          "1 per customer per calendar year",
          ["2025-12-31", "2026-01-01", "2026-12-31"],
          [yes("12-31"), yes("01-01"), no("12-31")],
        ),
      },
    },
    "N per day": {
      cases: {
        "in the order of the tick": capped(
          "2 per day",
          ["2026-03-02"],
          [
            "03-02 06:00 | 1 letter gift",
            "03-02 06:00 | 2: letter cap",
            "03-02 06:00 | 3 letter gift",
            "03-02 06:00 | 4: letter cap",
          ],
          ALL,
        ),
        "another day is free": capped(
          `1 per day\n           ${OFTEN}`,
          ["2026-03-02 20:00", "2026-03-02 22:00", "2026-03-03 00:00"],
          [yes("03-02", "20:00"), no("03-02", "22:00"), yes("03-03", "00:00")],
          { segment: "age = 40", trigger: "every 2 hours" },
        ),
      },
    },
    "N per week": {
      sqlOf: PLAIN,
      cases: {
        "from Monday on": capped(
          `1 per week\n           ${OFTEN}`,
          ["2026-03-01", "2026-03-02", "2026-03-08"],
          [yes("03-01"), yes("03-02"), no("03-08")],
        ),
      },
    },
    "N per month": {
      sqlOf: PLAIN,
      cases: {
        "from the 1st on": capped(
          `1 per month\n           ${OFTEN}`,
          ["2026-02-28", "2026-03-01", "2026-03-31"],
          [yes("02-28"), yes("03-01"), no("03-31")],
        ),
      },
    },
    "N per day via C": {
      cases: {
        "on that channel alone": capped(
          "1 per day via call",
          ["2026-03-02"],
          [
            "03-02 06:00 | 1 letter gift",
            "03-02 06:00 | 2 letter gift",
            "03-02 06:00 | 3 call gift",
            "03-02 06:00 | 4 letter gift",
          ],
          { channel: "first of call, letter" },
        ),
      },
    },
    "N in all": {
      sqlOf: PLAIN,
      cases: {
        "over the campaign's life": capped(
          `2 in all\n           ${OFTEN}`,
          ["2026-03-02", "2026-03-03", "2027-03-04"],
          [yes("03-02"), yes("03-03"), no("03-04")],
        ),
      },
    },
    "MONEY per day": {
      cases: {
        // A gift costs 3, a call 2: two are 10.
        "of offers and channels, to the limit": capped(
          "10 CNY per day",
          ["2026-03-02"],
          [
            "03-02 06:00 | 1 call gift",
            "03-02 06:00 | 2: call budget",
            "03-02 06:00 | 3 call gift",
            "03-02 06:00 | 4: call budget",
          ],
          { channel: "call" },
        ),
      },
    },
    "MONEY per week": {
      sqlOf: PLAIN,
      cases: {
        "from Monday on": capped(
          `3 CNY per week\n           ${OFTEN}`,
          ["2026-03-01", "2026-03-02", "2026-03-08"],
          [yes("03-01"), yes("03-02"), "03-08 06:00 | 1: letter budget"],
        ),
      },
    },
    "MONEY per month": {
      sqlOf: PLAIN,
      cases: {
        "from the 1st on; a cent is missing": capped(
          `5.99 CNY per month\n           ${OFTEN}`,
          ["2026-02-28", "2026-03-01", "2026-03-31"],
          [yes("02-28"), yes("03-01"), "03-31 06:00 | 1: letter budget"],
        ),
      },
    },
    "MONEY in all": {
      sqlOf: PLAIN,
      cases: {
        "over the campaign's life": capped(
          `6 CNY in all\n           ${OFTEN}`,
          ["2026-03-02", "2026-03-03", "2027-03-04"],
          [yes("03-02"), yes("03-03"), "03-04 06:00 | 1: letter budget"],
        ),
      },
    },
  },
};

import { decides, type Family, type FormCase } from "../form.ts";
import { type Clauses, club, spring, springAndSummer } from "./club.ts";

const MONDAY = "2026-03-02 06:00";
const PLAIN = "segment P";

/** What comes of `spring` on Monday, 2 March 2026, at 06:00, behind its name: `1 letter gift`. */
function monday(parts: Clauses, found: readonly string[], declarations = ""): FormCase {
  return decides(
    spring(parts, declarations),
    [MONDAY],
    found.map((one) => `03-02 06:00 spring ${one}`),
  );
}

function on(runs: readonly string[], parts: Clauses, found: readonly string[]): FormCase {
  return decides(
    spring(parts),
    runs,
    found.map((one) => one.replace("|", "spring")),
  );
}

const ALL = ["1 letter gift", "2 letter gift", "3 letter gift", "4 letter gift"];

export const campaignClauses: Family = {
  section: 7,
  name: "clauses",
  bank: club,
  tick: MONDAY,
  forms: {
    [PLAIN]: {
      cases: {
        everybody: monday({}, ALL),
        // 3's age is unknown.
        "who may be contacted": monday({ segment: "age >= 18" }, ["1 letter gift", "4 letter gift"]),
      },
    },
    'owner "team"': {
      cases: { "decides nothing": monday({ owner: '"retail/cards"' }, ALL) },
      elsewhere: {
        "stands in reports": { file: "test/runtime/arbitrate/rules.test.ts", test: "the funnel for readers" },
      },
    },
    "status active": { sqlOf: PLAIN, cases: { runs: monday({ status: "active" }, ALL) } },
    "status draft": { sqlOf: PLAIN, cases: { "contacts nobody": monday({ status: "draft" }, []) } },
    "status paused": { sqlOf: PLAIN, cases: { "contacts nobody": monday({ status: "paused" }, []) } },
    "purpose marketing": {
      sqlOf: PLAIN,
      cases: {
        // The hash of `spring` and 2 begins with 4b36: below a half. The others' begin with a7, 90 and f0.
        "is held out": monday({ purpose: "marketing", holdout: "50%" }, [
          "1 letter gift",
          "2 letter gift (control)",
          "3 letter gift",
          "4 letter gift",
        ]),
      },
    },
    "purpose service": {
      sqlOf: PLAIN,
      cases: { "skips holdouts": monday({ purpose: "service", holdout: "50%" }, ALL) },
    },
    "exclude P": {
      cases: {
        "who may not; unknown is not excluded": monday({ exclude: "age >= 18" }, [
          "2 letter gift",
          "3 letter gift",
        ]),
      },
    },
    "window DATE .. DATE": {
      sqlOf: PLAIN,
      cases: {
        "both days are in": monday({ window: "2026-03-02 .. 2026-03-02" }, ALL),
        "not yet": monday({ window: "2026-03-03 .. 2026-12-31" }, []),
        "and no more: the last tick is of its last day": on(
          ["2026-03-05 06:00"],
          { segment: "age = 40", window: "2026-01-01 .. 2026-02-28" },
          ["02-28 06:00 | 1 letter gift"],
        ),
      },
    },
    "window …, contact 09:00 .. 20:00": {
      sqlOf: PLAIN,
      cases: {
        "put off to their start": monday(
          { window: "2026-01-01 .. 2026-12-31, contact 09:00 .. 20:00" },
          ALL.map((one) => `${one} at 03-02 09:00`),
        ),
        "the start is in": monday(
          { segment: "age = 40", window: "2026-01-01 .. 2026-12-31, contact 06:00 .. 07:00" },
          ["1 letter gift"],
        ),
        "the end is out; past midnight": monday(
          { segment: "age = 40", window: "2026-01-01 .. 2026-12-31, contact 22:00 .. 06:00" },
          ["1 letter gift at 03-02 22:00"],
        ),
        "past the window's end has expired": monday(
          { segment: "age = 40", window: "2026-01-01 .. 2026-03-02, contact 03:00 .. 05:00" },
          ["1: letter expired"],
        ),
      },
    },
    "window …, business days only": {
      sqlOf: PLAIN,
      cases: {
        // 28 February 2026 is a Saturday.
        "from midnight of the next one": on(
          ["2026-02-28 06:00"],
          { window: "2026-01-01 .. 2026-12-31, business days only" },
          ALL.map((one) => `02-28 06:00 | ${one} at 03-02 00:00`),
        ),
        // The hours of Monday are over; Tuesday is a holiday.
        "past a holiday": monday(
          {
            segment: "age = 40",
            window: "2026-01-01 .. 2026-12-31, contact 03:00 .. 05:00, business days only",
          },
          ["1 letter gift at 03-04 03:00"],
        ),
      },
    },
    "offer A": { sqlOf: PLAIN, cases: { "each with it": monday({ offer: "gift" }, ALL) } },
    "offer all of A, B": {
      sqlOf: PLAIN,
      cases: {
        "one contact": monday(
          { offer: "all of gift, bonus" },
          ALL.map((one) => `${one}+bonus`),
        ),
        "an expired one is dropped": on(
          ["2026-03-03 06:00"],
          { segment: "age = 40", offer: "all of gift, bonus" },
          ["03-03 06:00 | 1 letter gift"],
        ),
        // A reason for each of the two.
        "all expired rejects": decides(
          spring(
            { segment: "age = 40", offer: "all of bonus, older" },
            'offer older {\n  valid 2026-03-01 .. 2026-03-02\n  message letter "."\n}\n',
          ),
          ["2026-03-03 06:00"],
          ["03-03 06:00 spring 1: letter expired, letter expired"],
        ),
      },
    },
    "offer best of A, B by E": {
      cases: {
        // 10 − 3 = 7 and 8 − 0.5 = 7.5.
        "the highest E": monday(
          { segment: "age = 40", offer: "best of gift, bonus by offer.value - offer.cost" },
          ["1 letter bonus"],
        ),
        "the first written wins ties": monday({ segment: "age = 40", offer: "best of gift, bonus by age" }, [
          "1 letter gift",
        ]),
        "among those valid on D": on(
          ["2026-03-03 06:00"],
          { segment: "age = 40", offer: "best of gift, bonus by offer.value - offer.cost" },
          ["03-03 06:00 | 1 letter gift"],
        ),
      },
    },
    "offer A when P": {
      cases: {
        // 3's age is unknown: neither branch holds.
        "the first branch that holds; no branch is no offer": monday(
          { offer: "gift when age >= 60\n           bonus when age < 60" },
          ["1 letter bonus", "2 letter bonus", "3: no offer", "4 letter gift"],
        ),
      },
    },
    "offer … otherwise": {
      cases: {
        "where none before holds": monday({ offer: "gift when age >= 60\n           bonus otherwise" }, [
          "1 letter bonus",
          "2 letter bonus",
          "3 letter bonus",
          "4 letter gift",
        ]),
      },
    },
    "channel C": { sqlOf: PLAIN, cases: { "each by it": monday({ channel: "letter" }, ALL) } },
    "channel first of C, D": {
      cases: {
        // 2 has no address, 3 no consent, 4's is unknown.
        "the first on which every rule allows it": monday({ channel: "first of sms, letter" }, [
          "1 sms gift",
          "2 letter gift",
          "3 letter gift",
          "4 letter gift",
        ]),
        "to be put off is no refusal": monday({ segment: "age = 40", channel: "first of desk, letter" }, [
          "1 desk gift at 03-02 09:00",
        ]),
        // The fax takes one a day. By the hash of tick, campaign and customer the order is 3 (23c5), 1 (4f93), 4 (60ee), 2 (c01f).
        "every rule on each channel is recorded": monday({ channel: "first of sms, fax" }, [
          "1 sms gift",
          "2: sms address, fax capacity",
          "3 fax gift",
          "4: sms consent, fax capacity",
        ]),
      },
    },
    "channel C when P": {
      cases: {
        "the first branch that holds; no branch is no channel": monday(
          { channel: "letter when age >= 60\n           call when age < 60" },
          ["1 call gift", "2 call gift", "3: no channel", "4 letter gift"],
        ),
      },
    },
    "channel … otherwise": {
      cases: {
        "where none before holds": monday({ channel: "letter when age >= 60\n           call otherwise" }, [
          "1 call gift",
          "2 call gift",
          "3 call gift",
          "4 letter gift",
        ]),
      },
    },
    "priority N": {
      cases: {
        // The fax takes one a day: it is summer's.
        "higher goes first": decides(
          springAndSummer(
            { segment: "age = 40", channel: "fax", priority: "20" },
            { segment: "age = 40", channel: "fax", priority: "21" },
          ),
          [MONDAY],
          ["03-02 06:00 summer 1 fax bonus", "03-02 06:00 spring 1: fax capacity"],
        ),
      },
    },
    "value E": {
      cases: {
        // 20 of 2, 10 of 1, 5 of 4; 3's is unknown and comes last.
        "orders those of one priority": monday({ value: "worth", channel: "fax" }, [
          "1: fax capacity",
          "2 fax gift",
          "3: fax capacity",
          "4: fax capacity",
        ]),
        "unknown last": monday({ value: "worth", caps: "3 per day" }, [
          "1 letter gift",
          "2 letter gift",
          "3: letter cap",
          "4 letter gift",
        ]),
        // 1 and 2 spent 100 and 300; 4's amount is unknown. 3 bought nothing.
        "may speak of the event": monday(
          {
            trigger: "daily at 06:00 on buy",
            value: "0.1 * event.amount",
            caps: "1 per day\n           9 per customer",
          },
          ["1 #11: letter cap", "2 #12 letter gift", "4 #14: letter cap"],
        ),
        "is the offer's if left out": decides(
          springAndSummer({ channel: "fax", segment: "age = 40" }, { channel: "fax", segment: "age = 40" }),
          [MONDAY],
          // 10 against 8.
          ["03-02 06:00 spring 1 fax gift", "03-02 06:00 summer 1: fax capacity"],
        ),
      },
    },
    "holdout P%": {
      sqlOf: PLAIN,
      cases: {
        // First digits of the hash: 1 a74e (0.65), 2 4b36 (0.29), 3 90ce (0.57), 4 f09d (0.94).
        "who is below the share": monday({ holdout: "60%" }, [
          "1 letter gift",
          "2 letter gift (control)",
          "3 letter gift (control)",
          "4 letter gift",
        ]),
        "takes a place in volume caps": monday({ holdout: "50%", value: "worth", caps: "2 per day" }, [
          "1 letter gift",
          "2 letter gift (control)",
          "3: letter cap",
          "4: letter cap",
        ]),
        // Two gifts cost 6; control costs nothing.
        "and none in money caps": monday({ holdout: "50%", value: "worth", caps: "6 CNY per day" }, [
          "1 letter gift",
          "2 letter gift (control)",
          "3: letter budget",
          "4 letter gift",
        ]),
        "must pass every rule": monday({ holdout: "50%", channel: "sms" }, [
          "1 sms gift",
          "2: sms address",
          "3: sms consent",
          "4: sms consent",
        ]),
      },
    },
  },
};

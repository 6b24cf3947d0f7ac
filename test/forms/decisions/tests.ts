import type { Family, FormCase } from "../form.ts";
import type { Clauses } from "./club.ts";
import { told, toldBank } from "./told.ts";

const PLAIN = "at INSTANT";
const MONDAY = "at 2026-03-02 06:00";

/** Lines of a test; those that expect say in front whether they are met: `yes expect contact 1`, `no expect contact 2`. */
function says(parts: Clauses, lines: readonly string[], declarations = ""): FormCase {
  const expected = lines.filter((line) => /^(yes|no) expect /.test(line));
  const text = told(
    parts,
    lines.map((line) => line.replace(/^(yes|no) (?=expect )/, "")),
    declarations,
  );
  return { kind: "told", text, met: expected.map((line) => line.startsWith("yes ")) };
}

/** That somebody is not contacted for a reason, and for no other one that is named. */
function because(
  reason: string,
  parts: Clauses,
  lines: readonly string[],
  declarations = "",
  other = "trigger",
): FormCase {
  return says(
    parts,
    [
      MONDAY,
      ...lines,
      `yes expect no contact 1 because ${reason}`,
      "yes expect no contact 1",
      `no expect no contact 1 because ${other}`,
      "no expect contact 1",
    ],
    declarations,
  );
}

const ADULT = "customer 1 { age: 40 }";

export const tests: Family = {
  section: 10,
  name: "tests",
  bank: toldBank,
  tick: "2026-03-02 06:00",
  forms: {
    [PLAIN]: {
      cases: {
        "runs the campaign": says({}, [
          MONDAY,
          ADULT,
          "customer 2 { age: 17 }",
          "yes expect contact 1",
          "no expect contact 2",
          "yes expect no contact 2",
          "no expect no contact 1",
        ]),
        "as a run at that instant": says({}, [
          "at 2026-03-02 12:00",
          ADULT,
          "yes expect contact 1 at 2026-03-02 06:00",
          "no expect contact 1 at 2026-03-02 12:00",
        ]),
        "several in order; each `expect` speaks of the nearest above it": says({ caps: "2 per customer" }, [
          MONDAY,
          ADULT,
          "yes expect contact 1",
          "at 2026-03-03 06:00",
          "yes expect contact 1",
          "at 2026-03-04 06:00",
          "yes expect no contact 1 because cap",
        ]),
        "holdouts are off": says({ holdout: "99%" }, [MONDAY, ADULT, "yes expect contact 1"]),
        "whatever its status": says({ status: "paused" }, [MONDAY, ADULT, "yes expect contact 1"]),
      },
    },
    "customer N { TAG: VALUE }": {
      cases: {
        // Addresses and consents are there, unless they are given otherwise.
        "tags not given are unknown": says({ segment: "age is unknown" }, [
          MONDAY,
          "customer 1 { }",
          "customer 2 { sms_ok: false }",
          "customer 3 { phone: unknown }",
          "customer 4 { age: 40 }",
          "yes expect contact 1 via sms",
          "yes expect no contact 2 because consent",
          "yes expect no contact 3 because address",
          "yes expect no contact 4 because segment",
        ]),
      },
    },
    "customer N { TAG at DATE: VALUE }": {
      cases: {
        // 30 days before 2 March is 31 January. Of 2 nothing is known of then.
        "as it was": says({ segment: "(age as of 30 days ago) = 39" }, [
          MONDAY,
          "customer 1 { age: 40, age at 2026-01-31: 39 }",
          "customer 2 { age: 39 }",
          "customer 3 { age: 40, age at 2026-02-01: 39 }",
          "yes expect contact 1",
          "yes expect no contact 2 because segment",
          "yes expect no contact 3 because segment",
        ]),
      },
    },
    "EVENT { customer: N, time: T, … }": {
      cases: {
        // T′ is 1 March, 06:00.
        "an event": says({ trigger: "daily at 06:00 on buy where amount in CNY >= 100 CNY" }, [
          MONDAY,
          ADULT,
          "customer 2 { age: 40 }",
          "customer 3 { age: 40 }",
          "buy { customer: 1, time: 2026-03-02 06:00, amount: 100 CNY }",
          "buy { customer: 2, time: 2026-03-01 06:00, amount: 100 CNY }",
          "buy { customer: 3, time: 2026-03-01 12:00, amount: 99.99 CNY }",
          "yes expect contact 1",
          "yes expect no contact 2 because trigger",
          "yes expect no contact 3 because trigger",
        ]),
      },
    },
    "COLLECTION { customer: N, … }": {
      cases: {
        "its rows, like events": says({ segment: "sum(holding.balance) >= 100 CNY" }, [
          MONDAY,
          ADULT,
          "customer 2 { age: 40 }",
          "holding { customer: 1, balance: 60 CNY }",
          "holding { customer: 1, balance: 40 CNY }",
          "holding { customer: 2, balance: 60 CNY }",
          "yes expect contact 1",
          "yes expect no contact 2 because segment",
        ]),
      },
    },
    "contact { … }": {
      sqlOf: PLAIN,
      cases: {
        // 31 January and 2 March are 30 days apart, 1 February and 2 March 29.
        "history that counts": says({ caps: "1 per customer per 30 days" }, [
          MONDAY,
          ADULT,
          "customer 2 { age: 40 }",
          "contact { customer: 1, campaign: spring, channel: sms, time: 2026-02-01 23:59 }",
          "contact { customer: 2, campaign: spring, channel: sms, time: 2026-01-31 00:00 }",
          "yes expect no contact 1 because cap",
          "yes expect contact 2",
        ]),
      },
    },
    "response { … }": {
      cases: {
        "an answer ends the waves": says({ more: "  followup again after 2 days unless responded" }, [
          MONDAY,
          ADULT,
          "customer 2 { age: 40 }",
          "contact { customer: 1, channel: sms, offer: gift, time: 2026-02-28 06:00 }",
          "contact { customer: 2, channel: sms, offer: gift, time: 2026-02-28 06:00 }",
          "response { customer: 1, time: 2026-03-01 10:00 }",
          "yes expect no contact 1 because cap",
          "yes expect contact 2",
        ]),
      },
    },
    "rate CCY: N": {
      cases: {
        // 10 × 7.1 and 9.99 × 7.1 = 70.929.
        "what one unit costs": says({ segment: "sum(buy.amount in CNY, last 7 days) >= 71 CNY" }, [
          MONDAY,
          "rate USD: 7.1",
          ADULT,
          "customer 2 { age: 40 }",
          "customer 3 { age: 40 }",
          "buy { customer: 1, time: 2026-03-01 10:00, amount: 10 USD }",
          "buy { customer: 2, time: 2026-03-01 10:00, amount: 9.99 USD }",
          // A rate not given is unknown.
          "buy { customer: 3, time: 2026-03-01 10:00, amount: 1_000 EUR }",
          "yes expect contact 1",
          "yes expect no contact 2 because segment",
          "yes expect no contact 3 because segment",
        ]),
      },
    },
    "rate CCY at DATE: N": {
      sqlOf: "rate CCY: N",
      cases: {
        "from that date on": says({ segment: "sum(buy.amount in CNY, last 7 days) >= 71 CNY" }, [
          MONDAY,
          "rate USD at 2026-02-01: 7",
          "rate USD at 2026-03-01: 7.1",
          ADULT,
          "customer 2 { age: 40 }",
          "buy { customer: 1, time: 2026-03-01 00:00, amount: 10 USD }",
          "buy { customer: 2, time: 2026-02-28 23:59, amount: 10 USD }",
          "yes expect contact 1",
          "yes expect no contact 2 because segment",
        ]),
      },
    },
    "expect contact N via C offering A at T": {
      cases: {
        "each part must be so": says({ channel: "first of sms, call", offer: "all of gift, named" }, [
          MONDAY,
          'customer 1 { age: 40, name: "Ada" }',
          "customer 2 { age: 40, sms_ok: false }",
          "yes expect contact 1 via sms offering gift, named at 2026-03-02 06:00",
          "no expect contact 1 via call",
          "no expect contact 1 offering gift",
          "no expect contact 1 at 2026-03-02 06:01",
          // The call has no words, and so no name that is unknown.
          "yes expect contact 2 via call offering gift, named at 2026-03-02 09:00",
        ]),
      },
    },
    "expect no contact N because R": {
      sqlOf: PLAIN,
      cases: {
        segment: because("segment", {}, ["customer 1 { age: 17 }"]),
        exclude: because("exclude", { exclude: "age >= 18" }, [ADULT]),
        trigger: because("trigger", { trigger: "daily at 06:00 when age < 18" }, [ADULT], "", "segment"),
        consent: because("consent", {}, ["customer 1 { age: 40, sms_ok: false }"]),
        address: because("address", {}, ["customer 1 { age: 40, phone: unknown }"]),
        cap: because("cap", {}, [ADULT, "contact { customer: 1, channel: sms, time: 2026-02-01 06:00 }"]),
        capacity: because("capacity", { caps: "9 per customer" }, [
          ADULT,
          "customer 2 { age: 40 }",
          "contact { customer: 1, channel: sms, time: 2026-03-02 05:00 }",
          "contact { customer: 2, channel: sms, time: 2026-03-02 05:00 }",
        ]),
        budget: because("budget", { caps: "0.99 CNY per day" }, [ADULT]),
        suppressed: because(
          "suppressed",
          {},
          [ADULT],
          "policy {\n  suppress adults\n}\nsegment adults = age >= 18",
        ),
        never: because(
          "never",
          {},
          [ADULT, "buy { customer: 1, time: 2026-03-01 10:00, amount: 1 CNY }"],
          "policy {\n  never gift after buy within 1 day\n}",
        ),
        only: because("only", {}, [ADULT], "policy {\n  only gift to minors\n}\nsegment minors = age < 18"),
        expired: because(
          "expired",
          { offer: "old" },
          [ADULT],
          'offer old {\n  valid 2026-01-01 .. 2026-03-01\n  message sms "."\n}',
        ),
        "no offer": because("no offer", { offer: "gift when age < 18" }, [ADULT]),
        "no channel": because("no channel", { channel: "sms when age < 18" }, [ADULT]),
        "too long": because("too long", { offer: "named" }, ['customer 1 { age: 40, name: "Dorothea" }']),
        "unknown x": because("unknown name", { offer: "named" }, [ADULT]),
      },
    },
  },
};

import { decides, type Family, type FormCase } from "../form.ts";
import { type Clauses, clauses, club, spring } from "./club.ts";

const MONDAY = "2026-03-02 06:00";

function monday(parts: Clauses, came: Readonly<Record<string, string>>, declarations = ""): FormCase {
  const lines = Object.entries(came).map(([customer, what]) => `03-02 06:00 spring ${customer}${what}`);
  return decides(spring(parts, declarations), [MONDAY], lines);
}

/** `spring` with an offer of its own. */
function offering(offer: string, parts: Clauses, came: Readonly<Record<string, string>>): FormCase {
  const lines = Object.entries(came).map(([customer, what]) => `03-02 06:00 spring ${customer}${what}`);
  return decides(
    `${clauses("spring", { offer: "own", ...parts })}offer own {\n${offer}\n}\n`,
    [MONDAY],
    lines,
  );
}

export const offers: Family = {
  section: 3,
  name: "offers",
  bank: club,
  tick: MONDAY,
  forms: {
    'message CHANNEL "…"': {
      cases: {
        "what is said on it": offering(
          'message letter "Good day."',
          { segment: "age = 40" },
          { 1: " letter own" },
        ),
        // Ten letters and the three of Ada; the channel takes twelve.
        "too long, once filled in": offering(
          'message sms "Good day, {name}"\n  message letter "."',
          { segment: "age = 40", channel: "first of sms, letter" },
          { 1: " letter own" },
        ),
      },
    },
    'message CHANNEL subject "…" "…"': {
      cases: {
        "the subject does not count to the length": offering(
          'message sms subject "A subject of some length" "Good day."',
          { segment: "age = 40", channel: "sms" },
          { 1: " sms own" },
        ),
      },
    },
    "{TAG}": {
      cases: {
        "unknown refuses the channel": offering(
          'message letter "Dear {name}"',
          {},
          {
            1: " letter own",
            2: " letter own",
            3: ": letter unknown name",
            4: " letter own",
          },
        ),
      },
    },
    "{event.attr}": {
      cases: {
        // Of 4's the amount is unknown.
        "of the event": offering(
          'message letter "For {event.amount}"',
          { trigger: "daily at 06:00 on buy" },
          { "1 #11": " letter own", "2 #12": " letter own", "4 #14": ": letter unknown event.amount" },
        ),
      },
    },
    "{{": {
      cases: {
        "is one brace: twelve of them are not too long": offering(
          `message sms "${"{{".repeat(12)}"`,
          { segment: "age = 40", channel: "sms" },
          { 1: " sms own" },
        ),
      },
    },
    "product CODE": {
      sqlOf: 'message CHANNEL "…"',
      cases: {
        "of the catalog": offering(
          'product card.gold\n  message letter "."',
          { segment: "age = 40" },
          { 1: " letter own" },
        ),
      },
    },
    "group A, B": {
      cases: {
        "is what policies speak of": decides(
          `${clauses("spring", { offer: "own", segment: "age = 40" })}offer own {
  group presents, others
  message letter "."
}
policy {
  at most 1 per customer per day of others
}
${clauses("summer", { offer: "own", segment: "age = 40", priority: "9" })}`,
          [MONDAY],
          ["03-02 06:00 spring 1 letter own", "03-02 06:00 summer 1: letter cap"],
        ),
      },
    },
    "value MONEY": {
      cases: {
        "puts the dearer first": decides(
          `${clauses("spring", { offer: "own", segment: "age = 40", channel: "fax" })}offer own {
  value 7.99 CNY
}
offer dearer {
  value 8 CNY
}
${clauses("summer", { offer: "dearer", segment: "age = 40", channel: "fax" })}`,
          [MONDAY],
          ["03-02 06:00 summer 1 fax dearer", "03-02 06:00 spring 1: fax capacity"],
        ),
      },
    },
    "cost MONEY": {
      sqlOf: 'message CHANNEL "…"',
      cases: {
        "counts towards caps in money": offering(
          'cost 5.01 CNY\n  message letter "."',
          { segment: "age = 40", caps: "5 CNY per day" },
          { 1: ": letter budget" },
        ),
        "to the last cent": offering(
          'cost 5 CNY\n  message letter "."',
          { segment: "age = 40", caps: "5 CNY per day" },
          { 1: " letter own" },
        ),
      },
    },
    "valid DATE .. DATE": {
      sqlOf: 'message CHANNEL "…"',
      cases: {
        "both days are in": offering(
          'valid 2026-03-02 .. 2026-03-02\n  message letter "."',
          { segment: "age = 40" },
          { 1: " letter own" },
        ),
        over: offering(
          'valid 2026-01-01 .. 2026-03-01\n  message letter "."',
          { segment: "age = 40" },
          { 1: ": letter expired" },
        ),
        // Due on the 3rd.
        "over when due": offering(
          'valid 2026-01-01 .. 2026-03-02\n  message letter "."',
          { segment: "age = 40", window: "2026-01-01 .. 2026-12-31, contact 03:00 .. 05:00" },
          { 1: ": letter expired" },
        ),
      },
    },
    "valid N days from contact": {
      sqlOf: 'message CHANNEL "…"',
      cases: {
        "never expires before": offering(
          'valid 1 day from contact\n  message letter "."',
          {
            segment: "age = 40",
            window: "2026-01-01 .. 2026-12-31, contact 03:00 .. 05:00, business days only",
          },
          // Monday's hours are over, Tuesday is a holiday.
          { 1: " letter own at 03-04 03:00" },
        ),
      },
    },
  },
};

export const arbitration: Family = {
  section: 9,
  name: "arbitration",
  bank: club,
  tick: MONDAY,
  forms: {
    "the order of candidates": {
      cases: {
        // The fax takes one a day. Hashes of tick, `spring` and customer: 3 23c5, 1 4f93, 4 60ee, 2 c01f.
        "of equal priority and value, the stable hash": monday(
          { channel: "fax" },
          { 1: ": fax capacity", 2: ": fax capacity", 3: " fax gift", 4: ": fax capacity" },
        ),
        // Of priority 10 both; `summer` and 4 has 0bdb, which is less than all of spring's.
        "across campaigns": decides(
          spring(
            { channel: "fax", segment: "age = 60 or age = 40", value: "1 CNY" },
            clauses("summer", { channel: "fax", segment: "age = 60", value: "1 CNY" }),
          ),
          [MONDAY],
          [
            "03-02 06:00 summer 4 fax gift",
            "03-02 06:00 spring 1: fax capacity",
            "03-02 06:00 spring 4: fax capacity",
          ],
        ),
      },
      elsewhere: {
        "event time, then id": {
          file: "test/runtime/arbitrate/rules.test.ts",
          test: "then event time, then the event's rank",
        },
      },
    },
    "the first channel that every rule allows": {
      cases: {
        // 2 has no telephone, 3 refused, of 4 nothing is known.
        "a channel's address and consent": monday(
          { channel: "sms" },
          { 1: " sms gift", 2: ": sms address", 3: ": sms consent", 4: ": sms consent" },
        ),
        "hours put off": monday({ channel: "desk", segment: "age = 40" }, { 1: " desk gift at 03-02 09:00" }),
      },
    },
    "every rule that stands against it": {
      cases: {
        "on each channel": monday(
          { channel: "first of sms, call", segment: "age = 17", caps: "1 CNY per day" },
          { 2: ": sms address, sms budget, call budget" },
        ),
      },
      elsewhere: {
        "of all kinds": {
          file: "test/runtime/arbitrate/policy.test.ts",
          test: "reasons stand in order: suppression, reach, campaign's caps, policy's rules, policy's caps, capacity",
        },
      },
    },
    "universal holdout, then the campaign's": {
      cases: {
        // Universal: 4 alone is below 0.85 (0.82). Of `spring` all are below 0.95: 0.65, 0.29, 0.57, 0.94.
        "each in one arm": monday(
          { holdout: "95%" },
          {
            1: " letter gift (control)",
            2: " letter gift (control)",
            3: " letter gift (control)",
            4: " letter gift (universal)",
          },
          "policy {\n  holdout 85%\n}\n",
        ),
      },
    },
    "the same tick again": {
      cases: {
        "is answered, not decided again": decides(
          spring({ segment: "age = 40", caps: "2 per customer" }),
          [MONDAY, "2026-03-02 23:00", "2026-03-03 05:59"],
          ["03-02 06:00 spring 1 letter gift"],
        ),
      },
    },
  },
};

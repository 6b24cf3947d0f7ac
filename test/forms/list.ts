/** `family: form` for all forms of a family, the beginning of whose name is given, or all of them. */
type Forms = readonly string[];

/**
 * Which forms show what the tables of docs/language.md list: by section, then by the first cell of a row as it is
 * written there. A row without a form, and a form without a place, fail the test.
 */
export const ROWS: Readonly<Record<string, Readonly<Record<string, Forms>>>> = {
  Aggregates: {
    "`count(E where P, WINDOW)`": [
      "aggregates: count(E, WINDOW)",
      "aggregates: E where P",
      "aggregates: count(COLLECTION where P)",
    ],
    "`exists(E where P, WINDOW)`": [
      "aggregates: exists(E, WINDOW)",
      "aggregates: exists(COLLECTION where P)",
    ],
    "`sum(E.x where P, WINDOW)`": [
      "aggregates: sum(E.x, WINDOW)",
      "aggregates: sum(COLLECTION.x)",
      "aggregates: arithmetic over attributes of one E",
      "aggregates: sum(E.x in CCY, WINDOW)",
    ],
    "`avg`, `min`, `max`, `median`": ["avg", "min", "max", "median"].flatMap((name) => [
      `aggregates: ${name}(E.x, WINDOW)`,
      `aggregates: ${name}(COLLECTION.x)`,
    ]),
    "`distinct(E.x …)`": ["aggregates: distinct(E.x, WINDOW)", "aggregates: distinct(COLLECTION.x)"],
    "`first(E.x …)`, `latest(E.x …)`": ["first", "latest"].flatMap((name) => [
      `aggregates: ${name}(E.x, WINDOW)`,
      `aggregates: ${name}(COLLECTION.x)`,
    ]),
    "`days since latest(E where P)`": [
      "aggregates: days since latest(E)",
      "aggregates: days since first(E)",
      "aggregates: months|years since latest|first(E)",
    ],
  },
  Windows: {
    "`last N days`, `last N weeks`": ["windows: last N days", "windows: last N weeks"],
    "`last N months`, `quarters`, `years`": [
      "windows: last N months",
      "windows: last N quarters",
      "windows: last N years",
    ],
    "`A..B days ago` (weeks, months)": [
      "windows: A..B days ago",
      "windows: A..B weeks ago",
      "windows: A..B months ago",
    ],
    "`today`, `yesterday`": ["windows: today", "windows: yesterday"],
    "`this week`, `month`, `quarter`, `year`": ["week", "month", "quarter", "year"].map(
      (period) => `windows: this ${period}`,
    ),
    "`previous month`, `previous 3 months` (weeks, quarters, years)": [
      "week",
      "month",
      "quarter",
      "year",
    ].flatMap((period) => [`windows: previous ${period}`, `windows: previous N ${period}s`]),
    "`last N hours`, `last N minutes`": ["windows: last N hours", "windows: last N minutes"],
    "`since 2026-01-01`": ["windows: since 2026-03-30"],
    "`ever`": ["windows: ever"],
    "`30 days before event`, `ever before event`": [
      "events: N days before event",
      "events: ever before event",
    ],
    "`that period`": ["windows: in each of previous 3 months (P)"],
  },
  "What was before": {
    "`aum as of 30 days ago`": ["history: TAG as of 30 days ago"],
    "`avg(daily aum, last 30 days)`": ["avg", "min", "max", "first", "latest"].map(
      (name) => `history: ${name}(daily TAG, WINDOW)`,
    ),
    "`in each of previous 3 months (P)`": ["windows: in each of previous 3 months (P)"],
    "`in at least 2 of previous 6 weeks (P)`": ["windows: in at least 2 of previous 6 months (P)"],
  },
  "What was sent": {
    "`campaign`, `channel`": [
      "aggregates: count(contact where P, WINDOW)",
      "aggregates: exists(contact where P, WINDOW)",
    ],
    "`offer`": ["aggregates: count(contact where P, WINDOW)"],
    "`group`": ["aggregates: count(contact where P, WINDOW)"],
    "`wave`": ["aggregates: latest(contact.x, WINDOW)"],
    "`state`": ["aggregates: count(contact where P, WINDOW)"],
    "`amount`": ["aggregates: sum(response.amount, WINDOW)"],
  },
  Firings: {
    nothing: ["events: (none)"],
    "`when P`": ["events: when P"],
    "`on E where P`": ["events: on E", "events: on E where P", "events: on E as x", "events: event.time"],
    "`on A followed by B within 3 days`": [
      "patterns: on A followed by B within D",
      "patterns: on A as x where P followed by B as y where Q within D",
      "patterns: followed by C",
    ],
    "`on A not followed by B within 7 days`": ["patterns: on A not followed by B within D"],
    "`on count(E where P) reaches 3 within 1 day`": ["reaches: on count(E where P) reaches N within D"],
    "`on sum(E.x where P) reaches 300_000 CNY within 7 days`": [
      "reaches: on sum(X where P) reaches M within D",
    ],
    "`on enter S`, `on leave S`": ["turns: on enter SEGMENT", "turns: on leave SEGMENT"],
    "`on change of T from V to W`": ["", " from V", " to W", " from V to W"].map(
      (states) => `turns: on change of TAG${states}`,
    ),
    "`on day of X`, `on 7 days before X`, `on 3 days after X`": [
      "dates: on day of X",
      "dates: on day of COLLECTION.x",
      "dates: on N days before X",
      "dates: on N days before COLLECTION.x where P",
      "dates: on N days after X",
      "dates: on N months after X",
    ],
    "`on 5 business days before X`": [
      "dates: on N business days before X",
      "dates: on N business days after X",
    ],
    "`on anniversary of X`, `on 7 days before anniversary of X`": [
      "dates: on anniversary of X",
      "dates: on N days before anniversary of X",
      "dates: on N days after anniversary of X",
    ],
  },
  Clauses: {
    '`owner "team"`': ['clauses: owner "team"'],
    "`status draft`, `active`, `paused`": ["draft", "active", "paused"].map(
      (status) => `clauses: status ${status}`,
    ),
    "`purpose service`, `marketing`": ["clauses: purpose service", "clauses: purpose marketing"],
    "`segment P`": ["clauses: segment P"],
    "`exclude P`": ["clauses: exclude P"],
    "`trigger …`": ["schedules: daily at 06:00"],
    "`window D .. D, contact 09:00 .. 20:00, business days only`": [
      "clauses: window DATE .. DATE",
      "clauses: window …, contact 09:00 .. 20:00",
      "clauses: window …, business days only",
    ],
    "`offer …`": ["A", "all of A, B", "best of A, B by E", "A when P", "… otherwise"].map(
      (offer) => `clauses: offer ${offer}`,
    ),
    "`channel …`": ["C", "first of C, D", "C when P", "… otherwise"].map(
      (channel) => `clauses: channel ${channel}`,
    ),
    "`priority N`": ["clauses: priority N"],
    "`value E`": ["clauses: value E"],
    "`caps`": ["caps: without a per customer line"],
    "`goal …`, `followup …`": [
      "waves: goal E within W",
      "waves: goal E where P within W",
      "waves: goal E within W worth X",
      "waves: followup NAME after D unless goal",
      "waves: followup … unless responded",
      "waves: followup … via C",
      "waves: followup … offering A",
      "waves: several followups",
    ],
    "`holdout 5%`": ["clauses: holdout P%"],
  },
  Offers: {
    "`product code`": ["offers: product CODE"],
    "`group a, b`": ["offers: group A, B"],
    "`value 320 CNY`": ["offers: value MONEY"],
    "`cost 15 CNY`": ["offers: cost MONEY"],
    "`valid 2026-01-01 .. 2026-12-31` or `valid 14 days from contact`": [
      "offers: valid DATE .. DATE",
      "offers: valid N days from contact",
    ],
    '`message CHANNEL subject "…" "…"`': [
      'offers: message CHANNEL "…"',
      'offers: message CHANNEL subject "…" "…"',
      "offers: {TAG}",
      "offers: {event.attr}",
      "offers: {{",
    ],
  },
  Caps: {
    "`1 per customer`": ["caps: N per customer"],
    "`1 per customer per 30 days`": ["N days", "day", "N weeks", "N months", "N hours"].map(
      (span) => `caps: N per customer per ${span}`,
    ),
    "`1 per customer per calendar month`": ["week", "month", "year"].map(
      (period) => `caps: N per customer per calendar ${period}`,
    ),
    "`20_000 per day`, `week`, `month`": ["day", "week", "month"].map((period) => `caps: N per ${period}`),
    "`500 per day via sms`": ["caps: N per day via C"],
    "`100_000 in all`": ["caps: N in all"],
    "`20_000 CNY per month`, `per day`, `per week`, `in all`": [
      "per day",
      "per week",
      "per month",
      "in all",
    ].map((period) => `caps: MONEY ${period}`),
  },
  "The contact policy": {
    "`suppress S`": ["policy: suppress SEGMENT"],
    "`at most 1 per customer per 7 days`": [
      "policy: at most N per customer per day",
      "policy: at most N per customer per N days",
    ],
    "… `of loans`, `of each offer`": [
      "policy: at most N per customer … of OFFERS",
      "policy: at most N per customer … of each offer",
    ],
    "… `via sms, email`": ["policy: at most N per customer … via C", "policy: at most N per day via C"],
    "… `for wealthy`": ["policy: at most N per customer … for SEGMENT"],
    "… `during D .. D`": ["policy: at most … during DATE .. DATE"],
    "`at most 20_000 per day`, `200_000 CNY per month`": [
      "policy: at most N per day",
      "policy: at most N per week",
      "policy: at most N per month",
      "policy: at most MONEY per month via C",
    ],
    "`never X after Y within D`": [
      "policy: never OFFERS after EVENT within D",
      "policy: never OFFERS after OFFERS within D",
    ],
    "`never X with Y within D`": ["policy: never OFFERS with OFFERS within D"],
    "`only X to S`": ["policy: only OFFERS to SEGMENT"],
    "`only X after Y within D`": [
      "policy: only OFFERS after OFFERS within D",
      "policy: only OFFERS after EVENT within D",
    ],
    "`quiet 21:00 .. 09:00 via sms`": ["policy: quiet 21:00 .. 09:00 via C"],
    "`holdout 2%`": ["policy: holdout P%"],
  },
  Tests: {
    "`at 2026-03-02 06:00`": ["tests: at INSTANT"],
    "`customer 1 { age: 40, age at 2026-01-01: 39 }`": [
      "tests: customer N { TAG: VALUE }",
      "tests: customer N { TAG at DATE: VALUE }",
    ],
    "`EVENT { customer: 1, time: …, … }`": [
      "tests: EVENT { customer: N, time: T, … }",
      "tests: COLLECTION { customer: N, … }",
      "tests: contact { … }",
      "tests: response { … }",
    ],
    "`rate USD: 7.1`, `rate USD at 2026-01-01: 7.1`": ["tests: rate CCY: N", "tests: rate CCY at DATE: N"],
    "`expect contact 1 via C offering A, B at 2026-03-02 09:00`": [
      "tests: expect contact N via C offering A at T",
    ],
    "`expect no contact 2 because R`": ["tests: expect no contact N because R"],
  },
};

/** Families whose forms stand in sentences and examples instead, by the section that says them. */
export const SAID: Readonly<Record<string, readonly string[]>> = {
  types: ["Types", "Unknown values"],
  operators: ["Expressions"],
  declarations: ["Names", "Tags, segments and events of one's own"],
  schedules: ["Schedules and ticks"],
  arbitration: ["How candidates become contacts"],
};

/** Single forms that stand in sentences, by the section. */
export const SAID_FORMS: Readonly<Record<string, Forms>> = {
  "Tags, segments and events of one's own": [
    "events: event E = F where P",
    "patterns: event E = pattern",
    "reaches: event E = figure reached",
    "dates: event E = date",
  ],
  Firings: ["turns: a first run", "turns: a scheduler that was down", "turns: an event that comes late"],
  "The contact policy": ["policy: … including service"],
};

/** The edges that must be shown, each by a case of its own: `family: form: case`. */
export const EDGES: Readonly<Record<string, readonly string[]>> = {
  midnight: [
    "windows: today: at midnight its first instant alone",
    "windows: last N days: a tick at midnight",
    "events: on E: midnight belongs to the tick at midnight",
    "dates: on day of X: midnight itself belongs to the tick at midnight",
    "schedules: daily at 06:00: at midnight",
    "caps: N per customer per day: the same date; midnight begins another",
    "types: instant: midnight belongs to the day that it begins",
  ],
  "the end of a month": [
    "windows: last N months: clamped to the month's end",
    "history: TAG as of 30 days ago: a month before a month's end",
    "dates: on N months after X: 28 February and a month",
    "schedules: monthly on 1 at 08:00: months without the day are passed over",
    "caps: N per customer per N months: at a month's end",
  ],
  "29 February": [
    "types: date: 29 February is a day like others",
    "operators: years since X: 29 February is over on the 28th of other years",
    "windows: last N years: clamped on 29 February",
    "windows: last N days: 29 February is a day",
    "dates: on anniversary of X: 29 February's is the 28th in other years",
    "schedules: monthly on last day at 08:00: of a short and of a long February",
    "caps: N per customer per N months: from 29 February",
  ],
  "Europe/London, 29 March 2026": [
    "windows: yesterday: London's 23 hours of 29 March",
    "schedules: daily at 06:00: a time that is skipped",
    "patterns: on A followed by B within D: days keep the clock time across a change in March",
    "patterns: on A not followed by B within D: across a change in March",
  ],
  "Europe/London, 25 October 2026": [
    "windows: yesterday: London's 25 hours of 25 October",
    "windows: last N hours: elapsed time across a change",
    "schedules: daily at 06:00: a time that occurs twice comes once",
    "patterns: on A followed by B within D: days keep the clock time across a change in October",
    "patterns: on A not followed by B within D: across a change in October",
  ],
  "Asia/Shanghai, 4 May and 14 September 1986": [
    "windows: yesterday: Shanghai's 23 hours of 4 May 1986",
    "windows: yesterday: Shanghai's 25 hours of 14 September 1986",
    "schedules: daily at 06:00: a time that Shanghai skipped",
  ],
  "Asia/Shanghai, where 2026 has no change": [
    "windows: yesterday: Shanghai's 24 hours of 4 May 2026",
    "windows: yesterday: Shanghai's 24 hours of 14 September 2026",
    "schedules: daily at 06:00: and does not skip in 2026",
  ],
  "equal timestamps": [
    "aggregates: first(E.x, WINDOW): of equal times the lesser id's, unknown if that is",
    "aggregates: latest(E.x, WINDOW): of equal times the greater id's",
    "aggregates: latest(contact.x, WINDOW): of one instant by id",
    "events: on E: in (T′, T]; of one instant in order of id",
    "patterns: on A followed by B within D: strictly later, at most so long after, at the first such B",
    "reaches: on count(E where P) reaches N within D: one at a time by time, then id; again once it has fallen below",
  ],
  unknowns: [
    "types: a comparison with an unknown operand: is false",
    "types: a comparison with an unknown operand: and not flips that",
    "types: an unknown boolean: is false as a predicate",
    "types: arithmetic with an unknown: is unknown",
    "types: division by zero: is unknown",
    "aggregates: sum(E.x, WINDOW): skips unknowns, zero over nothing",
    "turns: on change of TAG: unknown is a value",
    "clauses: value E: unknown last",
  ],
};

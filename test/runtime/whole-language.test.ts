import { expect, test } from "vitest";
import type { Plan } from "../../plan/index.ts";
import type { RunReport } from "../../runtime/index.ts";
import { bankOf } from "../support/detection.ts";
import { useEngines } from "../support/engines.ts";
import { runOnAllStores } from "../support/runs.ts";

const engines = useEngines("whole");

const catalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  buys:
    relation: buys
    grain: event
    customer: person
    time: { column: bought, zone: Asia/Shanghai }
    id: buy
    ready: { relation: loads, where: { job: buys }, date: day, when_late: wait 4 hours }
  cards: { relation: cards, grain: event, customer: person, time: { column: opened, zone: Asia/Shanghai }, id: card }
tags:
  tier: { type: { enum: [basic, gold], ordered: true }, from: people.tier }
  stop: { type: boolean, from: people.stop }
  name: { type: text, from: people.name }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) } } }
  card: { source: cards, attributes: {} }
channels:
  sms: { max_length: 60, cost: 1 CNY }
  call: { message: none, hours: 10:00 .. 12:00 }
`;

const offers = `
segment golden = tier = gold
segment stopped = stop
offer loan {
  group credit
  value 20 CNY
  message sms "{name}, a loan for you"
}
offer plastic {
  value 10 CNY
  message sms "{name}, a card: you paid {event.amount}"
}
offer plain { message sms "A card" }
`;

const head = (name: string) => `campaign ${name} {
  owner "test"
  window 2026-01-01 .. 2026-12-31`;

function days(...dates: readonly number[]): readonly string[] {
  return dates.map((date) => `2026-03-${String(date).padStart(2, "0")} 06:00`);
}

/** `02 buyers 1/0 sms` for each contact: day of the tick, campaign, customer and wave, channel. */
function contacts(reports: readonly RunReport[]): readonly string[] {
  return reports.flatMap((report) =>
    report.ticks.flatMap((tick) => {
      const day = new Date(Date.parse(tick.tick) + 8 * 3_600_000).toISOString().slice(8, 10);
      return tick.contacts.map((one) => `${day} ${one.campaign} ${one.customer}/${one.wave} ${one.channel}`);
    }),
  );
}

function reasons(reports: readonly RunReport[]): readonly string[] {
  return reports.flatMap((report) =>
    report.ticks.flatMap((tick) => {
      const day = new Date(Date.parse(tick.tick) + 8 * 3_600_000).toISOString().slice(8, 10);
      return tick.rejections.map(
        (one) =>
          `${day} ${one.campaign} ${one.customer}/${one.wave}: ${one.reasons.map(({ channel, code }) => `${channel} ${code}`).join(", ")}`,
      );
    }),
  );
}

/** Every day the same people, but for tiers: 3 turns gold on the 4th, 1 is gone from the 5th on, 4 is stopped. */
const people = `create table people as
    select d::date as ds, id, case when id = 2 or (id = 3 and d >= '2026-03-04') then 'gold' else 'basic' end as tier,
      id = 4 as stop, case id when 5 then null else 'P' || id end as name
    from range(date '2026-03-01', date '2026-03-12', interval 1 day) day (d), range(1, 6) people (id)
    where not (id = 1 and d >= '2026-03-05');
  create table buys (buy integer, person integer, bought timestamp, amount decimal(12, 2));
  create table cards (card integer, person integer, opened timestamp);
  create table loads as select 'buys' as job, d::date as day from range(date '2026-02-20', date '2026-03-20', interval 1 day) day (d)
    where d <> '2026-03-09';`;

async function run(campaigns: string, rows: string, ticks: readonly string[]): Promise<readonly RunReport[]> {
  const bank = bankOf(catalog, (timezone) => engines.load(`${people}\n${rows}`, timezone));
  const plan: Plan = bank.compile(`${offers}\n${campaigns}`).plan;
  return runOnAllStores(plan, await bank.tables(), ticks);
}

test("further waves until the goal is met, with what the event said and for whoever is still there", async () => {
  const reports = await run(
    `${head("buyers")}
      segment true
      exclude tier = gold
      trigger daily at 06:00 on buy
      offer plastic
      channel sms
      priority 50
      goal card within 5 days
      followup again after 2 days unless goal
      followup last after 1 day unless goal via call offering loan
    }`,
    `insert into buys values (1, 1, '2026-03-01 12:00', 100), (2, 2, '2026-03-01 12:00', 200), (3, 3, '2026-03-01 12:00', 300.5),
       (4, 4, '2026-03-01 12:00', 400), (5, 5, '2026-03-01 12:00', 500), (6, 4, '2026-03-03 12:00', 1);
     insert into cards values (1, 4, '2026-03-02 06:00'), (2, 4, '2026-03-02 06:00:01');`,
    days(2, 3, 4, 5, 6, 7, 8),
  );
  // 2 is gold from the start, 3 from the 4th on; 5 has no name; 4 opens a card a second after her contact; 1 is gone on the 5th.
  expect(contacts(reports)).toEqual([
    "02 buyers 1/0 sms",
    "02 buyers 3/0 sms",
    "02 buyers 4/0 sms",
    "04 buyers 1/1 sms",
  ]);
  expect(reasons(reports)).toEqual(["02 buyers 5/0: sms unknown name", "04 buyers 4/0: sms cap"]);
  const funnels = reports.map((report) =>
    report.ticks[0]?.campaigns[0]?.waves.map(({ asked, ended, excluded }) => [asked, ended, excluded]),
  );
  expect(funnels.slice(2, 5)).toEqual([
    [
      [3, 1, 1],
      [0, 0, 0],
    ],
    [
      [2, 1, 1],
      [1, 0, 1],
    ],
    [
      [2, 1, 1],
      [1, 0, 1],
    ],
  ]);
});

test("the contact policy over campaigns, with events, segments and what was sent before", async () => {
  const reports = await run(
    `policy {
      suppress stopped
      at most 1 per customer per 3 days via sms
      never credit after card within 2 days
      only plain to golden
      quiet 05:00 .. 07:00 via sms
    }
    ${head("cards")}
      segment true
      trigger daily at 06:00
      offer plain
      channel first of sms, call
      priority 60
      caps 9 per customer
    }
    ${head("loans")}
      segment true
      trigger daily at 06:00
      offer loan
      channel sms
      priority 50
      caps 9 per customer
    }
    `,
    "insert into cards values (1, 3, '2026-03-01 23:59'), (2, 1, '2026-02-27 10:00');",
    days(2, 3),
  );
  // Customer 2 is gold: a card by text, and the next day by call. 1's card is three days old, 3's one. 5 has no name for the loan.
  expect(contacts(reports)).toEqual(["02 cards 2/0 sms", "02 loans 1/0 sms", "03 cards 2/0 call"]);
  expect(reasons(reports).filter((one) => one.startsWith("02"))).toEqual([
    "02 cards 1/0: sms only, call only",
    "02 cards 3/0: sms only, call only",
    "02 cards 4/0: sms suppressed, sms only, call suppressed, call only",
    "02 cards 5/0: sms only, call only",
    "02 loans 2/0: sms cap",
    "02 loans 3/0: sms never",
    "02 loans 4/0: sms suppressed",
    "02 loans 5/0: sms unknown name",
  ]);
  expect(reports[0]?.ticks[0]?.contacts[0]?.due).toBe("2026-03-01T23:00:00Z");
});

test("entering and change compare with the last tick; contact history is asked wherever it stands", async () => {
  const reports = await run(
    `${head("risers")}
      segment true
      trigger daily at 06:00 on enter golden
      offer loan
      channel sms
      priority 50
    }
    ${head("changed")}
      segment true
      trigger daily at 06:00 on change of tier from basic to gold
      offer loan
      channel call
      priority 50
    }
    ${head("quietly")}
      segment not exists(contact where campaign = risers or channel = sms, last 2 days) and count(contact where group = credit, ever) >= 1
      trigger daily at 06:00
      offer loan
      channel call
      priority 40
      caps 9 per customer
    }`,
    "",
    days(2, 3, 4, 5, 6, 7),
  );
  // The tick of the 2nd only records. On the 4th 3 turns gold: by text that day, so that `quietly` waits until the 7th.
  expect(contacts(reports)).toEqual(["04 changed 3/0 call", "04 risers 3/0 sms", "07 quietly 3/0 call"]);
});

test("a day's data that have not come leave the tick open for the next run, which misses nothing", async () => {
  const reports = await run(
    `${head("buyers")}
      segment true
      trigger daily at 06:00 on buy
      offer loan
      channel call
      priority 50
    }
    ${head("others")}
      segment golden
      trigger daily at 06:00
      offer loan
      channel call
      priority 50
    }`,
    "insert into buys values (1, 1, '2026-03-02 12:00', 100), (9, 2, '2026-03-09 12:00', 200), (10, 3, '2026-03-10 12:00', 1);",
    days(9, 10, 11),
  );
  expect(
    reports.map((report) => report.leftOpen.map(({ campaign, sources }) => [campaign, sources])),
  ).toEqual([[], [["buyers", [{ source: "buys", until: "2026-03-10T02:00:00Z", waiting: true }]]], []]);
  expect(contacts(reports)).toEqual([
    "09 others 2/0 call",
    "09 others 3/0 call",
    "11 buyers 2/0 call",
    "11 buyers 3/0 call",
  ]);
});

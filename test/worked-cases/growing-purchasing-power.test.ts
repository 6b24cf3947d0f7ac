import { describe, expect, test } from "vitest";
import { compileDemo, emptyTables, insert } from "../support/demo-project.ts";
import { customersOf, detectAll, only } from "../support/detection.ts";
import { type LoadedTables, useEngines } from "../support/engines.ts";
import { runOnAllStores } from "../support/runs.ts";

const engines = useEngines("growing_purchasing_power");
const { plan } = compileDemo(["growing-purchasing-power"]);

/** Purchases of equal amounts in a span of 30 days. */
interface Span {
  readonly purchases: number;
  /** CNY in all. */
  readonly total: string;
}

interface Customer {
  readonly id: number;
  /** The day looked from. */
  readonly day: string;
  readonly last: Span;
  /** Days 31 to 60, and days 61 to 90. */
  readonly before: readonly [Span, Span];
}

const span = (purchases: number, total: string): Span => ({ purchases, total });

const customers: readonly Customer[] = [
  // The three of the worked case: 10,000 against 800, 10,000 against 8,000, 20,000 against 19,000.
  { id: 1001, day: "2026-09-01", last: span(10, "10000"), before: [span(4, "600"), span(4, "1000")] },
  { id: 1002, day: "2026-09-02", last: span(10, "10000"), before: [span(8, "7000"), span(8, "9000")] },
  { id: 1003, day: "2026-09-03", last: span(20, "20000"), before: [span(10, "18000"), span(10, "20000")] },
  // Exactly 120 % in amount, in number, in both; and a cent and a purchase more.
  { id: 1004, day: "2026-09-02", last: span(13, "12000"), before: [span(10, "10000"), span(10, "10000")] },
  { id: 1005, day: "2026-09-02", last: span(12, "20000"), before: [span(10, "10000"), span(10, "10000")] },
  { id: 1006, day: "2026-09-02", last: span(12, "12000"), before: [span(9, "9000"), span(11, "11000")] },
  { id: 1007, day: "2026-09-02", last: span(13, "12000.01"), before: [span(10, "10000"), span(10, "10000")] },
  // Spends more by fewer purchases.
  { id: 1008, day: "2026-09-02", last: span(9, "50000"), before: [span(10, "10000"), span(10, "10000")] },
];

/** A customer's purchases of a span of 30 days that ends before a day: from its first midnight to its last second. */
function purchasesOf(customer: Customer, { purchases, total }: Span, daysBefore: number): string {
  const { id, day } = customer;
  const first = `(date '${day}' - ${daysBefore + 30})`;
  const time = `case n when 0 then ${first} + time '00:00:00'
    when ${purchases - 1} then ${first} + 29 + time '23:59:59.999999'
    else ${first} + cast(n % 30 as integer) + time '12:00:00' end`;
  const cents = Math.round(Number(total) * 100);
  const each = Math.floor(cents / purchases);
  const firstCents = cents - each * (purchases - 1);
  return `insert into card_transactions (customer_id, card_transaction_id, kind, posted_at, amount)
    select ${id}, '${id}-${daysBefore}-' || n, 'purchase', (${time}) at time zone 'Asia/Shanghai',
      cast(case n when 0 then ${firstCents} else ${each} end as decimal(18, 2)) * 0.01
    from range(${purchases}) as r (n);`;
}

/** What must not count: on the day itself, 91 days before, a refund. */
function elsewhere({ id, day }: Customer): string {
  const at = (time: string) => `(${time}) at time zone 'Asia/Shanghai'`;
  return `insert into card_transactions (customer_id, card_transaction_id, kind, posted_at, amount) values
    (${id}, '${id}-today', 'purchase', ${at(`date '${day}' + time '00:00:00'`)}, 1000000),
    (${id}, '${id}-long-ago', 'purchase', ${at(`date '${day}' - 91 + time '23:59:59.999999'`)}, 1000000),
    (${id}, '${id}-refund', 'refund', ${at(`date '${day}' - 5 + time '12:00:00'`)}, 1000000);`;
}

function tablesText(): string {
  return [
    emptyTables(plan),
    ...customers.map((customer) =>
      [
        insert("customers", [
          {
            customer_id: customer.id,
            ds: "2026-08-31",
            age: 35,
            push_consent: true,
            has_credit_card: true,
            complaints_last_year: 0,
          },
        ]),
        insert("customer_contacts", [
          { customer_id: customer.id, app_user_id: `app-${customer.id}`, salutation: "Ms Li" },
        ]),
        purchasesOf(customer, customer.last, 0),
        purchasesOf(customer, customer.before[0], 30),
        purchasesOf(customer, customer.before[1], 60),
        elsewhere(customer),
      ].join("\n"),
    ),
  ].join("\n");
}

let loaded: Promise<LoadedTables> | undefined;
const tables = (): Promise<LoadedTables> => (loaded ??= engines.load(tablesText(), plan.timezone));

/** The customers that the campaign detects at a day's tick, of those whose row looks from that day. */
async function qualify(day: string): Promise<readonly number[]> {
  const found = only(await detectAll(plan, await tables(), { tick: `${day} 06:00` }));
  const asked = customers.filter((customer) => customer.day === day).map(({ id }) => id);
  return customersOf(found)
    .map(Number)
    .filter((id) => asked.includes(id));
}

describe("growing purchasing power", () => {
  test("C001, from 1 September: 10,000 against 800 qualifies", async () => {
    expect(await qualify("2026-09-01")).toEqual([1001]);
  });

  test("C002, from 2 September: 10,000 against 8,000 is 125 % and qualifies; exactly 120 % does not", async () => {
    expect(await qualify("2026-09-02")).toEqual([1002, 1007]);
  });

  test("C003, from 3 September: 20,000 against 19,000 is 105 % and does not", async () => {
    expect(await qualify("2026-09-03")).toEqual([]);
  });

  test("who qualifies is offered instalments, once in 90 days", async () => {
    const days = ["2026-09-01", "2026-09-02", "2026-09-03"];
    const reports = await runOnAllStores(
      plan,
      await tables(),
      days.map((day) => `${day} 06:00`),
    );
    const decided = reports.map(({ ticks }) =>
      ticks.flatMap((tick) => [
        ...tick.contacts.map(
          ({ customer, channel, offers, due, value }) =>
            `${customer} ${channel} ${offers} ${due} ${value?.amount} ${value?.currency}`,
        ),
        ...tick.controls.map(({ customer }) => `${customer} control`),
      ]),
    );
    expect(decided[0]).toContain("1001 mobile_bank instalment_plan 2026-09-01T01:00:00Z 180 CNY");
    expect(decided[1]).toContain("1002 mobile_bank instalment_plan 2026-09-02T01:00:00Z 180 CNY");
    expect(decided[1]?.filter((one) => one.startsWith("1001"))).toEqual([]);
    expect(decided.flat().filter((one) => one.startsWith("1003"))).toEqual([]);
  });
});

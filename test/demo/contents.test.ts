import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallBank, smallBank } from "./bank.ts";

let bank: SmallBank;
beforeAll(async () => {
  bank = await smallBank();
}, 300_000);
afterAll(() => bank.close());

async function count(from: string): Promise<number> {
  const [row] = await bank.ask(`select count(*) from ${from}`);
  return Number(row?.[0]);
}

describe("the demo bank's tables", () => {
  it.each([
    ["customers", "ds, customer_id"],
    ["customer_profile", "customer_id"],
    ["customer_contacts", "customer_id"],
    ["accounts", "account_id"],
    ["holdings", "holding_id"],
    ["transactions", "transaction_id"],
    ["card_transactions", "card_transaction_id"],
    ["fx_purchases", "fx_id"],
    ["card_events", "card_event_id"],
    ["card_repayments", "repayment_id"],
    ["card_statements", "customer_id, valid_from"],
    ["cards", "card_id, valid_from"],
    ["loans", "loan_id, valid_from"],
    ["loan_events", "loan_event_id"],
    ["insurance_policies", "policy_id, valid_from"],
    ["family_members", "family_member_id"],
    ["life_states", "customer_id, valid_from"],
    ["stage_states", "customer_id, valid_from"],
    ["tier_states", "customer_id, valid_from"],
    ["customer_months", "ds, customer_id"],
    ["customer_scores", "scored_on, customer_id"],
    ["customer_circle", "customer_id"],
    ["service_events", "service_event_id"],
    ["product_events", "product_event_id"],
    ["agreement_events", "agreement_event_id"],
    ["risk_assessments", "assessment_id"],
    ["life_events", "life_event_id"],
    ["digital_events", "event_id"],
    ["fx_rates", "rate_date, ccy"],
  ])("%s has no key (%s) twice", async (table, key) => {
    const all = await count(table);
    expect(all).toBeGreaterThan(100);
    expect(await count(`(select distinct ${key} from ${table})`)).toBe(all);
  });

  it("never store money in binary fractions", async () => {
    const columns = "duckdb_columns() where schema_name = 'main' and data_type in ('DOUBLE', 'FLOAT')";
    expect(await count(columns)).toBe(0);
  });

  it("hold time both as instants and as local times", async () => {
    const types = await bank.ask(
      "select distinct data_type from duckdb_columns() where data_type like 'TIMESTAMP%' order by 1",
    );
    expect(types).toEqual([["TIMESTAMP"], ["TIMESTAMP WITH TIME ZONE"]]);
  });

  it("cover fourteen months and the demo's week", async () => {
    const [row] = await bank.ask(`
      select min(occurred_at)::date::varchar, max(occurred_at)::date::varchar,
        (select max(shanghai)::date::varchar from (select posted_at + interval 8 hours as shanghai from card_transactions))
      from transactions`);
    expect(row).toEqual(["2025-01-01", "2026-03-08", "2026-03-08"]);
  });

  it("have a portrait for each of the last 38 days and the first day of each month before", async () => {
    const [row] = await bank.ask(
      "select count(distinct ds), count(distinct ds) filter (ds > date '2026-03-08' - 38) from customers",
    );
    expect(row?.map(Number)).toEqual([13 + 38, 38]);
  });

  it("give the partition column the local day of the event", async () => {
    expect(
      await count("digital_events where strftime(occurred_at at time zone 'Asia/Shanghai', '%Y%m%d') <> dt"),
    ).toBe(0);
  });

  it("quote rates on business days alone, for every currency bought", async () => {
    expect(await count("fx_rates join calendar on day = rate_date where not business_day")).toBe(0);
    expect(await count("fx_purchases where ccy not in (select ccy from fx_rates)")).toBe(0);
  });

  it("have unknown ages and telephone numbers among the known", async () => {
    const unknownAge = await count("customers where age = -1 and ds = '2026-03-02'");
    expect(unknownAge).toBeGreaterThan(0);
    expect(unknownAge).toBeLessThan(50);
    expect(await count("customers where (age = -1) <> (birth_date is null)")).toBe(0);
    expect(await count("customer_contacts where phone in ('', 'N/A')")).toBeGreaterThan(0);
  });
});

describe("the demo bank's books", () => {
  it("add up: assets are deposits and investments, and nobody is overdrawn", async () => {
    expect(
      await count(
        "customers where aum <> deposit_balance + wealth_balance + bond_balance + foreign_currency_balance",
      ),
    ).toBe(0);
    expect(await count("customers where deposit_balance <> demand_balance + td_balance")).toBe(0);
    expect(
      await count(
        "customers where least(demand_balance, td_balance, wealth_balance, fund_balance, bond_balance, foreign_currency_balance) < 0",
      ),
    ).toBe(0);
  });

  it("balance: demand deposits change by what is booked between two portraits", async () => {
    const wrong = await count(`(
      with booked as (
        select customer_id, case dc when 'C' then amount_fen else -amount_fen end * 0.01 as cny, occurred_at::date as day
        from transactions
        union all
        select customer_id, case kind when 'refund' then amount else -amount end, (posted_at at time zone 'Asia/Shanghai')::date
        from card_transactions where account_id % 10 = 1
      )
      select customer_id
      from customers as older
      join customers as newer using (customer_id)
      left join booked on booked.customer_id = older.customer_id and day >= older.ds and day < newer.ds
      where older.ds = '2026-03-01' and newer.ds = '2026-03-08'
      group by customer_id, older.demand_balance, newer.demand_balance
      having newer.demand_balance - older.demand_balance <> coalesce(sum(cny), 0)
    )`);
    expect(wrong).toBe(0);
  });

  it("know no event of a customer before the customer joined", async () => {
    for (const [table, time] of [
      ["transactions", "occurred_at"],
      ["card_transactions", "posted_at at time zone 'Asia/Shanghai'"],
      ["fx_purchases", "bought_at"],
      ["digital_events", "occurred_at at time zone 'Asia/Shanghai'"],
    ]) {
      expect(
        await count(`${table} join customer_profile using (customer_id) where (${time})::date <= joined_on`),
      ).toBe(0);
    }
  });

  it("show the contracts of a portrait among the holdings", async () => {
    const wrong = await count(`(
      select customers.customer_id
      from customers
      left join holdings on holdings.customer_id = customers.customer_id and kind = 'td'
        and valid_from <= ds and coalesce(valid_to > ds, true)
      where ds = '2026-03-02'
      group by customers.customer_id, td_balance
      having td_balance <> coalesce(sum(balance), 0)
    )`);
    expect(wrong).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SmallBank, small, smallBank } from "./bank.ts";

let bank: SmallBank;
beforeAll(async () => {
  bank = await smallBank({ ...small, customers: 1_000 });
}, 300_000);
afterAll(() => bank.close());

async function figure(sql: string): Promise<number> {
  const [row] = await bank.ask(sql);
  return Number(row?.[0]);
}

describe("the demo bank's people", () => {
  it("do most of what is done by few", async () => {
    const share = await figure(`
      select sum(n) filter (place <= 0.1) / sum(n)
      from (select n, cume_dist() over (order by n desc) as place
        from (select count(*) as n from card_transactions group by customer_id))`);
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.6);
  });

  it("stand in all five stages, none of them empty", async () => {
    const stages = await bank.ask(`
      select stage, count(*) / sum(count(*)) over () as share
      from customers where ds = '2026-03-08' group by stage order by stage`);
    expect(stages.map(([stage]) => stage)).toEqual([
      "acquisition",
      "growth",
      "maturity",
      "decline",
      "dormant",
    ]);
    for (const [stage, share] of stages)
      expect([stage, Number(share) > 0.01 && Number(share) < 0.6]).toEqual([stage, true]);
  });

  it("are paid once a month while they are paid here, and at no other time", async () => {
    expect(
      await figure(`select count(*) from (
        select customer_id, date_trunc('month', occurred_at) from transactions where kind = 'salary' group by all having count(*) > 1)`),
    ).toBe(0);
    expect(
      await figure(`select count(*) from transactions join truth.person using (customer_id)
        where kind = 'salary' and (not payroll or retired_on <= occurred_at::date)`),
    ).toBe(0);
    // An employer pays all its people on one day of a month.
    expect(
      await figure(`select max(days) from (
        select employer_id, date_trunc('month', occurred_at), count(distinct occurred_at::date) as days
        from transactions where kind = 'salary' group by all)`),
    ).toBe(1);
  });

  it("live in households of one city", async () => {
    expect(await figure("select count(*) from truth.person where couple")).toBeGreaterThan(100);
    expect(
      await figure(`select count(*) from truth.person as one
        join truth.person as other on other.customer_id = one.partner_id
        where other.partner_id is distinct from one.customer_id or one.married_on is distinct from other.married_on
          or one.moved_on is distinct from other.moved_on or one.bought_home_on is distinct from other.bought_home_on`),
    ).toBe(0);
  });

  it("fall silent when their time comes", async () => {
    const after = await figure(`
      select count(*) / (select count(*) from truth.person where silent_from < date '2025-10-01')
      from card_transactions join truth.person using (customer_id)
      where silent_from < date '2025-10-01' and posted_at > timestamptz '2025-11-01 00:00:00+08'`);
    expect(after).toBeLessThan(2);
  });

  it("have a history without gaps and overlaps", async () => {
    for (const [table, key] of [
      ["life_states", "customer_id"],
      ["stage_states", "customer_id"],
      ["tier_states", "customer_id"],
      ["cards", "card_id"],
      ["loans", "loan_id"],
      ["insurance_policies", "policy_id"],
    ]) {
      expect([
        table,
        await figure(`select count(*) from (
          select valid_to, lead(valid_from) over (partition by ${key} order by valid_from) as next from ${table})
          where next is not null and (valid_to is null or valid_to > next)`),
      ]).toEqual([table, 0]);
      expect([table, await figure(`select count(*) from ${table} where valid_to <= valid_from`)]).toEqual([
        table,
        0,
      ]);
    }
  });

  it("owe on a card what they spent, less what they paid", async () => {
    expect(
      await figure(`
        with spent as (
          select customer_id, sum(case kind when 'refund' then -amount else amount end) as cny
          from card_transactions
          where account_id % 10 <> 1 and posted_at < timestamptz '2026-02-01 00:00:00+08'
          group by customer_id
        ),
        paid as (
          select customer_id, sum(amount) as cny from card_repayments where repayment_id % 100 < 12 group by customer_id
        )
        select count(*)
        from card_statements
        left join spent using (customer_id)
        left join paid using (customer_id)
        where valid_from = date '2026-02-01'
          and statement_balance <> coalesce(spent.cny, 0) - coalesce(paid.cny, 0)`),
    ).toBe(0);
  });

  it("get scores that guess at what they are like", async () => {
    const correlation = await figure(`
      select corr(wealth_score, investor::integer) from customer_scores join truth.person using (customer_id)`);
    expect(correlation).toBeGreaterThan(0.5);
    expect(correlation).toBeLessThan(0.95);
  });

  it("are heard of late, and by a partner sometimes twice", async () => {
    expect(
      await figure("select count(*) from life_events where heard_at::date > happened_on + 7"),
    ).toBeGreaterThan(0);
    expect(await figure("select count(*) from life_events where heard_at::date < happened_on")).toBe(0);
    expect(
      await figure("select count(*) - count(distinct outside_event_id) from outside_events"),
    ).toBeLessThan(20);
  });
});

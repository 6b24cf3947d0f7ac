import { DuckDBInstance } from "@duckdb/node-api";

/** A campaign of the quarter as it is judged: what meets its goal, said a second time, in SQL. */
export interface JudgedCampaign {
  readonly campaign: string;
  /** Where a goal is met: `customer_id`, `row_id`, and `occurred_at` as an instant. */
  readonly goal: string;
  readonly relation: string;
  readonly withinDays: number;
}

/** The goals of `campaigns/`, by hand. */
export const judgedCampaigns: readonly JudgedCampaign[] = [
  {
    campaign: "quarter_instalments",
    relation: "card_transactions",
    goal: `select customer_id, card_transaction_id as row_id, posted_at as occurred_at from card_transactions
      where kind = 'purchase' and merchant_category = 'electronics' and amount >= 2000`,
    withinDays: 7,
  },
  {
    campaign: "quarter_payday",
    relation: "transactions",
    goal: `select customer_id, transaction_id as row_id, occurred_at at time zone 'Asia/Shanghai' as occurred_at from transactions
      where kind = 'td_purchase'`,
    withinDays: 14,
  },
  {
    campaign: "quarter_travel",
    relation: "card_events",
    goal: `select customer_id, card_event_id as row_id, occurred_at at time zone 'Asia/Shanghai' as occurred_at from card_events
      where kind = 'application' and product = 'card.go_abroad' and state = 'submitted'`,
    withinDays: 10,
  },
  {
    campaign: "quarter_wealth",
    relation: "transactions",
    goal: `select customer_id, transaction_id as row_id, occurred_at at time zone 'Asia/Shanghai' as occurred_at from transactions
      where kind = 'wealth_purchase' and amount_fen >= 1000000`,
    withinDays: 7,
  },
  {
    campaign: "quarter_welcome_back",
    relation: "digital_events",
    goal: "select customer_id, event_id as row_id, occurred_at from digital_events where kind = 'login'",
    withinDays: 8,
  },
];

/** What is true of those on whom a campaign decided, its universal holdout left out. */
export interface Truth {
  readonly campaign: string;
  readonly treated: ArmTruth;
  readonly control: ArmTruth;
  /** The mean, over both arms, of what a contact adds to a customer's chance to meet the goal. */
  readonly lift: number;
}

export interface ArmTruth {
  readonly customers: number;
  /** How many of them can be expected to meet the goal. */
  readonly expected: number;
  /** How many do. */
  readonly met: number;
  /** Who would have met it whatever a campaign did. */
  readonly anyway: number;
}

/**
 * Reads the truth about the quarter's campaigns. A customer meets a goal by what the player makes her do, with a chance
 * that is on record, or by what the generator has her do anyway, and then no contact adds to it.
 * @throws Error where a campaign has decided on a customer twice, or did not reach one it had contacted: then the chances on record are not all.
 */
export async function readTruth(path: string): Promise<readonly Truth[]> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const truths: Truth[] = [];
    for (const judged of judgedCampaigns) {
      const rows = (await connection.runAndReadAll(truthQuery(judged))).getRowsJson();
      const arm = (name: string): ArmTruth & { readonly lifts: number } => {
        const [, customers, expected, met, anyway, lifts, odd] =
          rows.find(([found]) => found === name)?.map(Number) ?? [];
        if (odd !== 0)
          throw new Error(`${judged.campaign}: ${odd ?? "no"} candidates, ${name}, have no plain truth`);
        return {
          customers: customers ?? 0,
          expected: expected ?? 0,
          met: met ?? 0,
          anyway: anyway ?? 0,
          lifts: lifts ?? 0,
        };
      };
      const [treated, control] = [arm("treated"), arm("control")];
      const lift = (treated.lifts + control.lifts) / (treated.customers + control.customers);
      truths.push({ campaign: judged.campaign, treated, control, lift });
    }
    return truths;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function truthQuery({ campaign, relation, goal, withinDays }: JudgedCampaign): string {
  return `
    with anyway as (
      select * from (${goal}) as goal
      where not exists (from truth.deed where relation = '${relation}' and deed.row_id = goal.row_id)
    ),
    judged as (
      select
        arm, customer_id, reached, responds, treated_probability, control_probability,
        exists (
          from anyway
          where anyway.customer_id = candidate.customer_id
            and occurred_at > due and occurred_at <= due + interval ${withinDays} days
        ) as anyway
      from truth.candidate
      where campaign = '${campaign}' and arm <> 'universal'
    )
    select
      arm,
      count(*),
      sum(case when anyway then 1 when arm = 'treated' then treated_probability else control_probability end)::double,
      count(*) filter (anyway or responds),
      count(*) filter (anyway),
      sum(case when anyway then 0 else treated_probability - control_probability end)::double,
      count(*) - count(distinct customer_id) + count(*) filter (arm = 'treated' and not reached)
    from judged
    group by arm`;
}

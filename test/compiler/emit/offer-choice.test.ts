import { describe, expect, test } from "vitest";
import type { Expression, Offer, Program } from "../../../plan/index.ts";
import { answersOf, bankOf, campaignNamed } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("offer_choice");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
tags:
  likes: { type: decimal, from: people.likes }
  needs: { type: decimal, from: people.needs }
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, likes decimal(10, 4), needs decimal(12, 2));
       insert into people values (1, 0.5, 0.50), (2, 0.4, 0.5), (3, null, -1), (4, null, null), (5, 9, null)`,
      timezone,
    ),
);

const decimal = (scale: number) => ({ kind: "decimal", scale }) as const;
const tag = (name: string, scale: number): Expression => ({ kind: "tag", tag: name, type: decimal(scale) });
const offer = (name: string, parts: Partial<Offer> = {}): Offer => ({
  name,
  groups: [],
  messages: { letter: { body: [] } },
  ...parts,
});

/** The one campaign's offers instead: the best of them by its score. */
const choosing =
  (offers: readonly (readonly [Offer, Expression])[], when?: Expression) =>
  (program: Program): Program => ({
    ...program,
    offers: Object.fromEntries(offers.map(([one]) => [one.name, one])),
    campaigns: program.campaigns.map((campaign) => ({
      ...campaign,
      offers: [
        {
          names: offers.map(([{ name }]) => name),
          choice: { kind: "best", scores: offers.map(([, score]) => score) },
          ...(when !== undefined && { when }),
        },
      ],
    })),
  });

const campaign = `offer probe { message letter "." }
  ${campaignNamed("a", { segment: "likes is known or needs is known or true" })}`;

async function choices(change: (program: Program) => Program, tick = "2026-03-02 06:00") {
  const { plan } = bank.compile(campaign, change);
  const [first] = plan.campaigns;
  if (first === undefined) throw new Error("there is no campaign");
  const rows = await answersOf(plan, first, first.detection, await bank.tables(), { tick });
  const byCustomer = rows.map((row) => [row["customer"], row["offer_route"], row["offer_choice"]] as const);
  return byCustomer
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    .map(([, route, choice]) => (route === null ? "none" : choice));
}

const liked = tag("likes", 4);
const needed = tag("needs", 2);

describe("the best of several offers", () => {
  test("has the highest score; the first written wins ties, unknown scores come last", async () => {
    expect(
      await choices(
        choosing([
          [offer("a"), liked],
          [offer("b"), needed],
        ]),
      ),
    ).toEqual([0, 1, 1, 0, 0]);
  });

  test("is one that is valid on the tick's date", async () => {
    const march = offer("a", { valid: { kind: "dates", from: "2026-03-02", to: "2026-03-31" } });
    const long = offer("b", { valid: { kind: "from-contact", duration: { count: 14, unit: "day" } } });
    const both = choosing([
      [march, liked],
      [long, needed],
    ]);
    expect(await choices(both)).toEqual([0, 1, 1, 0, 0]);
    expect(await choices(both, "2026-03-31 06:00")).toEqual([0, 1, 1, 0, 0]);
    expect(await choices(both, "2026-03-01 06:00")).toEqual([1, 1, 1, 1, 1]);
    expect(await choices(both, "2026-04-01 06:00")).toEqual([1, 1, 1, 1, 1]);
    expect(await choices(choosing([[march, liked]]), "2026-04-01 06:00")).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test("is weighed by what it is worth and costs, unknown where the offer doesn't say", async () => {
    const money = { kind: "money", currency: "CNY", scale: 6 } as const;
    const worth = (amount: "value" | "cost", by: Expression): Expression => ({
      kind: "arithmetic",
      operator: "*",
      left: { kind: "offer-amount", amount, type: money },
      right: by,
      type: money,
    });
    const rich = offer("a", { value: { amount: "100.5", currency: "CNY" } });
    const poor = offer("b", {
      value: { amount: "80", currency: "CNY" },
      cost: { amount: "1", currency: "CNY" },
    });
    // 50.25 against 40; 40.2 against 40; unknown against −80; both unknown; 904.5 against unknown.
    const byValue = choosing([
      [rich, worth("value", liked)],
      [poor, worth("value", needed)],
    ]);
    expect(await choices(byValue)).toEqual([0, 0, 1, 0, 0]);
    const byCost = choosing([
      [rich, worth("cost", liked)],
      [poor, worth("cost", needed)],
    ]);
    expect(await choices(byCost)).toEqual([1, 1, 1, 0, 0]);
  });

  test("is none where the branch does not hold", async () => {
    const known: Expression = { kind: "known", negated: false, operand: liked };
    expect(await choices(choosing([[offer("a"), liked]], known))).toEqual([0, 0, "none", "none", 0]);
  });
});

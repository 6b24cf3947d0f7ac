import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Firing } from "../../../plan/index.ts";
import { expectGolden } from "../../support/golden.ts";
import { campaignOf, campaignText, compileTexts, programOf } from "../support.ts";

const golden = (name: string, value: unknown): void =>
  expectGolden(join(import.meta.dirname, "golden", `${name}.json`), `${JSON.stringify(value, null, 2)}\n`);

/** What fires a campaign with this firing, beside some declarations. */
function firingOf(firing: string, ...declarations: readonly string[]): Firing {
  const trigger = `daily at 09:00 on ${firing}`;
  const more = "caps 1 per customer";
  return campaignOf(programOf(campaignText({ trigger, more }), ...declarations)).firing;
}

const segment = "segment rich = aum > 50_000 CNY and count(purchase, last 30 days) > 3\n";

describe("what each firing means", () => {
  const firings: Readonly<Record<string, string>> = {
    "followed-by": "purchase as bought where amount > 5 CNY followed by page_view within 3 days",
    "chain-with-aliases":
      'purchase as a where a.quantity > 1 followed by page_view as b where seconds > a.quantity and event.amount > 1 CNY and b.page = "x" within 90 minutes followed by purchase where amount > event.amount and quantity > b.seconds within 2 weeks',
    "not-followed-by":
      "purchase followed by page_view within 1 day not followed by purchase as later where later.amount > event.amount within 7 days",
    "count-reaches": "count(purchase where quantity > 1 and age > 18) reaches 3 within 1 day",
    "sum-reaches": "sum(purchase.foreign_amount in USD) reaches 300_000 USD within 7 days",
    "day-of-a-tag": "day of birthday where age > 18",
    "anniversary-with-offset": "7 days before anniversary of birthday",
    "business-days-before-a-date-of-rows":
      "5 business days before holding.matures where kind = deposit and event.balance in USD >= 100_000 USD",
    "months-after": "2 months after holding.matures",
    enter: "enter rich",
    leave: "leave rich",
    change: "change of stage",
    "change-from-to": "change of stage from growth to unknown",
    "change-of-a-boolean": "change of has_card to true",
  };
  for (const [name, firing] of Object.entries(firings)) {
    test(name, () => {
      golden(name, firingOf(firing, segment));
    });
  }

  test("a named pattern under further conditions, which speak of its first event", () => {
    const declared = "event lost = purchase as a not followed by page_view as b within 7 days\n";
    golden("named-pattern", firingOf("lost as l where l.amount > 5 CNY and quantity > 1", declared));
  });

  test("steps of narrower events bring their conditions along", () => {
    const declared = "event big = purchase as p where p.amount > 5 CNY\n";
    const firing = firingOf("big where quantity > 1 followed by big within 1 day", declared);
    if (firing.kind !== "pattern") throw new Error(firing.kind);
    expect([firing.first.event, firing.then[0]?.event]).toEqual(["purchase", "purchase"]);
    expect([firing.first.where.length, firing.then[0]?.where.length]).toEqual([2, 1]);
  });

  test("clauses speak of the first event as `event` and of later ones by their aliases", () => {
    const program = programOf(
      campaignText({
        trigger:
          "daily at 09:00 on purchase as a followed by page_view as b within 1 day followed by purchase as c within 1 day",
        offer: "starter when event.quantity > 1 and a.quantity > 2 and b.seconds > 3 and c.quantity > 4",
        more: "caps 1 per customer",
      }),
    );
    const when = campaignOf(program).offers[0]?.when;
    if (when?.kind !== "and") throw new Error("the branch has four conditions");
    const scopes = when.operands.map((operand) =>
      operand.kind === "comparison" && operand.left.kind === "attribute" ? operand.left.of : undefined,
    );
    expect(scopes).toEqual(["event", "event", "step 1", "step 2"]);
  });
});

describe("the hash of what a segment or tag means", () => {
  const meaning = (...declarations: readonly string[]): string => {
    const firing = firingOf("enter rich", ...declarations);
    if (firing.kind !== "enter") throw new Error(firing.kind);
    return firing.meaning;
  };

  test("is blind to formatting, comments and what else is declared", () => {
    const spread =
      "/// The rich.\nsegment rich =\n  aum > 50000 CNY // many\n  and count(purchase, last 30 days) > 3\n";
    expect(meaning(spread, "offer other { value 5 CNY }\n")).toBe(meaning(segment));
  });

  test("changes with the expression and with all that it refers to", () => {
    const through = (age: number) => [
      "segment rich = grown\n",
      `segment grown = exists(big, last 30 days)\nevent big = purchase where quantity > ${age}\n`,
    ];
    expect(meaning(...through(1))).toBe(meaning(...through(1)));
    expect(meaning(...through(1))).not.toBe(meaning(...through(2)));
    expect(meaning(segment)).not.toBe(meaning(segment.replace("50_000", "60_000")));
  });

  test("of a condition on contacts stays when further campaigns and offers are declared", () => {
    const quiet = "segment rich = not exists(contact where offer = starter, last 30 days)\n";
    expect(meaning(quiet, "offer other { value 5 CNY }\n")).toBe(meaning(quiet));
  });
});

describe("hashes of programs", () => {
  const hashOf = (trigger: string): string =>
    programOf(campaignText({ trigger: `daily at 09:00 on ${trigger}`, more: "caps 1 per customer" })).hash;

  test("are blind to layout and to how attributes are written", () => {
    const short =
      "purchase as a where quantity > 1 followed by page_view as b where seconds > event.quantity within 3 days";
    const long =
      "purchase as a\n    where a.quantity > 1 // more than one\n    followed by page_view as b where b.seconds > a.quantity within 3 days";
    expect(hashOf(long)).toBe(hashOf(short));
  });

  test("differ where a span, the order of steps or a figure does", () => {
    const hashes = [
      "purchase followed by page_view within 3 days",
      "purchase followed by page_view within 72 hours",
      "page_view followed by purchase within 3 days",
      "purchase not followed by page_view within 3 days",
      "count(purchase) reaches 3 within 3 days",
      "count(purchase) reaches 4 within 3 days",
      "day of birthday",
      "anniversary of birthday",
    ].map(hashOf);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("firings that recur without a cap per customer", () => {
  const warned = (firing: string): boolean => {
    const { diagnostics } = compileTexts(campaignText({ trigger: `daily at 09:00 on ${firing}` }), segment);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return diagnostics.some(({ code }) => code === "customer-cap-missing");
  };

  test.each([
    ["purchase", true],
    ["purchase followed by page_view within 1 day", true],
    ["count(purchase) reaches 3 within 1 day", true],
    ["enter rich", true],
    ["leave rich", true],
    ["change of stage", true],
    ["anniversary of birthday", true],
    ["day of holding.matures", true],
    ["day of birthday", false],
  ])("%s: %s", (firing, expected) => {
    expect(warned(firing)).toBe(expected);
  });
});

import { describe, expect, test } from "vitest";
import { campaignText, compileTexts, onlyCampaign, programOf } from "./support.ts";

const codes = (...texts: readonly string[]): readonly string[] =>
  compileTexts(...texts).diagnostics.map(({ code }) => code);

const segment = (predicate: string): string => `segment someone = ${predicate}\n`;

/** A text after the first fix that its diagnostics offer. */
function fixed(text: string): string {
  const fix = compileTexts(text).diagnostics.find((each) => each.fix !== undefined)?.fix;
  if (fix === undefined) throw new Error("no fix is offered");
  let result = text;
  for (const { span, text: replacement } of [...fix.edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}

describe("fixes leave nothing to say", () => {
  test.each([
    ["agee >= 18", "age >= 18"],
    ["stage = grwoth", "stage = growth"],
    ["favourite = card.go_abraod", "favourite = card.go_abroad"],
    ["exists(purchases, ever)", "exists(purchase, ever)"],
    ["sum(purchase.ammount, ever) > 1 CNY", "sum(purchase.amount, ever) > 1 CNY"],
    [
      "exists(purchase where purchase.notee is known, ever)",
      "exists(purchase where purchase.note is known, ever)",
    ],
    ["aum >= 10_000", "aum >= 10_000 CNY"],
    ["usd_balance > 5 CNY", "usd_balance in CNY > 5 CNY"],
    [
      "exists(purchase where foreign_amount > 5 USD, ever)",
      "exists(purchase where foreign_amount in USD > 5 USD, ever)",
    ],
    ['stage = "growth"', "stage = growth"],
    ["aum in UDS > 5 USD", "aum in USD > 5 USD"],
    ["old_age > 5", "age > 5"],
  ])("%s", (wrong, right) => {
    expect(fixed(segment(wrong))).toBe(segment(right));
    expect(codes(segment(right))).toEqual([]);
  });
});

describe("what may be unknown", () => {
  test.each([
    "not (age > 60)",
    "age != 30",
    "stage not in {growth}",
    "not has_card",
    "sex = female and not (age > 60)",
    "not (avg(purchase.quantity, ever) > 5)",
    "not (days since latest(purchase) > 30)",
    "age / complaints != 5",
    "older != 5",
    "case when has_card then 1 end != 1",
    "age is known or not (age > 60)",
    'exists(purchase where not (note contains "x"), ever)',
    "not (age is known) and age != 5",
  ])("is warned about in %s", (predicate) => {
    expect(codes("tag older = age + 1\n", segment(predicate))).toEqual(["unknown-under-not"]);
  });

  test.each([
    "age is known and not (age > 60)",
    "not (age > 60) and age is known",
    "age is unknown or not (age > 60)",
    "age > 18 and not (age > 60)",
    "(age or else 0) != 5",
    "not exists(purchase, ever)",
    "count(purchase, ever) != 5",
    "not elders",
    "not (age is known and age > 60)",
    "older is known and older != 5",
    "case when has_card then 1 otherwise 0 end != 1",
    "not (sum(purchase.amount, ever) > 5 CNY)",
    "age != 5 and age is known",
    "not (top 10% of true by age)",
    "not (not (age > 60))",
  ])("is guarded or known in %s", (predicate) => {
    expect(codes("tag older = age + 1\nsegment elders = age > 60\n", segment(predicate))).toEqual([]);
  });
});

describe("what can never hold", () => {
  test.each([
    "age > 60 and age < 18",
    "age > 17 and age < 18",
    "age between 60 and 50",
    "stage = growth and stage = decline",
    "stage > decline and stage < growth",
    "stage in {growth, decline} and stage in {maturity, dormant}",
    "aum < 5 CNY and has_card and aum >= 5.00 CNY",
    "has_card and not has_card",
    "birthday > 2000-01-01 and birthday < 1999-01-01",
    "false",
    "has_card and (false or (age > 5 and age < 3))",
    "5 < 3",
    "elders and age < 18",
    "age is unknown and age > 5",
    "age is unknown and age is known",
    "age > 5 and has_card and not (age > 5)",
    "stage = growth and stage != growth",
    "stage in {growth, decline} and stage not in {decline, growth}",
    "stage > dormant",
    "sex not in {female, male}",
    "count(purchase, ever) > 3 and count(purchase, ever) < 2",
    "years since birthday > 60 and years since birthday < 18",
    "interests contains travel and not (interests contains travel)",
  ])("%s", (predicate) => {
    expect(codes("segment elders = age > 60\n", segment(predicate))).toContain("never-holds");
  });

  test.each([
    "score > 17 and score < 18",
    "age >= 18 and age <= 18",
    "age > 60 or age < 18",
    "stage >= growth and stage <= growth",
    "stage != growth and stage != decline and stage is known",
    "age is unknown or age > 5",
    "age is unknown and (age or else 5) > 4",
    "count(purchase, last 3 days) > 3 and count(purchase, last 4 days) < 5",
    "count(purchase, last 3 days) > 3 and count(page_view, last 3 days) < 2",
    "interests contains travel and interests contains sports",
    "years since birthday > 60 and years since last_login < 18",
  ])("%s can", (predicate) => {
    expect(codes(segment(predicate))).toEqual([]);
  });
});

describe("names", () => {
  test("of members come first opposite an enum, whichever side it is on", () => {
    const tag = "tag growth = 5\ntag female = sex\n";
    expect(codes(tag, segment("stage = growth and growth = stage and female = male"))).toEqual([]);
  });

  test("in backticks are never members", () => {
    expect(codes("tag growth = 5\n", segment("stage = `growth`"))).toEqual(["types-differ"]);
  });

  test("of attributes hide tags, which `customer.` reaches", () => {
    const channel = "tag channel = 5\n";
    expect(
      codes(channel, segment("exists(purchase where channel = web and customer.channel = 5, ever)")),
    ).toEqual([]);
    expect(codes(channel, segment("exists(purchase where channel = 5, ever)"))).toEqual(["types-differ"]);
  });

  test("that only look like a circle are none", () => {
    expect(
      codes(
        "tag size in {big, small} = case when big then big otherwise small end\nsegment big = aum > 5 CNY\n",
      ),
    ).toEqual([]);
  });

  test("declared by what could not be read are not unknown", () => {
    expect(codes("segment rich = aum >=\n", segment("rich"), campaignText({ segment: "rich" }))).toEqual([
      "expected-expression",
    ]);
  });

  test("declared twice are checked once, and the order of files does not matter", () => {
    const texts = [segment("agee > 5"), "segment other = someone\n"];
    expect(codes(...texts)).toEqual(["unknown-name"]);
    const reversed = compileTexts(...[...texts].reverse());
    expect(reversed.diagnostics.map(({ message }) => message)).toEqual(
      compileTexts(...texts).diagnostics.map(({ message }) => message),
    );
  });

  test("of events are those of narrower events too, aliases and `event`", () => {
    const event =
      "event large = purchase as p where p.amount > 5 CNY and event.quantity > 1 and purchase.note is known\n";
    expect(codes(event, segment("sum(large.amount where large.quantity > 2, ever) > 5 CNY"))).toEqual([]);
  });
});

test("a chain of thousands of definitions is followed to its end", () => {
  const chain = Array.from({ length: 5_000 }, (_, index) =>
    index === 0 ? "segment s0 = age > 60" : `segment s${index} = s${index - 1}`,
  );
  expect(codes(`${chain.reverse().join("\n")}\n`)).toEqual([]);
  const program = programOf(campaignText({ segment: "s4999" }), `${chain.join("\n")}\n`);
  expect(Object.keys(program.definitions)).toHaveLength(5_000);
});

test("one mistake in a tag is said once, however many use it", () => {
  const text = "tag broken = agee + 1\nsegment a = broken > 1\nsegment b = a or broken < 5\n";
  expect(codes(text, campaignText({ segment: "b" }))).toEqual(["unknown-name"]);
});

test("a clause that could not be read is not missing", () => {
  expect(codes(campaignText().replace("priority 10", "priority high"))).toEqual(["expected-number"]);
});

test("no program comes of errors, and one comes of warnings", () => {
  expect(compileTexts(segment("agee > 5")).program).toBeUndefined();
  expect(compileTexts(segment("not (age > 5)")).program).toBeDefined();
});

describe("messages are asked for where offer and channel can meet", () => {
  const offers = `offer starter {
  message  sms "Good day."
}
offer other {
  message  email "Good day."
}
`;
  const campaign = (offer: string, channel: string): readonly string[] =>
    codes(
      offers,
      onlyCampaign({
        trigger: "daily at 09:00\n           on purchase",
        offer,
        channel,
        more: "caps 1 per customer",
      }),
    );

  test("not where the conditions of their branches are the same", () => {
    const when = "when event.quantity < 5";
    expect(campaign(`starter ${when}\n other otherwise`, `sms ${when}\n email otherwise`)).toEqual([]);
  });

  test("but where they differ", () => {
    expect(
      campaign(
        "starter when event.quantity < 5\n other otherwise",
        "sms when event.quantity < 6\n email otherwise",
      ),
    ).toEqual(["message-missing", "message-missing"]);
  });
});

describe("a literal instant", () => {
  const instantIn = (text: string): unknown => {
    const [campaign] = programOf(campaignText({ segment: `last_login > ${text}` })).campaigns;
    return campaign?.segment.kind === "comparison" && campaign.segment.right.kind === "literal"
      ? campaign.segment.right.value
      : undefined;
  };
  test.each([
    ["2026-03-01 09:00", "2026-03-01T01:00:00Z"],
    // Shanghai kept summer time until 1991: the clock skipped from 02:00 to 03:00 and showed 01:00 … 02:00 twice.
    ["1991-04-14 02:30", "1991-04-13T18:00:00Z"],
    ["1991-09-15 01:30", "1991-09-14T16:30:00Z"],
  ])("%s is %s", (written, instant) => {
    expect(instantIn(written)).toBe(instant);
  });
});

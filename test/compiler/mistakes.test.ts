import { describe, expect, test } from "vitest";
import { campaignText, compileTexts, onlyCampaign } from "./support.ts";

/** What is said of texts: codes, each with the text that it is said of. */
function said(text: string): readonly string[] {
  return compileTexts(text).diagnostics.map(
    ({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`,
  );
}

test("no branch may follow one that always holds, which stands without a condition too", () => {
  const text = campaignText({ offer: "starter\n           starter when age > 20" });
  expect(said(text)).toEqual(["branch-unreachable: starter when age > 20"]);
  const channel = campaignText({ channel: "manager\n           sms when age > 20" });
  expect(said(channel)).toEqual(["branch-unreachable: sms when age > 20"]);
});

describe("one mistake is said once", () => {
  test.each([
    ["exists(purchase where chanel = web, ever)", "unknown-name: chanel"],
    ["exists(purchase where purchase.chanel in {web, shop}, ever)", "unknown-attribute: purchase.chanel"],
    ["stagee = growth", "unknown-name: stagee"],
    ["stagee between growth and decline", "unknown-name: stagee"],
  ])("%s", (predicate, expected) => {
    expect(said(`segment someone = ${predicate}\n`)).toEqual([expected]);
  });

  test("in a number, not again for what was made of it", () => {
    expect(said(campaignText({ more: "caps 10 % per day" }))).toEqual(["malformed-number: 10 %"]);
    expect(said(campaignText({ more: "holdout 5 %" }))).toEqual(["malformed-number: 5 %"]);
  });

  test("in an offer on one line, not again for the message behind it", () => {
    const text = `offer spare { value 20 CNY cost 5 CNY message sms "Good day." }\n${campaignText({ offer: "spare" })}`;
    expect(said(text)).toEqual(["unexpected-word: cost"]);
    const campaign = `campaign spring { owner "team" segment age > 5 trigger daily at 06:00 }\n`;
    expect(said(campaign).filter((each) => each.startsWith("unexpected-word"))).toEqual([
      "unexpected-word: segment",
    ]);
    expect(
      compileTexts(campaign)
        .diagnostics.map(({ message }) => message)
        .join(),
    ).not.toMatch(/its `(owner|segment|trigger)`/);
  });

  test("in a number with commas, not again for what was made of it", () => {
    expect(said("segment rich = sum(purchase.amount, ever) >= 1,000 CNY\n")).toEqual([
      "malformed-number: 1,000",
    ]);
    expect(said("segment some = age in {18,21}\n")).toEqual([]);
  });

  test("in a tag, not again where it is compared", () => {
    const text = "tag band in {low, high} = case when age > 60 then hihg otherwise low end\n";
    expect(said(`${text}segment someone = band = low\n`)).toEqual(["unknown-member: hihg"]);
  });

  test("in a firing, not again where its event is spoken of", () => {
    const trigger = "daily at 09:00 on purchase whree amount > 5 CNY";
    const offer = "starter when event.channel = web";
    const more = "value event.amount\n  caps 1 per customer";
    expect(said(campaignText({ trigger, offer, more }))).toEqual(["unexpected-word: whree"]);
    const unknown = campaignText({ trigger: "daily at 09:00 on purhcase", offer, more });
    expect(said(unknown)).toEqual(["unknown-name: purhcase"]);
    const both = campaignText({ trigger: "daily at 09:00 on purhcase", offer: "starter when agee > 5" });
    expect(said(both)).toEqual(["unknown-name: purhcase", "unknown-name: agee"]);
  });
});

describe("an attribute that is not in scope is told where it is", () => {
  const cured = (text: string): readonly string[] =>
    compileTexts(text).diagnostics.map(
      ({ code, fix }) => `${code}: ${fix?.edits.map((edit) => edit.text).join() ?? "no fix"}`,
    );

  test.each([
    ["purchase.amuont > 5 CNY", "unknown-attribute: purchase.amount"],
    ["purchase.amount > 5 CNY", "attribute-out-of-place: no fix"],
    ["sum(large.amount where purchase.quantity > 2, ever) > 5 CNY", "attribute-out-of-place: quantity"],
    ["exists(purchase where product = card.go_abraod, ever)", "unknown-product: card.go_abroad"],
  ])("%s", (predicate, expected) => {
    const more = "event large = purchase where amount > 100 CNY\nevent card = page_view\n";
    expect(cured(`${more}segment someone = ${predicate}\n`)).toEqual([expected]);
  });

  test.each([
    ["purchase.amount > 5 CNY", "attribute-out-of-place: event.amount"],
    ["quantity > 5", "unknown-name: event.quantity"],
  ])("behind a firing: %s", (when, expected) => {
    const parts = { trigger: "daily at 09:00 on purchase", more: "caps 1 per customer" };
    expect(cured(campaignText({ ...parts, offer: `starter when ${when}` }))).toEqual([expected]);
  });
});

describe("values that do not meet are told how they are written", () => {
  const told = (predicate: string): readonly string[] =>
    compileTexts(`segment someone = ${predicate}\n`).diagnostics.map(
      ({ code, help, fix }) => `${code}: ${help} (${fix?.edits.map((edit) => edit.text).join()})`,
    );

  test.each([
    ['birthday > "2026-01-31"', "types-differ: dates are written `2026-01-31`", "(2026-01-31)"],
    ['birthday > "soon"', "types-differ: dates are written `2026-01-31`", "(undefined)"],
    ["birthday > 2026/01/31", "types-differ: dates are written `2026-01-31`", "(undefined)"],
    ['favourite = "fund.starter"', "types-differ: products are written by their code", "(fund.starter)"],
    ['age > "18"', "types-differ: numbers stand without quotation marks", "(18)"],
    ['has_card = "yes"', "types-differ: a yes or no is asked by its name alone", "(undefined)"],
    ["aum exceeds 10 CNY by 20", "share-expected: write a percentage: `by 20%`", "(%)"],
    ["aum falls short of 10 CNY by 5 CNY", "share-expected: write a percentage: `by 20%`", "(undefined)"],
  ])("%s", (predicate, beginning, fix) => {
    const [only, ...others] = told(predicate);
    expect(others).toEqual([]);
    expect(only).toContain(beginning);
    expect(only?.endsWith(fix)).toBe(true);
  });

  test("a share of nothing, and one with a fraction, are shares", () => {
    expect(told("aum exceeds 10 CNY by 0")).toEqual([]);
    expect(told("aum exceeds 10 CNY by 0.2")).toEqual([]);
  });
});

test("a member is known by the other values of a choice, whichever comes first", () => {
  for (const value of [
    "case when age > 60 then growth otherwise stage end",
    "case when age > 60 then stage otherwise growth end",
    "case when age > 70 then growth when age > 60 then stage otherwise decline end",
    "growth or else stage",
    "least(growth, stage)",
  ]) {
    expect(said(`tag band = ${value}\nsegment someone = band = growth\n`), value).toEqual([]);
  }
});

describe("what an aggregate takes", () => {
  const told = (predicate: string): string | undefined => {
    const [only] = compileTexts(`segment someone = ${predicate}\n`).diagnostics;
    return `${only?.code}: ${only?.help}`;
  };

  test.each([
    ["days since latest(purchas) > 3", "unknown-name: did you mean `purchase`?"],
    ["sum(page_view, ever) > 3", "write `sum(page_view.seconds …)`"],
    ["latest(page_view, ever) > 3", "write `latest(page_view.page …)`"],
    ["sum(holding) > 3 CNY", "write `sum(holding.balance …)`"],
  ])("%s", (predicate, expected) => {
    expect(told(predicate)).toContain(expected);
  });
});

describe("texts that cannot be read are told how they are written", () => {
  const told = (text: string): string => {
    const [only, ...others] = compileTexts(text).diagnostics;
    expect(others).toEqual([]);
    return `${only?.message}; ${only?.help}`;
  };

  test.each([
    ["count(purchase, last month) > 1", "`previous month`"],
    ["count(purchase, 30 days) > 1", "`last 30 days`"],
    ["count(purchase, 3 days ago) > 1", "`0..7 days ago`"],
    ["count(purchase, 0..7 hours ago) > 1", "a unit of whole days is expected here, not `hours`"],
    ["count(purchase last 30 days) > 1", "a comma stands before it: `, last …`"],
    ["aum > $10", "`10_000 USD`"],
  ])("%s", (predicate, expected) => {
    expect(told(`segment someone = ${predicate}\n`)).toContain(expected);
  });

  test("a range and what follows one", () => {
    const campaign = campaignText();
    const dates = "2026-01-01 .. 2026-12-31";
    expect(told(campaign.replace(dates, "2026-01-01 to 2026-12-31"))).toContain(`\`${dates}\``);
    expect(told(campaign.replace(dates, `${dates} contact 09:00 .. 20:00`))).toContain("`, contact …`");
  });

  test("a status or purpose that there is not", () => {
    const [status] = compileTexts(campaignText({ more: "status live" })).diagnostics;
    expect(status?.message).toBe("`live` is not one of `draft`, `active`, `paused`");
    const [purpose] = compileTexts(campaignText({ more: "purpose services" })).diagnostics;
    expect(purpose?.help).toBe("did you mean `service`?");
  });

  test("a list where none can stand", () => {
    expect(told(campaignText({ channel: "sms, email" }))).toContain("`first of sms, email`");
    expect(told(campaignText({ offer: "starter, starter" }))).toContain("`B otherwise`");
    expect(told(campaignText({ more: "caps 1 per customer, 5 per day" }))).toContain("a line of its own");
  });

  test("a line that ends too soon, at the end of a campaign", () => {
    expect(told(campaignText({ more: "holdout" }))).toBe(
      "an expression is expected behind `holdout`; undefined",
    );
  });
});

describe("offers, schedules and caps", () => {
  test("a message for a channel that there is not is not missing elsewhere", () => {
    const offer = 'offer starter {\n  message smss "Good day."\n}\n';
    expect(said(offer + onlyCampaign())).toEqual(["unknown-name: smss"]);
  });

  test.each([
    ["weekly on mon at 09:00", "unknown-name: did you mean `monday`?"],
    [
      "every 1 day",
      "schedule-interval: write `daily at 06:00`, `weekly on monday at 06:00` or `monthly on 1 at 06:00`",
    ],
    ['cron "0 6 30 2 *"', "schedule-never: change its schedule or its window"],
  ])("%s", (trigger, expected) => {
    const [only, ...others] = compileTexts(campaignText({ trigger })).diagnostics;
    expect(others).toEqual([]);
    expect(`${only?.code}: ${only?.help}`).toBe(expected);
  });

  test("a cron schedule by weekday too runs in months without its day", () => {
    expect(said(campaignText({ trigger: 'cron "0 6 30 2 1"' }))).toEqual([]);
  });
});

describe("placeholders", () => {
  const trigger = "daily at 09:00 on purchase";
  const found = (body: string): readonly string[] => {
    const offer = `offer starter {\n  message sms "${body}"\n}\n`;
    const text = offer + onlyCampaign({ trigger, more: "caps 1 per customer" });
    return compileTexts(text).diagnostics.map(
      ({ code, fix, span }) =>
        `${code}: ${text.slice(span.start, span.end)} (${fix?.edits.map((edit) => edit.text).join()})`,
    );
  };

  test.each([
    ["{quantity}", "unknown-name: quantity (event.quantity)"],
    ["{purchase.quantity}", "unknown-name: purchase.quantity (event.quantity)"],
    ["{event.quantiti}", "placeholder-event: event.quantiti (event.quantity)"],
    ["{age + 1}", "placeholder-not-tag: age + 1 (undefined)"],
    ["{purchase}", "placeholder-not-tag: purchase (undefined)"],
  ])("%s", (body, expected) => {
    expect(found(body)).toEqual([expected]);
  });

  test.each(["{agee}", "{event.quantiti}", "{old_age}", "{quantity}"])(
    "%s in a text with escapes, which no fix replaces as a whole",
    (placeholder) => {
      const [only, ...others] = found(`a\\n${placeholder}`);
      expect(others).toEqual([]);
      expect(only).toContain(`"a\\n${placeholder}" (undefined)`);
    },
  );
});

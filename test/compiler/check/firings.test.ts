import { describe, expect, test } from "vitest";
import { campaignText, compileTexts } from "../support.ts";

/** The codes of all that is said of a text, in order of place. */
function codesOf(...texts: readonly string[]): readonly string[] {
  return compileTexts(...texts).diagnostics.map(({ code }) => code);
}

/** The codes of what is said of a campaign with this firing. */
function fired(
  firing: string,
  parts: { readonly offer?: string; readonly more?: string } = {},
): readonly string[] {
  const more = `caps 1 per customer\n  ${parts.more ?? ""}`;
  return codesOf(
    campaignText({
      trigger: `daily at 09:00 on ${firing}`,
      ...(parts.offer ? { offer: parts.offer } : {}),
      more,
    }),
    declarations,
  );
}

const declarations = `
segment rich = aum > 5 CNY
tag login_day = case when age > 18 then birthday end
event big = purchase where amount > 100 CNY
event lost = purchase as bought not followed by page_view as seen within 7 days
event busy = count(purchase) reaches 3 within 1 day
tag often = 3
tag as_often = often
tag never = 0
tag seldom = case when age > 18 then 3 end
tag a_lot = 300 CNY
event due = 7 days before holding.matures where kind = fund
`;

describe("what can be said of a firing's events", () => {
  test.each([
    ["purchase", "event.amount > 1 CNY", []],
    ["purchase as p", "p.amount > 1 CNY", []],
    ["purchase", "amount > 1 CNY", ["unknown-name"]],
    ["purchase as p followed by page_view as v within 1 day", "v.seconds > 1 and p.quantity > 1", []],
    ["purchase as p followed by page_view as v within 1 day", "v.amount > 1 CNY", ["unknown-attribute"]],
    ["purchase as p not followed by page_view as v within 1 day", "v.seconds > 1", ["event-absent"]],
    ["purchase as first followed by page_view within 1 day", "frist.quantity > 1", ["unknown-name"]],
    ["lost", "event.quantity > 1", []],
    ["lost as l", "l.quantity > 1 and event.time > 2026-01-01 00:00", []],
    ["lost", "seen.seconds > 1", ["unknown-name"]],
    ["busy", "event.quantity > 1", []],
    ["due", "event.balance > 1 CNY and event.time > 2026-01-01 00:00", []],
    ["day of birthday", "event.time > 2026-01-01 00:00", []],
    ["day of birthday", "event.balance > 1 CNY", ["unknown-attribute"]],
    ["day of login_day", "event.time > 2026-01-01 00:00", []],
    ["enter rich", "event.time > 2026-01-01 00:00", ["event-out-of-place"]],
    ["change of stage", "event.time > 2026-01-01 00:00", ["event-out-of-place"]],
  ])("%s: %s", (firing, condition, expected) => {
    expect(fired(firing, { offer: `starter when ${condition}` })).toEqual(expected);
  });
});

describe("what each step's conditions can speak of", () => {
  test.each([
    ["purchase where amount > event.amount followed by page_view within 1 day", []],
    ["purchase followed by page_view where seconds > amount within 1 day", ["unknown-name"]],
    ["purchase followed by page_view where seconds > event.quantity within 1 day", []],
    ["purchase as p where v.seconds > 1 followed by page_view as v within 1 day", ["unknown-name"]],
    ["big followed by big where amount > event.amount within 1 day", []],
    ["lost where quantity > 1 and event.quantity < 5 and age > 18", []],
    ["due where balance > 1 CNY", []],
    ["count(purchase where quantity > 1) reaches 3 within 1 day", []],
    ["count(purchase where event.quantity > 1) reaches 3 within 1 day", ["event-in-aggregate"]],
    ["sum(big.amount) reaches 3 CNY within 1 day", []],
    ["sum(purchase.amount) reaches 3 USD within 1 day", ["currency-mixed"]],
    ["sum(purchase.amount) reaches 3 within 1 day", ["money-with-number"]],
    ["sum(purchase.amount) reaches aum within 1 day", ["reaches-figure"]],
    ["count(purchase) reaches 2.5 within 1 day", ["reaches-count"]],
    ["count(purchase) reaches as_often within 1 day", []],
    ["count(purchase) reaches never within 1 day", ["reaches-figure"]],
    ["count(purchase) reaches seldom within 1 day", ["reaches-figure"]],
    ["count(purchase) reaches a_lot within 1 day", ["reaches-count"]],
    ["sum(purchase.amount) reaches a_lot within 1 day", []],
    ["sum(purchase.amount) reaches often within 1 day", ["money-with-number"]],
    ["day of holding.matures where kind = fund and event.balance > 1 CNY", []],
    ["day of holding.matures where event.time > 2026-01-01 00:00", ["unknown-attribute"]],
    ["day of age", ["date-of"]],
    ["day of holding.maturs", ["unknown-attribute"]],
    ["enter age", ["not-a-segment"]],
    ["enter ritch", ["unknown-name"]],
    ["change of stage from growth to growth", ["never-holds"]],
    ["change of stage from grown", ["unknown-member"]],
    ["change of stage from unknown to growth", []],
    ["change of age from aum", ["money-with-number"]],
  ])("%s", (firing, expected) => {
    expect(fired(firing)).toEqual(expected);
  });
});

describe("goals", () => {
  const goal = (text: string, firing = "purchase as p"): readonly string[] =>
    fired(firing, { more: `goal ${text}` });

  test.each([
    ["page_view where seconds > event.quantity and seconds > p.quantity within 14 days", []],
    ["purchase where amount > event.amount within 14 days worth amount", []],
    ["purchase within 14 days worth event.amount", []],
    ["lost where amount > 1 CNY within 14 days", []],
    ["contact within 14 days", ["ledger-event-fires"]],
    [
      "purchase where amount > avg(purchase.amount, 30 days before event) within 14 days",
      ["before-event-out-of-place"],
    ],
  ])("%s", (text, expected) => {
    expect(goal(text)).toEqual(expected);
  });

  test("speak of no event where none fires the campaign", () => {
    expect(goal("purchase where amount > event.amount within 14 days", "enter rich")).toEqual([
      "event-out-of-place",
    ]);
  });
});

describe("contacts and responses", () => {
  const asked = (segment: string): readonly string[] => codesOf(campaignText({ segment }), declarations);

  test.each([
    ["not exists(contact where channel = sms, 0..7 days ago)", []],
    ["not exists(contact where not (offer = starter and campaign = spring), ever)", []],
    ["exists(contact where offer in {starter} and offer contains starter, ever)", []],
    ["exists(contact where offer = startr, ever)", ["unknown-member"]],
    ["exists(contact where channel = letter, ever)", ["unknown-member"]],
    ["exists(contact where state = opened, ever)", ["unknown-member"]],
    ["exists(contact)", ["window-missing"]],
    ["sum(response.amount, ever) > 5 USD", ["currency-mixed"]],
    ["exists(response where amount != 5 CNY, ever)", ["unknown-under-not"]],
    ["contact", ["not-a-value"]],
  ])("%s", (segment, expected) => {
    expect(asked(segment)).toEqual(expected);
  });
});

describe("unknowns and contradictions in what is asked of the past", () => {
  const asked = (segment: string): readonly string[] => codesOf(campaignText({ segment }));

  test.each([
    ["not (aum > aum as of 30 days ago)", ["unknown-under-not"]],
    ["aum is known and (aum as of 30 days ago) is known and not (aum > aum as of 30 days ago)", []],
    ["not (avg(daily aum, last 7 days) > 5 CNY)", ["unknown-under-not"]],
    ["not (in each of previous 3 months (avg(purchase.amount, that period) > 5 CNY))", ["unknown-under-not"]],
    ["not (in each of previous 3 months (exists(purchase, that period)))", []],
    [
      "in each of previous 2 weeks (count(purchase, that period) > 5 and count(purchase, that period) < 3)",
      ["never-holds"],
    ],
    ["stage as of 1 month ago = growth and stage as of 1 month ago = maturity", ["never-holds"]],
    ["stage as of 1 month ago = growth and stage as of 2 months ago = maturity", []],
  ])("%s", (segment, expected) => {
    expect(asked(segment)).toEqual(expected);
  });
});

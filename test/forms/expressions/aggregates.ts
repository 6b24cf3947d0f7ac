import { type Family, type FormCase, holds, values } from "../form.ts";
import { shop } from "./shop.ts";

const week = "last 7 days";

/** The same for each customer. */
function all(text: string, value: string | null): FormCase {
  return values(text, { 1: value, 2: value, 3: value });
}

/**
 * 1 bought for 10, 20.5, an unknown amount and 5 in shops a, b, b and A; 2 once, of which nothing is known; 3 nothing.
 */
export const aggregates: Family = {
  section: 5,
  name: "aggregates",
  bank: shop,
  tick: "2026-03-02 06:00",
  forms: {
    "count(E, WINDOW)": {
      cases: {
        "each event, unknown amounts too": values(`count(buy, ${week})`, { 1: "4", 2: "1", 3: "0" }),
        "0 over an empty table": all("count(call, ever)", "0"),
      },
    },
    "exists(E, WINDOW)": {
      cases: {
        "one is enough": holds(`exists(buy, ${week})`, "1 2"),
        "false over an empty table": holds("exists(call, ever)", ""),
      },
    },
    "sum(E.x, WINDOW)": {
      cases: {
        // 10 + 20.5 + 5.
        "skips unknowns, zero over nothing": values(`sum(buy.amount, ${week})`, {
          1: "35.5",
          2: "0",
          3: "0",
        }),
        "zero over an empty table": all("sum(call.minutes, ever)", "0"),
      },
    },
    "avg(E.x, WINDOW)": {
      cases: {
        // 35.5 ÷ 3 = 11.8333333…
        "skips unknowns, unknown over nothing": values(`avg(buy.amount, ${week})`, {
          1: "11.833333",
          2: null,
          3: null,
        }),
        "unknown over an empty table": all("avg(call.minutes, ever)", null),
      },
    },
    "min(E.x, WINDOW)": {
      cases: {
        "the least known": values(`min(buy.amount, ${week})`, { 1: "5", 2: null, 3: null }),
        "unknown over an empty table": all("min(call.minutes, ever)", null),
      },
    },
    "max(E.x, WINDOW)": {
      cases: {
        "the greatest known": values(`max(buy.amount, ${week})`, { 1: "20.5", 2: null, 3: null }),
        "unknown over an empty table": all("max(call.minutes, ever)", null),
      },
    },
    "distinct(E.x, WINDOW)": {
      cases: {
        "a, b and A; unknown is none": values(`distinct(buy.shop, ${week})`, { 1: "3", 2: "0", 3: "0" }),
        "0 over an empty table": all("distinct(call.minutes, ever)", "0"),
      },
    },
    "median(E.x, WINDOW)": {
      cases: {
        // Of 5, 10 and 20.5.
        "the middle one": values(`median(buy.amount, ${week})`, { 1: "10", 2: null, 3: null }),
        // (10 + 20.5) ÷ 2.
        "between two": values(`median(buy.amount where amount >= 10 CNY, ${week})`, {
          1: "15.25",
          2: null,
          3: null,
        }),
        "unknown over an empty table": all("median(call.minutes, ever)", null),
      },
    },
    "first(E.x, WINDOW)": {
      cases: {
        "the oldest event's value": values(`first(buy.amount, ${week})`, { 1: "10", 2: null, 3: null }),
        // 9 and 11 are of one instant; 9 is first, and its amount unknown.
        "of equal times the lesser id's, unknown if that is": values(
          `first(buy.amount where shop = "b", ${week})`,
          { 1: null, 2: null, 3: null },
        ),
        "unknown over an empty table": all("first(call.minutes, ever)", null),
      },
    },
    "latest(E.x, WINDOW)": {
      cases: {
        "the newest event's value": values(`latest(buy.amount, ${week})`, { 1: "5", 2: null, 3: null }),
        "of equal times the greater id's": values(`latest(buy.amount where shop = "b", ${week})`, {
          1: "20.5",
          2: null,
          3: null,
        }),
        "unknown over an empty table": all("latest(call.minutes, ever)", null),
      },
    },
    "days since latest(E)": {
      cases: {
        // 28 February to 2 March.
        "over the whole history": values("days since latest(buy)", { 1: "2", 2: "2", 3: null }),
        "of those for which P holds": values("days since latest(buy where amount > 5 CNY)", {
          1: "3",
          2: null,
          3: null,
        }),
        "unknown over an empty table": all("days since latest(call)", null),
      },
    },
    "days since first(E)": {
      cases: {
        "26 February to 2 March": values("days since first(buy)", { 1: "4", 2: "2", 3: null }),
        "unknown over an empty table": all("days since first(call)", null),
      },
    },
    "months|years since latest|first(E)": {
      cases: {
        // 1 bought first on 26 February, 2 on the 28th: a month later it is 26 March for 1 alone.
        "whole months": values(
          "months since first(buy)",
          { 1: "1", 2: "0", 3: null },
          { tick: "2026-03-26 06:00" },
        ),
        "whole years": values(
          "years since latest(buy)",
          { 1: "1", 2: "1", 3: null },
          { tick: "2027-02-28 06:00" },
        ),
        "unknown over an empty table": all("months since latest(call)", null),
      },
    },
    "E where P": {
      cases: {
        // Shops of one letter each; the text is compared letter by letter.
        "asks the event's attributes by their own names": values(`count(buy where shop = "a", ${week})`, {
          1: "1",
          2: "0",
          3: "0",
        }),
        // 20.5 > 10; 2's floor is unknown, and 3 has bought nothing.
        "and the customer's tags": values(`count(buy where amount > floor, ${week})`, {
          1: "1",
          2: "0",
          3: "0",
        }),
        // The tag `shop` of 1 is b.
        "customer.x is the tag that an attribute hides": values(
          `count(buy where shop = customer.shop, ${week})`,
          { 1: "2", 2: "0", 3: "0" },
        ),
        "an unknown attribute does not hold": values(`count(buy where amount != 5 CNY, ${week})`, {
          1: "2",
          2: "0",
          3: "0",
        }),
      },
    },
    "arithmetic over attributes of one E": {
      cases: {
        // 20 + 41 + 10.
        "row by row": values(`sum(buy.amount * 2, ${week})`, { 1: "71", 2: "0", 3: "0" }),
      },
    },
    "sum(E.x in CCY, WINDOW)": {
      cases: {
        // 100 + 10 × 7 + 10 × 8; the euros have no rate: unknown, and skipped.
        "converts each event at its own date": values(`sum(pay.amount in CNY, ${week})`, {
          1: "250",
          2: "0",
          3: "0",
        }),
        // 100 ÷ 7 = 14.285714…, and twice 10.
        "by way of the project's currency": values(`sum(pay.amount in USD, ${week})`, {
          1: "34.285714",
          2: "0",
          3: "0",
        }),
        // The finished sum at D's rate, which is that of 1 March: 35.5 ÷ 9 = 3.9444…
        "a finished aggregate at D's": values(`sum(buy.amount, ${week}) in USD`, {
          1: "3.944444",
          2: "0",
          3: "0",
        }),
      },
    },
    "count(COLLECTION where P)": {
      cases: {
        "each row": values("count(holding where kind = fund)", { 1: "2", 2: "0", 3: "0" }),
        "0 over an empty table": all("count(loan)", "0"),
      },
    },
    "exists(COLLECTION where P)": {
      cases: {
        "one is enough": holds("exists(holding where kind != td)", "1 2"),
        "false over an empty table": holds("exists(loan)", ""),
      },
    },
    "sum(COLLECTION.x)": {
      cases: {
        "skips unknowns": values("sum(holding.balance)", { 1: "150.5", 2: "0", 3: "0" }),
        "zero over an empty table": all("sum(loan.sum)", "0"),
      },
    },
    "avg(COLLECTION.x)": {
      cases: {
        // 150.5 ÷ 2.
        "skips unknowns": values("avg(holding.balance)", { 1: "75.25", 2: null, 3: null }),
        "unknown over an empty table": all("avg(loan.sum)", null),
      },
    },
    "min(COLLECTION.x)": {
      cases: {
        "the least known": values("min(holding.balance)", { 1: "50.5", 2: null, 3: null }),
        "unknown over an empty table": all("min(loan.sum)", null),
      },
    },
    "max(COLLECTION.x)": {
      cases: {
        "the greatest known": values("max(holding.balance)", { 1: "100", 2: null, 3: null }),
        "unknown over an empty table": all("max(loan.sum)", null),
      },
    },
    "distinct(COLLECTION.x)": {
      cases: {
        "td and fund; wealth": values("distinct(holding.kind)", { 1: "2", 2: "1", 3: "0" }),
        "0 over an empty table": all("distinct(loan.sum)", "0"),
      },
    },
    "median(COLLECTION.x)": {
      cases: {
        "between two": values("median(holding.balance)", { 1: "75.25", 2: null, 3: null }),
        "unknown over an empty table": all("median(loan.sum)", null),
      },
    },
    "first(COLLECTION.x)": {
      cases: {
        // Rows have no time: 9 is before 10.
        "in order of ids": values("first(holding.balance)", { 1: "100", 2: null, 3: null }),
        "unknown over an empty table": all("first(loan.sum)", null),
      },
    },
    "latest(COLLECTION.x)": {
      cases: {
        "the last id's, unknown if that is": values("latest(holding.balance)", { 1: null, 2: null, 3: null }),
        "of those for which P holds": values("latest(holding.balance where kind = td)", {
          1: "100",
          2: null,
          3: null,
        }),
        "unknown over an empty table": all("latest(loan.sum)", null),
      },
    },
    "exists(contact where P, WINDOW)": {
      cases: {
        // D − 7 is 23 February: 1's contact of that day is in, 2's of the day before out.
        "answered from the ledger": holds("exists(contact where channel = letter, 0..7 days ago)", "1", {
          ledger: {
            contact: [contactOf("1", "2026-02-23 00:00", 1), contactOf("2", "2026-02-22 23:59:59", 2)],
          },
        }),
        "not has those without": holds("not exists(contact where channel = letter, 0..7 days ago)", "2 3", {
          ledger: {
            contact: [contactOf("1", "2026-02-23 00:00", 1), contactOf("2", "2026-02-22 23:59:59", 2)],
          },
        }),
        "an empty ledger": holds("exists(contact, ever)", ""),
      },
    },
    "count(contact where P, WINDOW)": {
      cases: {
        "by campaign, offer, group, wave and state": values(
          "count(contact where campaign = probe and offer = probe and group = gifts and wave = 0 and state = sent, ever)",
          { 1: "2", 2: "0", 3: "0" },
          {
            declarations: 'offer gift {\n  group gifts\n  message letter "."\n}',
            ledger: {
              contact: [
                { ...contactOf("1", "2026-02-23 00:00", 1), groups: ["gifts"] },
                { ...contactOf("1", "2026-02-23 00:00", 2), groups: ["gifts"] },
                { ...contactOf("2", "2026-02-23 00:00", 3), groups: ["gifts"], state: "failed" },
                { ...contactOf("3", "2026-02-23 00:00", 4), groups: ["gifts"], wave: 1 },
              ],
            },
          },
        ),
      },
    },
    "latest(contact.x, WINDOW)": {
      cases: {
        "of one instant by id": values(
          "latest(contact.wave, ever)",
          { 1: "2", 2: null, 3: null },
          {
            ledger: {
              contact: [
                { ...contactOf("1", "2026-02-23 00:00", 10), wave: 2 },
                { ...contactOf("1", "2026-02-23 00:00", 9), wave: 1 },
              ],
            },
          },
        ),
      },
    },
    "sum(response.amount, WINDOW)": {
      cases: {
        "what was answered": values(
          "sum(response.amount where campaign = probe, ever)",
          { 1: "12.5", 2: "0", 3: "0" },
          {
            ledger: {
              response: [
                responseOf("1", "10", 1),
                responseOf("1", "2.5", 2),
                { ...responseOf("1", "100", 3), currency: "USD" },
              ],
            },
          },
        ),
        "an empty ledger": all("sum(response.amount, ever)", "0"),
      },
    },
  },
};

/** A contact by a campaign and with an offer that are both called `probe`, as a run hands it over. */
function contactOf(customer: string, time: string, id: number): object {
  const made = { campaign: "probe", wave: 0, offers: ["probe"], groups: [], channel: "letter" };
  return { customer, ...made, state: "sent", time, id };
}

function responseOf(customer: string, amount: string, id: number): object {
  const to = { campaign: "probe", offers: ["probe"], channel: "letter" };
  return { customer, ...to, amount, currency: "CNY", time: "2026-02-23 00:00", id };
}

import { type Cases, type Happening, happening, type Person, whoHad } from "./person.ts";

/** Purchases of one amount each, at noon of a day. */
const purchases = (day: string, ...amounts: readonly number[]): readonly Happening[] =>
  amounts.map((amount) => happening("card_purchase", { amount }, `${day} 12:00:00`));

/** Card spend of the last 30 days, of the 30 before and of those before; the last purchase is today's. */
const spender = (last: readonly number[], before: readonly number[], first: readonly number[]): Person =>
  whoHad(
    ...purchases("2026-01-31", ...last.slice(1)),
    ...purchases("2026-03-01", ...last.slice(0, 1)),
    ...purchases("2026-01-30", ...before.slice(1)),
    ...purchases("2026-01-01", ...before.slice(0, 1)),
    ...purchases("2025-12-31", ...first.slice(1)),
    ...purchases("2025-12-02", ...first.slice(0, 1)),
  );

const salaries = (amount: number, ...days: readonly string[]): readonly Happening[] =>
  days.map((day) => happening("salary", { amount }, `${day} 12:00:00`));

/** Money from so many senders in January, and so many in February. */
const receiver = (january: number, february: number): readonly Happening[] => [
  ...Array.from({ length: january }, (_, index) =>
    happening("transfer_in", { amount: 10, partner: `P${index}` }, "2026-01-31 12:00:00"),
  ),
  ...Array.from({ length: february }, (_, index) =>
    happening("transfer_in", { amount: 10, partner: `P${index}` }, "2026-02-01 00:00:00"),
  ),
];

const transactions: Cases = {
  large_deposit_in: {
    finds: {
      "100,000 of 300,000": {
        tags: { deposit_balance: 300_000 },
        happenings: [happening("transfer_in", { amount: 100_000 })],
      },
      "three tenths to the cent, at the tick": {
        tags: { deposit_balance: 400_000 },
        happenings: [happening("transfer_in", { amount: 120_000 }, "2026-03-02 09:00:00")],
      },
    },
    passes: {
      "a cent less": {
        tags: { deposit_balance: 1 },
        happenings: [happening("transfer_in", { amount: 99_999.99 })],
      },
      "less than three tenths": {
        tags: { deposit_balance: 400_000 },
        happenings: [happening("transfer_in", { amount: 119_999.99 })],
      },
      "unknown deposits": whoHad(happening("transfer_in", { amount: 100_000 })),
      "what the tick before has seen": {
        tags: { deposit_balance: 1 },
        happenings: [happening("transfer_in", { amount: 100_000 }, "2026-03-01 09:00:00")],
      },
    },
  },
  deposits_gathered: {
    finds: {
      "200,000 in less than 7 days": whoHad(
        happening("transfer_in", { amount: 150_000, counterparty: "other_bank" }, "2026-02-22 12:00:01"),
        happening("transfer_in", { amount: 50_000, counterparty: "other_bank" }),
      ),
    },
    passes: {
      "7 days apart": whoHad(
        happening("transfer_in", { amount: 150_000, counterparty: "other_bank" }, "2026-02-22 12:00:00"),
        happening("transfer_in", { amount: 50_000, counterparty: "other_bank" }),
      ),
      "a cent less": whoHad(
        happening("transfer_in", { amount: 150_000, counterparty: "other_bank" }, "2026-02-23 12:00:00"),
        happening("transfer_in", { amount: 49_999.99, counterparty: "other_bank" }),
      ),
      "money of this bank": whoHad(happening("transfer_in", { amount: 200_000, counterparty: "same_bank" })),
    },
  },
  bonus_received: {
    finds: {
      "above 1.8 of the usual": whoHad(
        ...salaries(15_000, "2025-09-02", "2025-12-10", "2026-02-10"),
        happening("salary", { amount: 27_000.01 }),
      ),
    },
    passes: {
      "1.8 of the usual": whoHad(
        ...salaries(15_000, "2025-09-02", "2025-12-10", "2026-02-10"),
        happening("salary", { amount: 27_000 }),
      ),
      "too few before, one is 181 days back": whoHad(
        ...salaries(15_000, "2025-09-01", "2025-12-10", "2026-02-10"),
        happening("salary", { amount: 50_000 }),
      ),
      "too small a sum": whoHad(
        ...salaries(5_000, "2025-12-02", "2025-12-10", "2026-02-10"),
        happening("salary", { amount: 19_999.99 }),
      ),
    },
  },
  large_fx_purchase: {
    finds: {
      "10,000 USD": whoHad(happening("fx_purchase", { amount: 10_000, ccy: "USD", channel: "branch" })),
      "their worth in yuan": whoHad(happening("fx_purchase", { amount: 72_000, ccy: "CNY" })),
    },
    passes: {
      "a cent less": whoHad(happening("fx_purchase", { amount: 9_999.99, ccy: "USD" })),
      "a currency without a rate": whoHad(happening("fx_purchase", { amount: 1_000_000, ccy: "JPY" })),
    },
  },
  large_online_fx_purchase: {
    finds: {
      "50,000 USD in the mobile bank": whoHad(
        happening("fx_purchase", { amount: 50_000, ccy: "USD", channel: "mobile_bank" }),
      ),
    },
    passes: {
      "a cent less": whoHad(
        happening("fx_purchase", { amount: 49_999.99, ccy: "USD", channel: "online_bank" }),
      ),
      "at a branch": whoHad(happening("fx_purchase", { amount: 50_000, ccy: "USD", channel: "branch" })),
    },
  },
  foreign_exchange_bought_again: {
    finds: {
      "the third in less than 90 days": whoHad(
        happening("fx_purchase", {}, "2025-12-01 12:00:01"),
        happening("fx_purchase", {}, "2026-02-01 12:00:00"),
        happening("fx_purchase"),
      ),
    },
    passes: {
      "the third in 90 days and no less": whoHad(
        happening("fx_purchase", {}, "2025-12-01 12:00:00"),
        happening("fx_purchase", {}, "2026-02-01 12:00:00"),
        happening("fx_purchase"),
      ),
      "the fourth": whoHad(
        happening("fx_purchase", {}, "2026-01-01 12:00:00"),
        happening("fx_purchase", {}, "2026-01-02 12:00:00"),
        happening("fx_purchase", {}, "2026-02-01 12:00:00"),
        happening("fx_purchase"),
      ),
    },
  },
  large_fx_sale: {
    finds: { "50,000 received": whoHad(happening("fx_sale", { received: 50_000 })) },
    passes: { "a cent less": whoHad(happening("fx_sale", { received: 49_999.99 })) },
  },
  tuition_sent_abroad: {
    finds: {
      "10,000 yuan's worth": whoHad(
        happening("transfer_abroad", { amount: 1_388.89, ccy: "USD", purpose: "study" }),
      ),
      "the last more than half a year ago": whoHad(
        happening("transfer_abroad", { amount: 9, ccy: "USD", purpose: "study" }, "2025-09-01 11:59:59"),
        happening("transfer_abroad", { amount: 2_000, ccy: "USD", purpose: "study" }),
      ),
    },
    passes: {
      "less than that": whoHad(
        happening("transfer_abroad", { amount: 1_388.88, ccy: "USD", purpose: "study" }),
      ),
      "another purpose": whoHad(
        happening("transfer_abroad", { amount: 9_000, ccy: "USD", purpose: "family" }),
      ),
      "one half a year ago": whoHad(
        happening("transfer_abroad", { amount: 9, ccy: "USD", purpose: "study" }, "2025-09-01 12:00:00"),
        happening("transfer_abroad", { amount: 2_000, ccy: "USD", purpose: "study" }),
      ),
    },
  },
  large_card_purchase: {
    finds: {
      "half of an average month": {
        tags: { has_credit_card: true },
        happenings: [...purchases("2025-12-01", 30_000), ...purchases("2026-03-01", 5_000)],
      },
      "nothing spent before": { tags: { has_credit_card: true }, happenings: purchases("2026-03-01", 5_000) },
    },
    passes: {
      "less than half": {
        tags: { has_credit_card: true },
        happenings: [...purchases("2026-02-28", 30_000.06), ...purchases("2026-03-01", 5_000)],
      },
      "a cent less than is large": {
        tags: { has_credit_card: true },
        happenings: purchases("2026-03-01", 4_999.99),
      },
      "no credit card": whoHad(...purchases("2026-03-01", 5_000)),
    },
  },
  growing_purchasing_power: {
    finds: {
      "C001: 10,000 after 800 a month": spender([4_000, 3_000, 3_000], [400, 400], [400, 400]),
      "C002: 10,000 after 8,000 a month": spender([4_000, 3_000, 3_000], [4_000, 4_000], [4_000, 4_000]),
      "a cent above 1.2": spender([6_000, 3_000, 3_000.01], [5_000, 5_000], [8_000, 2_000]),
    },
    passes: {
      "C003: 20,000 after 19,000 a month": spender([8_000, 8_000, 4_000], [9_000, 10_000], [9_000, 10_000]),
      "exactly 1.2": spender([6_000, 3_000, 3_000], [5_000, 5_000], [8_000, 2_000]),
      "as often as 1.2": spender(
        [9_000, 1, 1, 1, 1, 1],
        [100, 100, 100, 100, 100],
        [100, 100, 100, 100, 100],
      ),
      "nothing bought that is worth instalments": spender([999.99, 3_000, 3_000], [400, 400], [400, 400]),
    },
  },
  large_purchase_against_withdrawals: {
    finds: {
      "above the highest, 30 days back": whoHad(
        happening("cash_withdrawal", { amount: 3_000 }, "2026-01-30 12:00:00"),
        happening("cash_withdrawal", { amount: 500 }, "2026-02-10 12:00:00"),
        happening("card_purchase", { amount: 3_000.01 }),
      ),
    },
    passes: {
      "as much as the highest": whoHad(
        happening("cash_withdrawal", { amount: 3_000 }, "2026-02-28 12:00:00"),
        happening("card_purchase", { amount: 3_000 }),
      ),
      "a cent less than is large": whoHad(
        happening("cash_withdrawal", { amount: 100 }, "2026-02-28 12:00:00"),
        happening("card_purchase", { amount: 1_999.99 }),
      ),
      "no withdrawal, but one longer ago": whoHad(
        happening("cash_withdrawal", { amount: 100 }, "2026-01-30 11:59:59"),
        happening("card_purchase", { amount: 3_000 }),
      ),
    },
  },
  schooling_paid: {
    finds: {
      "2,000 in less than 30 days": whoHad(
        happening("card_purchase", { amount: 1_500, merchant_category: "education" }, "2026-01-30 12:00:01"),
        happening("card_purchase", { amount: 500, merchant_category: "education" }),
      ),
    },
    passes: {
      "in 30 days": whoHad(
        happening("card_purchase", { amount: 1_500, merchant_category: "education" }, "2026-01-30 12:00:00"),
        happening("card_purchase", { amount: 500, merchant_category: "education" }),
      ),
      "other purchases": whoHad(happening("card_purchase", { amount: 9_000, merchant_category: "shopping" })),
    },
  },
  journey_paid: {
    finds: {
      "three of 300": whoHad(
        happening("card_purchase", { amount: 300, merchant_category: "travel" }, "2026-02-15 12:00:01"),
        happening("card_purchase", { amount: 300, merchant_category: "travel" }, "2026-02-28 12:00:00"),
        happening("card_purchase", { amount: 300, merchant_category: "travel" }),
      ),
    },
    passes: {
      "one of them smaller": whoHad(
        happening("card_purchase", { amount: 300, merchant_category: "travel" }, "2026-02-20 12:00:00"),
        happening("card_purchase", { amount: 299.99, merchant_category: "travel" }, "2026-02-28 12:00:00"),
        happening("card_purchase", { amount: 300, merchant_category: "travel" }),
      ),
    },
  },
  receives_like_a_business: {
    finds: {
      "5 senders in each of two months": whoHad(...receiver(5, 5), happening("transfer_in", { amount: 1 })),
    },
    passes: {
      "4 in one of them": whoHad(...receiver(5, 4), happening("transfer_in", { amount: 1 })),
      "who owns a business": {
        tags: { business_owner: true },
        happenings: [...receiver(5, 5), happening("transfer_in", { amount: 1 })],
      },
    },
  },
};

const holding = (kind: string, balance: number, matures: string) => ({
  things: [{ collection: "holding", kind, balance, matures }],
});

const products: Cases = {
  wealth_product_matures: {
    finds: { "10,000 in 7 days": holding("wealth", 10_000, "2026-03-09") },
    passes: {
      "a cent less": holding("wealth", 9_999.99, "2026-03-09"),
      "a day later": holding("wealth", 10_000, "2026-03-10"),
      "a day earlier": holding("wealth", 10_000, "2026-03-08"),
      "a time deposit": holding("td", 10_000, "2026-03-09"),
    },
  },
  large_time_deposit_matures: {
    finds: { "100,000 in 7 days": holding("td", 100_000, "2026-03-09") },
    passes: {
      "a cent less": holding("td", 99_999.99, "2026-03-09"),
      "two that are as much together": {
        things: [
          ...holding("td", 60_000, "2026-03-09").things,
          ...holding("td", 60_000, "2026-03-09").things,
        ],
      },
      "a day later": holding("td", 100_000, "2026-03-10"),
    },
  },
  matured_deposit_not_renewed: {
    finds: {
      "7 days without": whoHad(
        happening("td_redemption", { amount: 10_000, early: false }, "2026-02-22 12:00:00"),
      ),
      "one a second later": whoHad(
        happening("td_redemption", { amount: 10_000, early: false }, "2026-02-22 12:00:00"),
        happening("td_opening", { amount: 1 }, "2026-03-01 12:00:01"),
      ),
    },
    passes: {
      "one at the last moment": whoHad(
        happening("td_redemption", { amount: 10_000, early: false }, "2026-02-22 12:00:00"),
        happening("td_opening", { amount: 1 }, "2026-03-01 12:00:00"),
      ),
      "broken before its end": whoHad(
        happening("td_redemption", { amount: 10_000, early: true }, "2026-02-22 12:00:00"),
      ),
      "a cent less": whoHad(
        happening("td_redemption", { amount: 9_999.99, early: false }, "2026-02-22 12:00:00"),
      ),
    },
  },
  card_due_for_renewal: {
    finds: { "in 30 days": { things: [{ collection: "card", expires: "2026-04-01", activated: true }] } },
    passes: {
      "a day later": { things: [{ collection: "card", expires: "2026-04-02", activated: true }] },
      "never used": { things: [{ collection: "card", expires: "2026-04-01", activated: false }] },
    },
  },
  insurance_due_for_renewal: {
    finds: {
      "in 30 days": { things: [{ collection: "insurance_policy", renews: "2026-04-01", premium: 1_000 }] },
    },
    passes: {
      "a small one": { things: [{ collection: "insurance_policy", renews: "2026-04-01", premium: 999.99 }] },
    },
  },
  approved_card_not_activated: {
    finds: {
      "14 days without": whoHad(happening("card_application", { state: "approved" }, "2026-02-15 12:00:00")),
    },
    passes: {
      "activated at the last moment": whoHad(
        happening("card_application", { state: "approved" }, "2026-02-15 12:00:00"),
        happening("card_activation"),
      ),
      "not approved yet": whoHad(
        happening("card_application", { state: "submitted" }, "2026-02-15 12:00:00"),
      ),
    },
  },
  approved_loan_not_drawn: {
    finds: {
      "14 days without": whoHad(happening("loan_application", { state: "approved" }, "2026-02-15 12:00:00")),
    },
    passes: {
      "paid out": whoHad(
        happening("loan_application", { state: "approved" }, "2026-02-15 12:00:00"),
        happening("loan_disbursement", {}, "2026-02-16 12:00:00"),
      ),
      declined: whoHad(happening("loan_application", { state: "declined" }, "2026-02-15 12:00:00")),
    },
  },
  first_wealth_purchase: {
    finds: { "the first": whoHad(happening("wealth_purchase")) },
    passes: {
      "the second": whoHad(
        happening("wealth_purchase", {}, "2015-01-01 12:00:00"),
        happening("wealth_purchase"),
      ),
    },
  },
  card_limit_reached: {
    finds: { "500": whoHad(happening("card_declined", { amount: 500, reason: "limit" })) },
    passes: {
      "a cent less": whoHad(happening("card_declined", { amount: 499.99, reason: "limit" })),
      "another reason": whoHad(happening("card_declined", { amount: 500, reason: "expired" })),
    },
  },
};

const failed = (amount: number, reason: string): Happening =>
  happening("wealth_purchase_failed", { amount, reason });
const views = (page: string, ...at: readonly string[]): readonly Happening[] =>
  at.map((each) => happening("page_view", { page }, each));

const behaviour: Cases = {
  failed_wealth_purchase: {
    finds: {
      "1,000 that timed out": whoHad(failed(1_000, "timeout")),
      "who bought the day before": whoHad(
        failed(1_000, "quota_full"),
        happening("wealth_purchase", {}, "2026-02-28 23:59:59"),
      ),
    },
    passes: {
      "a cent less": whoHad(failed(999.99, "timeout")),
      "what cannot be cured": whoHad(failed(1_000, "risk_mismatch")),
      "who bought on that day": whoHad(
        failed(1_000, "quota_full"),
        happening("wealth_purchase", {}, "2026-03-01 00:00:00"),
      ),
      "who bought since": whoHad(
        failed(1_000, "insufficient_balance"),
        happening("wealth_purchase", {}, "2026-03-02 09:00:00"),
      ),
    },
  },
  wealth_looked_at_not_bought: {
    finds: {
      "the fourth in a week": whoHad(
        ...views("wealth", "2026-02-20 12:00:00", "2026-02-26 08:00:00", "2026-02-26 08:01:00"),
        ...views("wealth", "2026-02-27 12:00:00"),
      ),
    },
    passes: {
      "the fourth in more": whoHad(
        ...views("wealth", "2026-02-20 11:59:59", "2026-02-26 08:00:00", "2026-02-26 08:01:00"),
        ...views("wealth", "2026-02-27 12:00:00"),
      ),
      "who bought": whoHad(
        ...views("wealth", "2026-02-20 12:00:00", "2026-02-26 08:00:00", "2026-02-26 08:01:00"),
        ...views("wealth", "2026-02-27 12:00:00"),
        happening("wealth_purchase"),
      ),
    },
  },
  loans_looked_at: {
    finds: {
      "the third in less than 7 days": whoHad(
        ...views("loans", "2026-02-22 12:00:01", "2026-02-28 08:00:00", "2026-03-01 12:00:00"),
      ),
    },
    passes: {
      "the third in 7 days": whoHad(
        ...views("loans", "2026-02-22 12:00:00", "2026-02-28 08:00:00", "2026-03-01 12:00:00"),
      ),
      "other pages": whoHad(
        ...views("bills", "2026-02-28 08:00:00", "2026-02-28 09:00:00", "2026-03-01 12:00:00"),
      ),
    },
  },
  card_wanted: {
    finds: {
      "of whom nothing is known": whoHad(
        ...views("credit_card", "2026-02-28 08:00:00", "2026-03-01 12:00:00"),
      ),
    },
    passes: {
      "who has one": {
        tags: { has_credit_card: true },
        happenings: views("credit_card", "2026-02-28 08:00:00", "2026-03-01 12:00:00"),
      },
      "one view": whoHad(...views("credit_card", "2026-03-01 12:00:00")),
    },
  },
  advice_without_purchase: {
    finds: {
      "7 days without": whoHad(happening("branch_visit", { service: "advice" }, "2026-02-22 12:00:00")),
    },
    passes: {
      "who opened something": whoHad(
        happening("branch_visit", { service: "advice" }, "2026-02-22 12:00:00"),
        happening("product_opened"),
      ),
      "the counter": whoHad(happening("branch_visit", { service: "counter" }, "2026-02-22 12:00:00")),
    },
  },
  idle_money_at_login: {
    finds: {
      "never below 200,000": {
        tags: { demand_balance: 260_000 },
        earlier: { "2026-01-15": { demand_balance: 200_000 }, "2025-12-01": { demand_balance: 1 } },
        happenings: [happening("login")],
      },
    },
    passes: {
      "a cent less on one day": {
        tags: { demand_balance: 260_000 },
        earlier: {
          "2026-01-15": { demand_balance: 200_000 },
          "2026-02-10": { demand_balance: 199_999.99 },
          "2026-02-11": { demand_balance: 260_000 },
        },
        happenings: [happening("login")],
      },
      "who came on the second of the 30 days": {
        tags: { demand_balance: 260_000 },
        earlier: { "2026-02-01": { demand_balance: 260_000 } },
        happenings: [happening("login")],
      },
      "nobody who logs in": {
        tags: { demand_balance: 260_000 },
        earlier: { "2026-01-15": { demand_balance: 260_000 } },
      },
    },
  },
  back_after_silence: {
    finds: {
      "more than 90 days": whoHad(happening("login", {}, "2025-12-01 11:59:59"), happening("login")),
    },
    passes: {
      "90 days": whoHad(happening("login", {}, "2025-12-01 12:00:00"), happening("login")),
      "the first ever": whoHad(happening("login")),
    },
  },
};

const external: Cases = {
  journey_abroad_booked: {
    finds: { "in 3 days": whoHad(happening("flight_booked", { departs: "2026-03-05" })) },
    passes: { "in 2 days": whoHad(happening("flight_booked", { departs: "2026-03-04" })) },
  },
  journey_without_currency: {
    finds: {
      "7 days without": whoHad(happening("flight_booked", { departs: "2026-03-05" }, "2026-02-22 12:00:00")),
    },
    passes: {
      "who bought": whoHad(
        happening("flight_booked", { departs: "2026-03-05" }, "2026-02-22 12:00:00"),
        happening("fx_purchase", {}, "2026-02-22 12:00:01"),
      ),
      "who leaves too soon": whoHad(
        happening("flight_booked", { departs: "2026-03-04" }, "2026-02-22 12:00:00"),
      ),
    },
  },
  home_bought: {
    finds: {
      "no mortgage known": whoHad(happening("property_news", { bought: true })),
      "a mortgage of nothing": {
        tags: { mortgage_balance: 0 },
        happenings: [happening("property_news", { bought: true })],
      },
    },
    passes: {
      "who has a mortgage": {
        tags: { mortgage_balance: 0.01 },
        happenings: [happening("property_news", { bought: true })],
      },
      "who sold": whoHad(happening("property_news", { bought: false })),
    },
  },
  home_sold: {
    finds: { "for 500,000": whoHad(happening("property_news", { bought: false, price: 500_000 })) },
    passes: {
      "a cent less": whoHad(happening("property_news", { bought: false, price: 499_999.99 })),
      "who bought": whoHad(happening("property_news", { bought: true, price: 500_000 })),
    },
  },
  credit_sought_elsewhere: {
    finds: {
      "the second in less than 30 days": whoHad(
        happening("credit_inquiry", {}, "2026-01-30 12:00:01"),
        happening("credit_inquiry"),
      ),
    },
    passes: {
      "the second in 30 days": whoHad(
        happening("credit_inquiry", {}, "2026-01-30 12:00:00"),
        happening("credit_inquiry"),
      ),
    },
  },
};

const relative = (relation: string, born: string, is_customer: boolean): Person => ({
  things: [{ collection: "family_member", relation, born, is_customer }],
});

const lifeStages: Cases = {
  graduates_soon: {
    finds: { "in 60 days": { tags: { graduates_on: "2026-05-01", student: true } } },
    passes: {
      "in 61": { tags: { graduates_on: "2026-05-02", student: true } },
      "no student": { tags: { graduates_on: "2026-05-01", student: false } },
    },
  },
  retires_soon: {
    finds: { "in half a year": { tags: { retires_on: "2026-09-02" } } },
    passes: { "a day later": { tags: { retires_on: "2026-09-03" } } },
  },
  child_soon_at_school: {
    finds: { "the sixth birthday": relative("child", "2020-06-02", false) },
    passes: {
      "the seventh": relative("child", "2019-06-02", false),
      "a day later": relative("child", "2020-06-03", false),
      "another relative": relative("other", "2020-06-02", false),
    },
  },
  child_comes_of_age: {
    finds: { "7 days ago": relative("child", "2008-02-23", false) },
    passes: {
      "who is a customer": relative("child", "2008-02-23", true),
      "a year older": relative("child", "2007-02-23", false),
      "a day later": relative("child", "2008-02-24", false),
    },
  },
  near_next_tier: {
    finds: {
      "20,000 missing": {
        tags: { aum_to_next_tier: 20_000 },
        happenings: [happening("transfer_in", { amount: 1 })],
      },
    },
    passes: {
      "a cent more": {
        tags: { aum_to_next_tier: 20_000.01 },
        happenings: [happening("transfer_in", { amount: 1 })],
      },
      "nothing missing": {
        tags: { aum_to_next_tier: 0 },
        happenings: [happening("transfer_in", { amount: 1 })],
      },
    },
  },
};

/** Whom the rules of `opportunity` find, and whom they pass over, on both sides of each boundary. */
export const opportunities: Cases = {
  ...transactions,
  ...products,
  ...behaviour,
  ...external,
  ...lifeStages,
};

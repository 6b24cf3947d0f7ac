import { type Cases, type Happening, happening, type Person, whoHad } from "./person.ts";

/** A transfer to another bank. */
const away = (amount: number, at?: string): Happening =>
  happening("transfer_out", { amount, counterparty: "other_bank" }, at);

/** So many events a day apart, the last at noon of a day. */
const daily = (
  event: string,
  count: number,
  last: string,
  attributes: Readonly<Record<string, string>> = {},
): readonly Happening[] =>
  Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(`${last}T12:00:00Z`) - index * 86_400_000).toISOString();
    return happening(event, attributes, `${day.slice(0, 10)} 12:00:00`);
  });

const salaries = (amount: number, ...days: readonly string[]): readonly Happening[] =>
  days.map((day) => happening("salary", { amount }, `${day} 12:00:00`));

const paidAndSent = (sent: number, ...more: readonly Happening[]): Person =>
  whoHad(
    happening("salary", { amount: 10_000 }, "2026-02-21 12:00:00"),
    away(sent, "2026-02-22 12:00:00"),
    ...more,
  );

const purchase = (country: string | null, at: string, channel = "pos"): Happening =>
  happening("card_purchase", { amount: 9, country, channel }, at);

const transactions: Cases = {
  large_deposit_out: {
    finds: {
      "100,000": whoHad(away(100_000)),
      "more than any of 30 days": whoHad(
        away(100_000, "2026-01-30 12:00:00"),
        away(200_000, "2026-01-30 11:59:59"),
        away(100_000.01),
      ),
    },
    passes: {
      "a cent less": whoHad(away(99_999.99)),
      "no more than within 30 days": whoHad(away(100_000, "2026-01-30 12:00:00"), away(100_000)),
      "less than one to this bank": whoHad(
        happening("transfer_out", { amount: 150_000, counterparty: "same_bank" }, "2026-02-20 12:00:00"),
        away(100_000),
      ),
      "to this bank": whoHad(happening("transfer_out", { amount: 100_000, counterparty: "same_bank" })),
    },
  },
  deposits_drained: {
    finds: {
      "200,000 in less than 7 days": whoHad(away(150_000, "2026-02-22 12:00:01"), away(50_000)),
    },
    passes: {
      "in 7 days": whoHad(away(150_000, "2026-02-22 12:00:00"), away(50_000)),
      "what had been reached": whoHad(away(200_000, "2026-02-27 12:00:00"), away(50_000)),
    },
  },
  redeemed_and_sent_away: {
    finds: {
      "half of 20,000 at the last moment": whoHad(
        happening("wealth_redemption", { amount: 20_000 }, "2026-02-26 12:00:00"),
        away(10_000),
      ),
    },
    passes: {
      "a second late": whoHad(
        happening("wealth_redemption", { amount: 20_000 }, "2026-02-26 12:00:00"),
        away(10_000, "2026-03-01 12:00:01"),
      ),
      "less than half": whoHad(
        happening("wealth_redemption", { amount: 20_000 }, "2026-02-28 12:00:00"),
        away(9_999.99),
      ),
      "a small redemption": whoHad(
        happening("wealth_redemption", { amount: 19_999.99 }, "2026-02-28 12:00:00"),
        away(19_999),
      ),
      "the same moment": whoHad(happening("wealth_redemption", { amount: 20_000 }), away(10_000)),
      "to this bank": whoHad(
        happening("wealth_redemption", { amount: 20_000 }, "2026-02-28 12:00:00"),
        happening("transfer_out", { amount: 20_000, counterparty: "same_bank" }),
      ),
    },
  },
  salary_sent_away: {
    finds: {
      "four fifths": paidAndSent(8_000),
      "less than half of it came back": paidAndSent(
        8_000,
        happening("transfer_in", { amount: 3_999.99 }, "2026-02-25 12:00:00"),
      ),
    },
    passes: {
      less: paidAndSent(7_999.99),
      "half of it came back": paidAndSent(
        8_000,
        happening("transfer_in", { amount: 4_000 }, "2026-03-01 12:00:00"),
      ),
      "sent on the third day": whoHad(
        happening("salary", { amount: 10_000 }, "2026-02-20 11:59:59"),
        away(9_000, "2026-02-22 12:00:00"),
      ),
    },
  },
  salary_missed: {
    finds: {
      "45 days after the third": whoHad(...salaries(9_000, "2025-09-17", "2025-12-15", "2026-01-15")),
    },
    passes: {
      "one came": whoHad(...salaries(9_000, "2025-11-15", "2025-12-15", "2026-01-15", "2026-03-01")),
      "one before": whoHad(...salaries(9_000, "2025-09-16", "2025-12-15", "2026-01-15")),
    },
  },
  salary_fallen: {
    finds: {
      "more than three tenths": whoHad(
        ...salaries(10_000, "2025-12-10", "2026-01-10", "2026-02-10"),
        happening("salary", { amount: 6_999.99 }),
      ),
    },
    passes: {
      "three tenths": whoHad(
        ...salaries(10_000, "2025-12-10", "2026-01-10", "2026-02-10"),
        happening("salary", { amount: 7_000 }),
      ),
      "two before": whoHad(
        ...salaries(10_000, "2026-01-10", "2026-02-10"),
        happening("salary", { amount: 1_000 }),
      ),
    },
  },
  account_emptied: {
    finds: {
      "nine tenths of the week's highest": {
        tags: { demand_balance: 2_000 },
        earlier: { "2026-02-20": { demand_balance: 20_000 }, "2026-02-24": { demand_balance: 18_000 } },
        happenings: [away(18_000)],
      },
    },
    passes: {
      "a cent less": {
        tags: { demand_balance: 2_000 },
        earlier: { "2026-02-20": { demand_balance: 20_000 } },
        happenings: [away(17_999.99)],
      },
      "a small sum": {
        tags: { demand_balance: 1 },
        earlier: { "2026-02-20": { demand_balance: 10_000 } },
        happenings: [away(9_999.99)],
      },
    },
  },
  assets_falling: {
    finds: {
      "more than three tenths in a month": {
        tags: { aum: 69_999.99 },
        earlier: { "2026-02-02": { aum: 100_000 } },
        happenings: [away(5_000)],
      },
    },
    passes: {
      "three tenths": {
        tags: { aum: 70_000 },
        earlier: { "2026-02-02": { aum: 100_000 } },
        happenings: [away(5_000)],
      },
      "a small transfer": {
        tags: { aum: 1 },
        earlier: { "2026-02-02": { aum: 100_000 } },
        happenings: [away(4_999.99)],
      },
      "of whom nobody knows what was": {
        tags: { aum: 1 },
        earlier: { "2026-02-03": { aum: 100_000 } },
        happenings: [away(5_000)],
      },
    },
  },
  card_use_stops: {
    finds: { "13 and no more": whoHad(...daily("card_purchase", 13, "2026-01-15")) },
    passes: {
      "12 in all": whoHad(...daily("card_purchase", 12, "2026-01-15")),
      "one more": whoHad(
        ...daily("card_purchase", 13, "2026-01-15"),
        happening("card_purchase", {}, "2026-02-01 12:00:00"),
      ),
    },
  },
  large_transfer_at_night: {
    finds: { "before five": whoHad(happening("transfer_out", { amount: 10_000 }, "2026-03-02 04:59:59")) },
    passes: {
      "at five": whoHad(happening("transfer_out", { amount: 10_000 }, "2026-03-02 05:00:00")),
      "a cent less": whoHad(happening("transfer_out", { amount: 9_999.99 }, "2026-03-02 03:00:00")),
    },
  },
  two_countries_in_two_hours: {
    finds: {
      "two hours apart": whoHad(purchase("CN", "2026-03-01 10:00:00"), purchase("JP", "2026-03-01 12:00:00")),
    },
    passes: {
      "a second more": whoHad(purchase("CN", "2026-03-01 10:00:00"), purchase("JP", "2026-03-01 12:00:01")),
      "the same country": whoHad(
        purchase("JP", "2026-03-01 10:00:00"),
        purchase("JP", "2026-03-01 12:00:00"),
      ),
      "nobody knows where": whoHad(
        purchase(null, "2026-03-01 10:00:00"),
        purchase("JP", "2026-03-01 12:00:00"),
      ),
      online: whoHad(purchase("CN", "2026-03-01 10:00:00", "online"), purchase("JP", "2026-03-01 12:00:00")),
    },
  },
};

const premium = (...happenings: readonly Happening[]): Person => ({
  happenings,
  things: [{ collection: "insurance_policy", renews: "2026-02-23" }],
});

const statement = (balance: number, due: string, ...happenings: readonly Happening[]): Person => ({
  tags: { card_statement_balance: balance, card_payment_due_on: due },
  happenings,
});

const lent = (sent: number, granted = "2026-01-28 12:00:00"): Person =>
  whoHad(
    happening("loan_application", { state: "approved" }, granted),
    happening("loan_disbursement", { amount: 100_000 }, "2026-02-27 12:00:00"),
    away(sent),
  );

const products: Cases = {
  direct_ties_cut: {
    finds: {
      payroll: whoHad(happening("agreement_ended", { kind: "payroll" })),
      sweeping: whoHad(happening("agreement_ended", { kind: "sweep_in" })),
    },
    passes: { "the mobile bank": whoHad(happening("agreement_ended", { kind: "mobile_bank" })) },
  },
  time_deposit_broken: {
    finds: { "50,000": whoHad(happening("td_redemption", { amount: 50_000, early: true })) },
    passes: {
      "a cent less": whoHad(happening("td_redemption", { amount: 49_999.99, early: true })),
      "at its end": whoHad(happening("td_redemption", { amount: 50_000, early: false })),
    },
  },
  loan_repaid_early: {
    finds: { "50,000": whoHad(happening("loan_repayment", { amount: 50_000, early: true })) },
    passes: {
      "a cent less": whoHad(happening("loan_repayment", { amount: 49_999.99, early: true })),
      "an instalment": whoHad(happening("loan_repayment", { amount: 50_000, early: false })),
    },
  },
  premium_overdue: {
    finds: {
      "nothing paid": premium(),
      "a payment before the 30 days": premium(happening("insurance_payment", {}, "2026-01-30 23:59:59")),
    },
    passes: {
      "paid on the first of the 30 days": premium(happening("insurance_payment", {}, "2026-01-31 00:00:00")),
      "due a day later": { things: [{ collection: "insurance_policy", renews: "2026-02-24" }] },
    },
  },
  card_payment_missed: {
    finds: {
      "3 business days ago": statement(0.01, "2026-02-25"),
      "a payment before the 28 days": statement(
        9,
        "2026-02-25",
        happening("card_repayment", {}, "2026-02-01 23:59:59"),
      ),
    },
    passes: {
      "3 days ago": statement(9, "2026-02-27"),
      "nothing to pay": statement(0, "2026-02-25"),
      "paid on the first of the 28 days": statement(
        9,
        "2026-02-25",
        happening("card_repayment", {}, "2026-02-02 00:00:00"),
      ),
    },
  },
  loan_money_sent_on: {
    finds: { "four fifths": lent(80_000) },
    passes: {
      "a cent less": lent(79_999.99),
      "granted more than 30 days before": lent(80_000, "2026-01-28 11:59:59"),
    },
  },
};

const behaviour: Cases = {
  mobile_bank_falls_silent: {
    finds: { "9 and no more": whoHad(...daily("login", 9, "2026-01-30", { channel: "mobile_bank" })) },
    passes: {
      "8 in all": whoHad(...daily("login", 8, "2026-01-30", { channel: "mobile_bank" })),
      "one more, online": whoHad(
        ...daily("login", 9, "2026-01-30", { channel: "mobile_bank" }),
        happening("login", { channel: "online_bank" }, "2026-02-10 12:00:00"),
      ),
    },
  },
  complaint_and_money_out: {
    finds: { "within 14 days": whoHad(happening("complaint", {}, "2026-02-15 12:00:00"), away(10_000)) },
    passes: {
      later: whoHad(happening("complaint", {}, "2026-02-15 11:59:59"), away(10_000)),
      "a small sum": whoHad(happening("complaint", {}, "2026-02-20 12:00:00"), away(9_999.99)),
    },
  },
  searched_how_to_leave: {
    finds: {
      "in Chinese": whoHad(happening("search", { term: "如何销户" })),
      "in other words": whoHad(happening("search", { term: "注销账户" })),
      "in English": whoHad(happening("search", { term: "how to close account" })),
    },
    passes: { "other things": whoHad(happening("search", { term: "开户" })) },
  },
  consents_withdrawn: {
    finds: {
      "two within 30 days": whoHad(
        happening("consent_withdrawn", {}, "2026-01-30 12:00:01"),
        happening("consent_withdrawn"),
      ),
    },
    passes: {
      "two in 30 days": whoHad(
        happening("consent_withdrawn", {}, "2026-01-30 12:00:00"),
        happening("consent_withdrawn"),
      ),
    },
  },
};

const others: Cases = {
  many_credit_inquiries: {
    finds: { "the fourth": whoHad(...daily("credit_inquiry", 4, "2026-03-01")) },
    passes: {
      "the third": whoHad(...daily("credit_inquiry", 3, "2026-03-01")),
      "the fifth": whoHad(...daily("credit_inquiry", 5, "2026-03-01")),
    },
  },
  employer_leaves_the_bank: {
    finds: { "no longer paid here": whoHad(happening("employer_change", { left: true })) },
    passes: { "paid by another": whoHad(happening("employer_change", { left: false })) },
  },
  falls_into_decline: {
    finds: {
      "from maturity": whoHad(happening("stage_change", { before: "maturity", after: "decline" })),
      "from growth": whoHad(happening("stage_change", { before: "growth", after: "decline" })),
    },
    passes: {
      "from sleep": whoHad(happening("stage_change", { before: "dormant", after: "decline" })),
      "to maturity": whoHad(happening("stage_change", { before: "growth", after: "maturity" })),
    },
  },
  falls_asleep: {
    finds: { "from decline": whoHad(happening("stage_change", { before: "decline", after: "dormant" })) },
    passes: { "into decline": whoHad(happening("stage_change", { before: "growth", after: "decline" })) },
  },
  tier_lost: {
    finds: { "one that went down": whoHad(happening("tier_change", { direction: "down" })) },
    passes: { "one that went up": whoHad(happening("tier_change", { direction: "up" })) },
  },
};

/** Whom the rules of `alert` find, and whom they pass over, on both sides of each boundary. */
export const alerts: Cases = { ...transactions, ...products, ...behaviour, ...others };

import { type Cases, type Happening, happening, type Person, whoHad } from "./person.ts";

const born = (birth_date: string, aum = 50_000): Person => ({ tags: { birth_date, aum } });

const lifeStages: Cases = {
  birthday: {
    finds: { "on the day": born("1987-03-02"), "a first one": born("2025-03-02") },
    passes: {
      "a cent less": born("1987-03-02", 49_999.99),
      "a day later": born("1987-03-03"),
      "the day of birth": born("2026-03-02"),
    },
  },
  milestone_birthday: {
    finds: { "the thirtieth, of no assets": born("1996-03-02", 0), "the eighteenth": born("2008-03-02") },
    passes: { "the thirty-first": born("1995-03-02") },
  },
  years_with_the_bank: {
    finds: {
      "five years": { tags: { joined_on: "2021-03-02" } },
      "a year": { tags: { joined_on: "2025-03-02" } },
    },
    passes: {
      "six years": { tags: { joined_on: "2020-03-02" } },
      "a day less": { tags: { joined_on: "2021-03-03" } },
    },
  },
  newborn_child: {
    finds: { "a birth": whoHad(happening("life_event", { kind: "child_born" })) },
    passes: { "a marriage": whoHad(happening("life_event", { kind: "married" })) },
  },
  newly_married: {
    finds: { "a marriage": whoHad(happening("life_event", { kind: "married" })) },
    passes: { "a move": whoHad(happening("life_event", { kind: "moved" })) },
  },
  first_week_as_customer: {
    finds: { "7 days ago": { tags: { joined_on: "2026-02-23" } } },
    passes: {
      "6 days ago": { tags: { joined_on: "2026-02-24" } },
      "8 days ago": { tags: { joined_on: "2026-02-22" } },
    },
  },
  tier_reached: {
    finds: { "one that went up": whoHad(happening("tier_change", { direction: "up" })) },
    passes: { "one that went down": whoHad(happening("tier_change", { direction: "down" })) },
  },
};

const expiring = (points_expire_on: string, benefit_points: number): Person => ({
  tags: { points_expire_on, benefit_points },
});

const assessed = (wealth_balance: number | null, ...happenings: readonly Happening[]): Person => ({
  tags: { risk_assessment_expires_on: "2026-04-01", wealth_balance },
  happenings,
});

const statement = (balance: number, demand: number, due = "2026-03-05"): Person => ({
  tags: { card_statement_balance: balance, demand_balance: demand, card_payment_due_on: due },
});

const products: Cases = {
  points_expire: {
    finds: { "5,000 in 30 days": expiring("2026-04-01", 5_000) },
    passes: { "a point less": expiring("2026-04-01", 4_999), "a day later": expiring("2026-04-02", 5_000) },
  },
  risk_assessment_expires: {
    finds: {
      "who is invested": assessed(0.01),
      "who bought a year ago": assessed(0, happening("wealth_purchase", {}, "2025-03-02 00:00:00")),
    },
    passes: {
      "who is not": assessed(0),
      "who bought longer ago": assessed(null, happening("wealth_purchase", {}, "2025-03-01 23:59:59")),
    },
  },
  card_lost: {
    finds: { "a theft": whoHad(happening("card_blocked", { reason: "stolen" })) },
    passes: { "a debt": whoHad(happening("card_blocked", { reason: "overdue" })) },
  },
  loan_paid_off: {
    finds: { "on the day": { things: [{ collection: "loan", ends: "2026-03-02" }] } },
    passes: {
      "the day before": { things: [{ collection: "loan", ends: "2026-03-03" }] },
      "the day after": { things: [{ collection: "loan", ends: "2026-03-01" }] },
    },
  },
  card_payment_not_covered: {
    finds: {
      "a cent short": statement(1_000, 999.99),
    },
    passes: {
      "what is covered": statement(1_000, 1_000),
      "a small sum": statement(999.99, 0),
      "due a day later": statement(1_000, 0, "2026-03-06"),
    },
  },
  loan_declined: {
    finds: { "a no": whoHad(happening("loan_application", { state: "declined" })) },
    passes: { "a yes": whoHad(happening("loan_application", { state: "approved" })) },
  },
};

const spokenTo = (last_manager_contact_on: string, tier: string): Person => ({
  tags: { last_manager_contact_on, tier },
});

const visitor = (age: number, ...days: readonly string[]): Person => ({
  tags: { age },
  happenings: [...days, "2026-03-01"].map((day) =>
    happening("branch_visit", { service: "counter" }, `${day} 12:00:00`),
  ),
});

const behaviour: Cases = {
  manager_out_of_touch: {
    finds: {
      "90 days, platinum": spokenTo("2025-12-02", "platinum"),
      "90 days, private": spokenTo("2025-12-02", "private"),
    },
    passes: { gold: spokenTo("2025-12-02", "gold"), "89 days": spokenTo("2025-12-03", "platinum") },
  },
  after_a_complaint: {
    finds: { "two quiet weeks": whoHad(happening("complaint", {}, "2026-02-15 12:00:00")) },
    passes: {
      "another at the last moment": whoHad(
        happening("complaint", {}, "2026-02-15 12:00:00"),
        happening("complaint"),
      ),
    },
  },
  elderly_at_the_counter: {
    finds: { "every quarter, at 65": visitor(65, "2025-07-01", "2025-12-31") },
    passes: {
      "at 64": visitor(64, "2025-07-01", "2025-12-31"),
      "a quarter without": visitor(65, "2025-06-30", "2025-12-31"),
    },
  },
};

const abroad = (country: string | null, at?: string, channel = "pos"): Happening =>
  happening("card_purchase", { amount: 9, country, channel }, at);

const others: Cases = {
  identity_document_expires: {
    finds: { "in 30 days": { tags: { identity_expires_on: "2026-04-01" } } },
    passes: { "in 31": { tags: { identity_expires_on: "2026-04-02" } } },
  },
  customer_referred: {
    finds: { "a customer": whoHad(happening("referral_made", { accepted: true })) },
    passes: { "nobody who came": whoHad(happening("referral_made", { accepted: false })) },
  },
  business_anniversary: {
    finds: { "ten years": { tags: { business_founded_on: "2016-03-02", business_owner: true } } },
    passes: {
      "who owns none": { tags: { business_founded_on: "2016-03-02", business_owner: false } },
      "a day later": { tags: { business_founded_on: "2016-03-03", business_owner: true } },
    },
  },
  first_pension: {
    finds: { "the first": whoHad(happening("pension")) },
    passes: { "the second": whoHad(happening("pension", {}, "2019-01-01 12:00:00"), happening("pension")) },
  },
  trip_abroad_begins: {
    finds: {
      "the first": whoHad(abroad("JP")),
      "the first in more than 60 days": whoHad(abroad("US", "2025-12-31 11:59:59"), abroad("JP")),
      "who paid at home and online": whoHad(
        abroad("CN", "2026-02-28 12:00:00"),
        abroad("US", "2026-02-28 12:00:00", "online"),
        abroad("JP"),
      ),
    },
    passes: {
      "one 60 days before": whoHad(abroad("US", "2025-12-31 12:00:00"), abroad("JP")),
      "at home": whoHad(abroad("CN")),
      "nobody knows where": whoHad(abroad(null)),
    },
  },
};

/** Whom the rules of `care` find, and whom they pass over, on both sides of each boundary. */
export const reasonsToCare: Cases = { ...lifeStages, ...products, ...behaviour, ...others };

import { DuckDBInstance } from "@duckdb/node-api";
import { check, lower } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import type { Plan } from "../../plan/index.ts";

/** A bank whose campaigns all want the same customers at the same time, under caps and a policy. */
const CATALOG = `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: customer_id, type: integer, source: customers }
sources:
  customers: { relation: customers, grain: customer }
  purchases: { relation: purchases, grain: event, customer: customer_id, time: { column: bought_at, zone: UTC }, id: purchase_id }
tags:
  name: { type: text, from: customers.name, purposes: [service, marketing] }
  phone: { type: text, from: customers.phone, purposes: [service, marketing] }
  email_address: { type: text, from: customers.email_address, purposes: [service, marketing] }
  sms_consent: { type: boolean, from: customers.sms_consent, purposes: [service, marketing] }
  email_consent: { type: boolean, from: customers.email_consent, purposes: [service, marketing] }
  do_not_contact: { type: boolean, from: customers.do_not_contact, purposes: [service, marketing] }
  wealthy: { type: boolean, from: customers.wealthy, purposes: [service, marketing] }
${[0, 1, 2, 3, 4, 5, 6, 7].map((turn) => `  likes_${turn}: { type: boolean, from: customers.likes_${turn}, purposes: [service, marketing] }`).join("\n")}
events:
  purchase: { source: purchases, attributes: { amount: { type: money(GBP), column: amount } } }
channels:
  sms: { address: phone, consent: sms_consent, cost: 0.05 GBP, capacity: 400_000 per day, max_length: 160 }
  email: { address: email_address, consent: email_consent, cost: 0.01 GBP, capacity: 600_000 per day }
`;

const POLICY = `segment suppressed = do_not_contact
segment wealthy_customers = wealthy
policy {
  suppress  suppressed
  at most   1 per customer per day
  at most   3 per customer per 7 days
  at most   2 per customer per 30 days of loans
  at most   500_000 per day via email
  at most   15_000 GBP per month via sms
  never     loans after cards within 10 days
  never     offer_1 with offer_2 within 30 days
  only      offer_3 to wealthy_customers
  holdout   2%
}
`;

function offer(turn: number): string {
  const group = turn % 2 === 0 ? "cards" : "loans";
  return `offer offer_${turn} {
  group    ${group}
  value    ${20 + turn * 7} GBP
  cost     0.50 GBP
  message  sms "{name}, offer ${turn} is ready for you. Reply 1 to hear more."
  message  email subject "Offer ${turn}" "Dear {name}, offer ${turn} is ready for you. Answer to hear more."
}
`;
}

/** Two of the campaigns fire for events; the others for everybody whom they would have. */
function campaign(turn: number): string {
  const firing = turn < 2 ? "\n           on purchase where amount >= 100 GBP" : "";
  return `campaign campaign_${turn} {
  owner    "bench"
  segment  likes_${turn}
  trigger  daily at 06:00${firing}
  window   2026-01-01 .. 2026-12-31
  offer    offer_${turn}
  channel  first of sms, email
  priority ${[80, 50, 50, 50, 50, 30, 30, 10][turn]}
  caps     1 per customer per 30 days
           ${(turn + 1) * 40}_000 per day
           ${(turn + 2) * 10_000} per day via sms
           ${(turn + 1) * 20}_000 GBP per week
  holdout  5%
}
`;
}

/** How many campaigns the bank has. */
export const CAMPAIGNS = 8;

/** The instant that all campaigns share. */
export const BUSY_TICK = "2026-03-02T06:00:00Z";

export function busyPlan(): Plan {
  const turns = Array.from({ length: CAMPAIGNS }, (_, turn) => turn);
  const text = [POLICY, ...turns.map(offer), ...turns.map(campaign)].join("\n");
  const texts = {
    project: "busy-bank",
    catalogFiles: [{ path: "catalog.yaml", text: CATALOG }],
    campaignFiles: [{ path: "busy.campaign", text }],
  };
  const { diagnostics, checked } = check(texts);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (checked === undefined || errors.length > 0) {
    throw new Error(errors.map(({ message, span }) => `${message} at ${span.start}`).join("\n"));
  }
  return emitPlan(lower(texts, checked), checked.catalog, ({ file }) => file);
}

/** Writes the bank's warehouse: each campaign has half of the customers for its candidates. */
export async function makeBusyWarehouse(path: string, customers: number): Promise<void> {
  const instance = await DuckDBInstance.create(path, { threads: "1", memory_limit: "500MB" });
  const connection = await instance.connect();
  const likes = Array.from(
    { length: CAMPAIGNS },
    (_, turn) => `(id + ${turn}) % ${CAMPAIGNS} < ${CAMPAIGNS / 2} as likes_${turn}`,
  );
  await connection.run(`create table customers as
    select id::integer as customer_id, 'Ms ' || id as name, '+4470' || id as phone, id || '@example.org' as email_address,
      id % 23 <> 0 as sms_consent, id % 5 <> 0 as email_consent, id % 97 = 0 as do_not_contact, id % 3 = 0 as wealthy,
      ${likes.join(", ")}
    from range(1, ${customers + 1}) as t(id)`);
  await connection.run(`create table purchases as
    select id::integer as purchase_id, id::integer as customer_id, 150.00::decimal(18, 2) as amount,
      timestamp '2026-03-01 12:00:00' + to_seconds(id % 3600) as bought_at
    from range(1, ${customers + 1}) as t(id)`);
  connection.closeSync();
  instance.closeSync();
}

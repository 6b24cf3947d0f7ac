import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { openLedger, runPlan } from "../../runtime/index.ts";
import type { WarehouseRow } from "../../runtime/warehouse/warehouse.ts";
import { LEDGER_ENGINES, useLedgers } from "./support/ledgers.ts";
import { at, campaign, clockAt, message, NO_COLUMNS, offer, plan, row, warehouse } from "./support/plans.ts";

const TICK = "2026-03-02 06:00";
const CUSTOMERS = 12_000;
const PLACES = 9_000;

/** Long enough that what is put aside is more than is held in memory. */
const salutation = (customer: number): string => `Ms ${customer} ${"客户\t\\N ".repeat(60)}`;

const thePlan = plan(
  [
    campaign("cards", {
      columns: { ...NO_COLUMNS, placeholders: [{ name: "salutation", type: { kind: "text" } }] },
      caps: [{ kind: "volume", limit: PLACES, period: "day", text: "9_000 per day" }],
    }),
  ],
  { offers: { card: offer("card", { messages: { sms: message("Dear ", "{salutation}", "!") } }) } },
);

/** Every hundredth row comes twice; every seventieth customer has no salutation. */
function rows(): readonly WarehouseRow[] {
  return Array.from({ length: CUSTOMERS }, (_, customer) => {
    const one = row(`${customer}`, { p0: customer % 70 === 3 ? null : salutation(customer) });
    return customer % 100 === 0 ? [one, one] : [one];
  }).flat();
}

interface ContactRow {
  readonly id: number;
  readonly customer: string;
}

interface RejectionRow extends ContactRow {
  readonly reason_list: number;
}

interface OutboxRow {
  readonly contact: number;
  readonly message: string;
}

interface ReasonRow {
  readonly reason_list: number;
  readonly position: number;
  readonly code: string;
}

const placeFor = useLedgers("large_tick");

test.for(LEDGER_ENGINES)("a tick whose rows lie in a file is put on record in order: %s", async (engine) => {
  const place = await placeFor(engine);
  const ledger = await openLedger(place.settings);
  try {
    const options = { plan: thePlan, warehouse: warehouse({ cards: rows() }), ledger };
    const { report } = await runPlan({ ...options, at: at(TICK), clock: clockAt(TICK), funnelsOnly: true });
    const [funnel] = report.ticks[0]?.campaigns ?? [];
    const contacts = (await place.rows("contacts")) as readonly ContactRow[];
    const outbox = (await place.rows("outbox")) as readonly OutboxRow[];
    const rejections = (await place.rows("rejections")) as readonly RejectionRow[];
    const reasons = (await place.rows("reasons")) as readonly ReasonRow[];

    const hash = (customer: number): string =>
      createHash("md5").update(["2026-03-01T22:00:00Z", "cards", customer].join("\u001f")).digest("hex");
    const inOrder: readonly string[] = Array.from(
      { length: CUSTOMERS },
      (_, customer) => [hash(customer), String(customer)] as const,
    )
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, customer]) => customer);
    const indexOf = new Map(inOrder.map((customer, index) => [customer, index]));
    const isKnown = (customer: string): boolean => Number(customer) % 70 !== 3;
    const accepted = inOrder.filter(isKnown).slice(0, PLACES);
    const last = indexOf.get(accepted.at(-1) ?? "") ?? 0;
    const refused = inOrder.filter((customer, index) => index > last || !isKnown(customer));
    expect(contacts.map(({ customer }) => customer)).toEqual(accepted);
    expect(outbox.map(({ message }) => message)).toEqual(
      accepted.map((customer) => `Dear ${salutation(Number(customer))}!`),
    );
    expect(outbox.map(({ contact }) => Number(contact))).toEqual(contacts.map(({ id }) => Number(id)));
    expect(rejections.map(({ customer }) => customer)).toEqual(refused);
    const codes = Map.groupBy(reasons, ({ reason_list }) => Number(reason_list));
    for (const { reason_list, customer } of rejections) {
      const expected = [
        ...(isKnown(customer) ? [] : ["unknown salutation"]),
        ...((indexOf.get(customer) ?? 0) > last ? ["cap"] : []),
      ];
      expect(codes.get(Number(reason_list))?.map(({ code }) => code)).toEqual(expected);
    }
    // Thousands of rejections have few lists of reasons, each of which is written once.
    expect(new Set(rejections.map(({ reason_list }) => reason_list)).size).toBe(codes.size);
    expect(codes.size).toBe(3);
    expect(funnel).toMatchObject({
      eligible: CUSTOMERS,
      contacted: { sms: PLACES },
      rejected: CUSTOMERS - PLACES,
      reasons: {
        cap: inOrder.length - last - 1,
        "unknown salutation": inOrder.filter((customer) => !isKnown(customer)).length,
      },
    });
  } finally {
    await ledger.close();
    await place.remove();
  }
});

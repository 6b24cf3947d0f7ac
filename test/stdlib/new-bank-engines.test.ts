import { describe, expect, test } from "vitest";
import { detectOracle, type OracleCandidate } from "../../oracle/index.ts";
import type { CampaignPlan, Program } from "../../plan/index.ts";
import { detectAll } from "../support/detection.ts";
import { useEngines } from "../support/engines.ts";
import { wholeProject } from "./new-bank/project.ts";
import { sixPeople } from "./new-bank/six-people.ts";
import { tableStatements } from "./new-bank/tables.ts";
import { type BankWorld, bankWorld } from "./new-bank/world.ts";

const engines = useEngines("new_bank");

/** Each tick looks back over the weeks before it, so that many events are fresh. */
const earlier = { after: "2026-01-15T09:30:00", tick: "2026-02-10T09:30:00" };
const later = { after: "2026-02-10T09:30:00", tick: "2026-03-02T09:30:00" };

const { program, plan, catalog } = wholeProject();
const world = together(bankWorld(catalog), sixPeople());
let loaded: ReturnType<typeof engines.load> | undefined;

/** The first instant that is fresh: a day earlier where the campaign's source is late by as much. */
function freshFrom({ firing }: CampaignPlan, after: string): string {
  const isLate = firing.kind === "occurrence" && firing.lateness !== undefined;
  const day = new Date(`${after}Z`);
  if (isLate) day.setUTCDate(day.getUTCDate() - 1);
  return `${day.toISOString().slice(0, 19)}.000001`;
}

function byReference(campaign: CampaignPlan, { tick, after }: typeof later, asked: Program = program) {
  return detectOracle(asked, campaign.name, world, { tick, from: freshFrom(campaign, after) });
}

const named = (name: string): CampaignPlan => plan.campaigns.find((one) => one.name === name) ?? missing();

/** A candidate as the engines give it. */
function plain({ customer, event, offers, channels, value, reach, placeholders }: OracleCandidate) {
  return { customer, event, offers, channels, value, reach, placeholders };
}

describe("a bank with a warehouse of its own", () => {
  test.each([earlier, later])(
    "is read on both engines as the reference says: at $tick",
    async (at) => {
      loaded ??= engines.load(tableStatements(world), plan.timezone);
      const campaigns = plan.campaigns.filter(({ name }) => at === later || name !== "portrait");
      const found = await detectAll({ ...plan, campaigns }, await loaded, at);
      for (const campaign of campaigns) {
        const { detected, candidates } = byReference(campaign, at);
        const answer = found[campaign.name];
        expect(answer?.detected, campaign.name).toBe(detected);
        const shown = answer?.candidates.map(({ carried: _, ...one }) => one);
        expect(shown, campaign.name).toEqual(candidates.map(plain));
        if (campaign.name === "portrait") continue;
        // Somebody, and not everybody.
        const customers = new Set(candidates.map(({ customer }) => customer));
        expect(customers.size, campaign.name).toBeGreaterThan(0);
        expect(customers.size, campaign.name).toBeLessThan(25);
      }
    },
    120_000,
  );

  test("finds A and D of the six whose main account may be elsewhere", () => {
    const { candidates } = byReference(named("win_the_main_account"), later);
    const six = candidates.filter(({ customer }) => /^[A-F]$/.test(customer));
    expect(six.map(({ customer, value }) => [customer, value])).toEqual([
      ["A", "25"],
      ["D", "0"],
    ]);
  });

  test("has each tag that it maps known of somebody, and unknown of somebody else", () => {
    const { candidates } = byReference(named("portrait"), later);
    const tags = Object.keys(candidates[0]?.placeholders ?? {});
    expect(tags.length).toBeGreaterThan(60);
    // The day of the copy is in every row.
    for (const name of tags.filter((one) => one !== "portrait_date")) {
      const values = candidates.map(({ placeholders }) => placeholders[name]);
      expect(new Set(values.map((value) => value === null)), name).toEqual(new Set([true, false]));
    }
  });

  test("finds what came a day late", () => {
    const late = plan.campaigns.flatMap((campaign) =>
      byReference(campaign, later).candidates.filter(({ event }) =>
        event === null ? false : event.time < new Date(`${later.after}+08:00`).toISOString(),
      ),
    );
    expect(late.map(({ event }) => event?.id)).not.toEqual([]);
  });

  /** What the catalog says otherwise, and the campaign that then finds others. */
  const otherwise: Readonly<Record<string, readonly [campaign: string, change: (from: Program) => Program]>> =
    {
      "scale: yuan instead of fen": ["win_the_main_account", tag("income", { scale: "1" })],
      "unknown: a number": ["nothing_to_do", tag("income", { unknown: [] })],
      "unknown: texts": ["advice", tag("age", { unknown: [] })],
      "map: another value": ["retired", tag("occupation", { map: { R: "employee" } })],
      "map: a text that it does not name": [
        "win_the_main_account",
        tag("payroll_customer", { map: { "?": "true" } }),
      ],
      "format of a date": ["many_happy_returns", tag("birth_date", { format: "yyyyddMM" })],
      "decimals of tag rows": ["likely_to_come", tag("conversion_score", { decimals: 2 })],
      "the code of tag rows": ["likely_to_come", tag("conversion_score", { column: "S_RSP" })],
      "the clock beside the day": [
        "money_leaves",
        source("buchungen", { time: { column: "tag", format: "yyyyMMdd", zone: "Asia/Shanghai" } }),
      ],
      "the zone of a time": [
        "money_leaves",
        source("buchungen", {
          time: { column: "tag", clock: "uhr", format: "yyyyMMdd HHmmss", zone: "UTC" },
        }),
      ],
      "where: bookings that were taken back": ["salary_goes_away", source("buchungen", { where: {} })],
      "where: the kind of booking": ["win_the_main_account", event("salary", { where: {} })],
      "on: the column that names the account": [
        "instalments",
        source("karten", { customer: { kind: "via", source: "konten", column: "land" } }),
      ],
      "owners: those who share an account": [
        "money_leaves",
        source("konten", { owners: { column: "rolle", primary: "M" } }),
      ],
      "negative_when: money that left": [
        "money_leaves",
        (from) => {
          const { attributes } = from.events["account_movement"] ?? missing();
          const { negativeWhen: _, ...amount } = attributes["amount"] ?? missing();
          return event("account_movement", { attributes: { ...attributes, amount } })(from);
        },
      ],
      "scale of what was moved": ["much_comes_in", attribute("transfer_in", { scale: "0.001" })],
      "map of where it went": [
        "emptied",
        (from) => {
          const { attributes } = from.events["transfer_out"] ?? missing();
          const counterparty = { ...(attributes["counterparty"] ?? missing()), map: { E: "other_bank" } };
          return event("transfer_out", { attributes: { ...attributes, counterparty } })(from);
        },
      ],
    };

  test.each(Object.entries(otherwise))("would find others but for %s", (_, [name, change]) => {
    const campaign = named(name);
    const found = (asked: Program) =>
      byReference(campaign, later, asked).candidates.map(({ customer, event: of }) => [customer, of?.id]);
    expect(found(change(program))).not.toEqual(found(program));
  });
});

function together(one: BankWorld, other: BankWorld): BankWorld {
  const relations = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...relations].map((relation) => [relation, [...(one[relation] ?? []), ...(other[relation] ?? [])]]),
  );
}

function tag(name: string, parts: Partial<Program["tags"][string]>): (from: Program) => Program {
  return (from) => ({
    ...from,
    tags: { ...from.tags, [name]: { ...(from.tags[name] ?? missing()), ...parts } },
  });
}

function source(name: string, parts: Partial<Program["sources"][string]>): (from: Program) => Program {
  return (from) => ({
    ...from,
    sources: { ...from.sources, [name]: { ...(from.sources[name] ?? missing()), ...parts } },
  });
}

function event(name: string, parts: Partial<Program["events"][string]>): (from: Program) => Program {
  return (from) => ({
    ...from,
    events: { ...from.events, [name]: { ...(from.events[name] ?? missing()), ...parts } },
  });
}

function attribute(of: string, parts: Partial<Program["tags"][string]>): (from: Program) => Program {
  return (from) => {
    const { attributes } = from.events[of] ?? missing();
    const amount = { ...(attributes["amount"] ?? missing()), ...parts };
    return event(of, { attributes: { ...attributes, amount } })(from);
  };
}

function missing(): never {
  throw new Error("the program lacks what is to be changed");
}

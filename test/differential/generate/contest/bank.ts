import type { Stored, StoredRow } from "../../../../oracle/index.ts";
import type { Case, CaseRow, CaseRun, ColumnType } from "../../case.ts";
import type { Choices } from "../choices.ts";
import { daysAfter, instantOf, isShown, type Stage } from "../dates.ts";

/** A bank with few customers, of whom much is known, and whose events lie where ticks and spans of them begin and end. */
export interface ContestBank {
  readonly stage: Stage;
  readonly customers: number;
  /** The local dates of the runs. */
  readonly days: readonly string[];
  readonly catalog: Case["catalog"];
  readonly relations: Case["relations"];
}

const text = (value: string): Stored => ({ kind: "text", text: value });
const number = (value: string | number): Stored => ({ kind: "number", number: String(value) });
const date = (value: string): Stored => ({ kind: "date", date: value });
const flag = (value: boolean): Stored => ({ kind: "boolean", value });

export function contestBank(choices: Choices, stage: Stage, runs: readonly CaseRun[]): ContestBank {
  const customers = choices.between(3, 6);
  const days = runs.map(({ at }) => at.slice(0, 10));
  const sources = {
    people: { relation: "people", grain: "customer" },
    holds: { relation: "holds", grain: "collection", id: "hold" },
    buys: eventSource("buys", choices),
    visits: eventSource("visits", choices),
  };
  return {
    stage,
    customers,
    days,
    catalog: {
      catalog: 1,
      timezone: stage.timezone,
      currency: "GBP",
      calendar: { holidays: [daysAfter(stage.today, 1)] },
      customer: { key: "id", type: "integer", source: "people" },
      rates: { source: "rates", date: "day", from: "ccy", rate: "rate" },
      sources,
      tags: tagsYaml(),
      events: {
        buy: {
          source: "buys",
          attributes: {
            amount: { type: "money", column: "amount", currency: "ccy" },
            points: { type: "integer", column: "points" },
          },
        },
        visit: { source: "visits", attributes: { ok: { type: "boolean", column: "ok" } } },
      },
      collections: {
        holding: {
          source: "holds",
          attributes: {
            matures: { type: "date", column: "matures" },
            balance: { type: "money(GBP)", column: "balance" },
          },
        },
      },
      channels: channelsYaml(choices),
      products: {},
    },
    relations: {
      people: people(choices, stage, customers),
      holds: holds(choices, days, customers),
      rates: rates(choices, days),
      buys: events(choices, stage, runs, customers, {
        columns: { amount: "decimal(18,2)", ccy: "text", points: "integer" },
        cells: () => ({
          amount: number(choices.pick(["100", "30.5", "-20", "250.25"])),
          ccy: choices.chance(5) ? null : text(choices.pick(["GBP", "USD", "USD", "JPY"])),
          points: choices.chance(10) ? null : number(choices.pick([18, 30, 0, -1])),
        }),
      }),
      visits: events(choices, stage, runs, customers, {
        columns: { ok: "boolean" },
        cells: () => ({ ok: choices.chance(10) ? null : flag(choices.chance(70)) }),
      }),
    },
  };
}

function eventSource(relation: string, choices: Choices): Readonly<Record<string, unknown>> {
  return {
    relation,
    grain: "event",
    customer: "id",
    time: "at",
    id: "seq",
    ...(choices.chance(70) && { lateness: choices.pick(["1 day", "2 days", "6 hours", "3 days"]) }),
  };
}

function tagsYaml(): Readonly<Record<string, unknown>> {
  const types = {
    born: "date",
    joined: "date",
    aum: "money(GBP)",
    abroad: "money(USD)",
    vip: "boolean",
    risky: "boolean",
    blocked: "boolean",
    nick: "text",
    phone: "text",
    consent: "boolean",
  };
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, { type, from: { source: "people", column: name } }]),
  );
}

function people(choices: Choices, stage: Stage, customers: number): Case["relations"][string] {
  const { pick, chance } = choices;
  const rows = Array.from({ length: customers }, (_, index): CaseRow => {
    const most = (stored: Stored): Stored => (chance(6) ? null : stored);
    return {
      run: 0,
      cells: {
        id: number(index + 1),
        born: most(date(pick(birthdays(stage.today)))),
        joined: most(date(pick(monthsBefore(stage.today)))),
        aum: chance(25) ? null : number(pick(["100", "100", "50.5", "0", "2000"])),
        abroad: chance(15) ? null : number(pick(["100", "60", "33.33"])),
        vip: most(flag(chance(60))),
        risky: most(flag(chance(40))),
        blocked: most(flag(chance(12))),
        nick: most(text(pick(["Ms Li", "zoë", "Ada"]))),
        phone: chance(8) ? pick([null, text(" ")]) : text(`0${index}`),
        consent: chance(12) ? pick([null, flag(false)]) : flag(true),
      },
    };
  });
  return {
    columns: {
      id: "integer",
      born: "date",
      joined: "date",
      aum: "decimal(18,2)",
      abroad: "decimal(18,2)",
      vip: "boolean",
      risky: "boolean",
      blocked: "boolean",
      nick: "text",
      phone: "text",
      consent: "boolean",
    },
    rows,
  };
}

/** Days whose anniversaries fall about the day: leap days above all, where there may be any. */
function birthdays(today: string): readonly string[] {
  const near = [0, 1, -1, 2, 7].map((days) => `2001${daysAfter(today, days).slice(4)}`);
  return [...near.map((day) => day.replace("2001-02-29", "2000-02-29")), "2000-02-29", "2016-02-29", today];
}

/** Days from which months are just over, just not over, or over for want of such a day. */
function monthsBefore(today: string): readonly string[] {
  const [year = "", month = ""] = today.split("-");
  const longMonths = ["01", "03", "05", "07", "08", "10", "12"].filter((one) => one !== month);
  const ends = longMonths.flatMap((one) => [
    `${Number(year) - 1}-${one}-31`,
    `${Number(year) - 1}-${one}-29`,
  ]);
  return [...ends, ...[0, 1, -1].map((days) => `2019${daysAfter(today, days).slice(4)}`)]
    .map((day) => day.replace("2019-02-29", "2019-02-28"))
    .concat(daysAfter(today, -31), daysAfter(today, -30), daysAfter(today, -29), daysAfter(today, -28));
}

function holds(choices: Choices, days: readonly string[], customers: number): Case["relations"][string] {
  const { pick, between } = choices;
  const rows = Array.from(
    { length: between(2, 8) },
    (_, index): CaseRow => ({
      run: 0,
      cells: {
        id: number(between(1, customers)),
        hold: text(`h${index}`),
        matures: choices.chance(8) ? null : date(daysAfter(pick(days), pick([0, 0, 1, 3, 7, -1]))),
        balance: number(pick(["100", "0", "500.5"])),
      },
    }),
  );
  return {
    columns: { id: "integer", hold: "text", matures: "date", balance: "decimal(18,2)" },
    rows,
  };
}

/** Another rate for every day, and some days without one. */
function rates(choices: Choices, days: readonly string[]): Case["relations"][string] {
  const first = days[0] ?? "2026-03-10";
  const rows: CaseRow[] = [];
  for (const [ccy, base] of [
    ["USD", 80],
    ["JPY", 1],
  ] as const) {
    for (let day = -40; day < 20; day++) {
      if (day > -40 && choices.chance(day < -10 ? 80 : 25)) continue;
      const cells = {
        day: date(daysAfter(first, day)),
        ccy: text(ccy),
        rate: number(((base * (100 + day)) / 10_000).toFixed(4)),
      };
      rows.push({ cells, run: 0 });
    }
  }
  return { columns: { day: "date", ccy: "text", rate: "decimal(18,8)" }, rows };
}

const DAYS_FROM_RUNS = [0, 0, 0, -1, -1, -2, -3, -7, 1] as const;

const TIMES = [
  "06:00:00",
  "06:00:00",
  "06:00:00",
  "06:00:00",
  "00:00:00",
  "12:00:00",
  "06:00:00.000001",
  "05:59:59.999999",
  "23:59:59.999999",
  "09:00:00",
] as const;

/** Events at ticks and an instant beside them, at midnight, and spans of days before; some are there only a run or two later. */
function events(
  choices: Choices,
  { timezone, today }: Stage,
  runs: readonly CaseRun[],
  customers: number,
  { columns, cells }: { readonly columns: Record<string, ColumnType>; readonly cells: () => StoredRow },
): Case["relations"][string] {
  const { pick, between, chance } = choices;
  const days = [...runs.map(({ at }) => at.slice(0, 10)), today];
  const shown = (): string => {
    for (;;) {
      const time = `${daysAfter(pick(days), pick(DAYS_FROM_RUNS))} ${pick(TIMES)}`;
      if (isShown(time, timezone)) return time;
    }
  };
  const rows = Array.from({ length: between(6, 24) }, (_, seq): CaseRow => {
    const time = shown();
    const seen = runs.findIndex(({ at }) => `${at}:00` >= time.slice(0, 19));
    const late = chance(30) && seen >= 0;
    return {
      cells: {
        id: number(between(1, customers)),
        seq: number(seq + 1),
        at: { kind: "instant", instant: instantOf(time, timezone) },
        ...cells(),
      },
      run: late ? Math.min(runs.length - 1, seen + between(1, 2)) : 0,
    };
  });
  return { columns: { id: "integer", seq: "integer", at: "instant", ...columns }, rows };
}

function channelsYaml(choices: Choices): Readonly<Record<string, unknown>> {
  const { pick, chance } = choices;
  return {
    letter: {
      ...(chance(60) && { cost: "1.25 GBP" }),
      ...(chance(25) && { capacity: pick(["2 per day", "5 per week", "6 per month"]) }),
    },
    sms: {
      address: "phone",
      consent: "consent",
      cost: pick(["0.05 GBP", "0.1 USD"]),
      ...(chance(35) && { hours: pick(["08:00 .. 22:00", "20:00 .. 06:00", "06:00 .. 08:30"]) }),
      ...(chance(30) && { capacity: pick(["2 per day", "3 per week", "4 per month"]) }),
      ...(chance(15) && { max_length: 17 }),
    },
    branch: { message: "none", ...(chance(30) && { capacity: pick(["1 per day", "2 per week"]) }) },
  };
}

import type { Stored, StoredRow } from "../../../oracle/index.ts";
import type { Case, CaseRow, ColumnType } from "../case.ts";
import type { Choices } from "./choices.ts";
import { BANK_STAGES, daysAfter, instantOf, isShown, type Stage } from "./dates.ts";

/** A type of the language, as expressions are made for. */
export type Kind =
  | { readonly kind: "boolean" | "integer" | "decimal" | "percent" | "text" | "product" | "date" | "instant" }
  /** Without a currency it differs from row to row. */
  | { readonly kind: "money"; readonly currency?: string }
  | { readonly kind: "enum"; readonly list: "stage" | "city" }
  | { readonly kind: "set" };

export const MEMBERS = {
  stage: ["lead", "growth", "mature"],
  city: ["leeds", "york", "bath"],
  set: ["travel", "sport", "food"],
} as const;

export const PRODUCTS = ["card.gold", "card.plain", "loan"] as const;

export interface NamedKind {
  readonly name: string;
  readonly type: Kind;
}

export interface BankTag extends NamedKind {
  /** Whether its source keeps copies or a history. */
  readonly kept: boolean;
}

export interface BankRows {
  readonly name: string;
  readonly kind: "event" | "collection";
  readonly attributes: readonly NamedKind[];
}

/** A bank: its catalog, what can be spoken of, and what its warehouse holds. */
export interface Bank {
  readonly stage: Stage;
  readonly currency: string;
  readonly catalog: Case["catalog"];
  readonly relations: Case["relations"];
  readonly tags: readonly BankTag[];
  readonly events: readonly BankRows[];
  readonly collections: readonly BankRows[];
  readonly channels: readonly string[];
  readonly hasRates: boolean;
}

interface Column {
  readonly type: ColumnType;
  readonly values: readonly Stored[];
}

type Yaml = Record<string, unknown>;

const text = (value: string): Stored => ({ kind: "text", text: value });
const number = (value: string | number): Stored => ({ kind: "number", number: String(value) });
const date = (value: string): Stored => ({ kind: "date", date: value });

/** Numbers near the most digits that there are, of six and of no places behind the point. */
const LARGE = [
  "99999999999999999999999999999999.999999",
  "-99999999999999999999999999999999.999999",
  "50000000000000000000000000000000.5",
  "10000000000000000000000000000.000001",
  "9999999999999999999999.999999",
  "-10000000000000000000000",
  "99999999999999999.99",
  "123456789012.000001",
];
const LARGE_WHOLE = [
  "99999999999999999999999999999999999999",
  "-50000000000000000000000000000000000000",
  "10000000000000000000000000000",
  "9999999999999999999999999999",
  "9223372036854775807",
  "-9223372036854775808",
];

/** Makes a bank of choices. @param runs How many runs there are: some rows come only with the later ones. */
export function bankOf(choices: Choices, runs: number): Bank {
  const stage = choices.pick(BANK_STAGES);
  const currency = "GBP";
  const hasRates = choices.chance(85);
  const keyType = choices.chance(35) ? "text" : "integer";
  const keys: readonly Stored[] = (
    keyType === "text" ? ["a", "10", "9", "ü", "Z", "a b"].map(text) : [1, 2, 3, 10, 9, 11].map(number)
  ).slice(0, choices.between(2, 6));
  const nobody = keyType === "text" ? text("nobody") : number(99);
  const relations: Record<string, { columns: Record<string, ColumnType>; rows: CaseRow[] }> = {};
  const sources: Yaml = {};
  const tags: Yaml = {};
  const bankTags: BankTag[] = [];
  const today = stage.today;

  const orNull = (stored: Stored, percent = 12): Stored => (choices.chance(percent) ? null : stored);
  const days = (offsets: readonly number[]): readonly Stored[] =>
    offsets.map((offset) => date(daysAfter(today, offset)));
  const shownTimes = [0, 0, -1, 0, -1, -2, -3, -7, -30, -31, -14, -45, -75, 1, -365]
    .flatMap((offset) =>
      // Ticks are at six, noon and midnight: what lies at edges of spans is at the same times of day.
      [
        "06:00:00",
        "00:00:00",
        "06:00:00",
        "01:30:00",
        "12:00:00",
        "23:59:59.999999",
        "02:30:00",
        "09:00:00",
      ].map((time) => `${daysAfter(today, offset)} ${time}`),
    )
    .filter((time) => isShown(time, stage.timezone));
  const localTimes = (): readonly string[] => shownTimes;
  const arrival = (): number => (runs > 1 && choices.chance(15) ? choices.below(runs) : 0);

  /** How a value of a type is stored, and what stands in the catalog for it. */
  const stored = (
    type: Kind,
    name: string,
    forEvents: boolean,
  ): { column: Column; yaml: Yaml; more?: Record<string, Column> } => {
    switch (type.kind) {
      case "boolean":
        return choices.chance(30)
          ? {
              column: { type: "text", values: ["Y", "N", "?"].map(text) },
              yaml: { map: { Y: true, N: false } },
            }
          : {
              column: {
                type: "boolean",
                values: [true, true, false].map((value) => ({ kind: "boolean", value })),
              },
              yaml: {},
            };
      case "integer": {
        const values = [18, 0, -1, 30, 30, 60].map(number);
        if (choices.chance(8)) {
          const column = { type: "decimal(38,0)", values: [...values, ...LARGE_WHOLE.map(number)] } as const;
          return { column, yaml: {} };
        }
        if (choices.chance(20)) return { column: { type: "integer", values }, yaml: { unknown: [-1] } };
        if (choices.chance(20)) {
          return {
            column: {
              type: "text",
              values: ["18", "0", "-1", "30", " 7", "x", "1e2", "2.5", "1e37", "-1e38", "1e60"].map(text),
            },
            yaml: { decimals: 0 },
          };
        }
        if (choices.chance(15)) {
          return {
            column: { type: "integer", values },
            yaml: { negative_when: { [`${name}_dc`]: "D" } },
            more: { [`${name}_dc`]: { type: "text", values: ["D", "C"].map(text) } },
          };
        }
        if (choices.chance(15))
          return { column: { type: "integer", values }, yaml: { map: { 18: 18, 30: 31, 0: -5 } } };
        return { column: { type: "integer", values }, yaml: {} };
      }
      case "decimal":
      case "percent": {
        const values = ["0.2", "1.5", "0", "-0.333333", "20.000001", "100"].map(number);
        if (choices.chance(8)) {
          const column = { type: "decimal(38,6)", values: [...values, ...LARGE.map(number)] } as const;
          return { column, yaml: {} };
        }
        if (choices.chance(25)) return { column: { type: "decimal(18,6)", values }, yaml: { scale: 0.01 } };
        if (choices.chance(20)) {
          return {
            column: {
              type: "text",
              values: ["0.2", "1.505", "-2.5", "", "3", "abc", `${"9".repeat(36)}.994`].map(text),
            },
            yaml: { decimals: 2 },
          };
        }
        return { column: { type: "decimal(18,6)", values }, yaml: {} };
      }
      case "money": {
        const nice = ["100", "0", "-50.25", "100.005", "30", "250.5"];
        const large = choices.chance(12);
        const fine = large || choices.chance(15);
        const more: Record<string, Column> = {};
        const yaml: Yaml = {};
        if (type.currency === undefined) {
          yaml["currency"] = `${name}_ccy`;
          more[`${name}_ccy`] = { type: "text", values: ["GBP", "USD", "GBP", "JPY", "XXX"].map(text) };
        }
        const scaled = choices.chance(25);
        if (scaled) yaml["scale"] = 0.01;
        // Two more places leave two digits less.
        const most = scaled ? LARGE.slice(3) : LARGE;
        const values = [...nice, ...(fine ? ["0.000001", "-12.345678"] : []), ...(large ? most : [])].map(
          number,
        );
        if (choices.chance(20)) {
          yaml["negative_when"] = { [`${name}_dc`]: "D" };
          more[`${name}_dc`] = { type: "text", values: ["D", "C"].map(text) };
        }
        const columnType = large ? "decimal(38,6)" : fine ? "decimal(18,6)" : "decimal(18,3)";
        return { column: { type: columnType, values }, yaml, more };
      }
      case "text":
        return choices.chance(20)
          ? {
              column: { type: "text", values: ["M", "F", "X", ""].map(text) },
              yaml: { map: { M: "Ms Li", F: "zoë" }, unknown: [""] },
            }
          : {
              column: {
                type: "text",
                values: ["Ms Li", "zoë", "", "李", "𝒜b%", "Ms", "a_b", "O'Brien", "\\"].map(text),
              },
              yaml: choices.chance(20) ? { unknown: ["", "Ms"] } : {},
            };
      case "enum": {
        const members = MEMBERS[type.list];
        return choices.chance(30)
          ? {
              column: { type: "text", values: ["1", "2", "3", "9"].map(text) },
              yaml: { map: { 1: members[0], 2: members[1], 3: members[2] } },
            }
          : { column: { type: "text", values: [...members, "other"].map(text) }, yaml: {} };
      }
      case "set":
        return choices.chance(50)
          ? {
              column: {
                type: "list",
                values: [["travel"], ["sport", "travel"], [], ["food"]].map((items) => ({
                  kind: "list",
                  items,
                })),
              },
              yaml: {},
            }
          : { column: { type: "text", values: ["travel", "sport,travel", "", "food"].map(text) }, yaml: {} };
      case "product":
        return { column: { type: "text", values: [...PRODUCTS, "other"].map(text) }, yaml: {} };
      case "date": {
        const near = [0, 1, -1, 5, 7, -7, 3, -30, 30];
        const far = [
          "2000-02-29",
          "1990-12-31",
          "2020-02-29",
          "2016-02-29",
          `${Number(today.slice(0, 4)) - 1}-08-31`,
          `${Number(today.slice(0, 4)) - 1}-10-31`,
          `2019${today.slice(4)}`.replace("02-29", "02-28"),
        ];
        const values = [...days(near), ...far.map(date)];
        if (choices.chance(25)) {
          return {
            column: {
              type: "text",
              values: [
                ...values.map((one) => text(dateText(one).replaceAll("-", ""))),
                text("20260230"),
                text(""),
              ],
            },
            yaml: { format: "yyyyMMdd" },
          };
        }
        return { column: { type: "date", values }, yaml: {} };
      }
      case "instant": {
        const times = localTimes();
        const form = choices.below(4);
        if (form === 1) {
          const zone = choices.pick([stage.timezone, "America/New_York", "UTC"]);
          return {
            column: {
              type: "local-time",
              values: times
                .filter((time) => isShown(time, zone))
                .map((time) => ({ kind: "local-time", time })),
            },
            yaml: { zone },
          };
        }
        if (form === 2 && !forEvents) {
          return {
            column: {
              type: "text",
              values: [...times.map((time) => text(time.slice(0, 19).replace(/\D/g, ""))), text("x")],
            },
            yaml: { format: "yyyyMMddHHmmss" },
          };
        }
        return {
          column: {
            type: "instant",
            values: times.map((time) => ({ kind: "instant", instant: instantOf(time, stage.timezone) })),
          },
          yaml: {},
        };
      }
    }
  };

  const row = (columns: Readonly<Record<string, Column>>, fixed: StoredRow): StoredRow => ({
    ...fixed,
    ...Object.fromEntries(
      Object.entries(columns).map(([name, { values }]) => [name, orNull(choices.pick(values))]),
    ),
  });

  const keyColumn: ColumnType = keyType === "text" ? "text" : "integer";

  /** Rows of one a customer: plain, in daily copies, or valid from a day to another. */
  const customerSource = (
    source: string,
    wanted: readonly NamedKind[],
    all: boolean,
    forms: readonly ("plain" | "snapshot" | "history")[],
  ): void => {
    const form = choices.pick(forms);
    const columns: Record<string, Column> = {};
    for (const { name, type } of wanted) {
      const { column, yaml, more } = stored(type, name, false);
      columns[name] = column;
      Object.assign(columns, more);
      tags[name] = { type: typeYaml(type), from: { source, column: name, ...yaml } };
      bankTags.push({ name, type, kept: form !== "plain" });
    }
    const types: Record<string, ColumnType> = { id: keyColumn };
    for (const [name, { type }] of Object.entries(columns)) types[name] = type;
    const rows: CaseRow[] = [];
    const present = (): boolean => all || !choices.chance(15);
    const yaml: Yaml = { relation: source, grain: "customer" };
    switch (form) {
      case "plain":
        for (const id of keys) if (present()) rows.push({ cells: row(columns, { id }), run: 0 });
        break;
      case "snapshot": {
        types["ds"] = "date";
        yaml["snapshot"] = "ds";
        const offsets = [-1, 0, -2, -7, -30, -31, -60, 1].slice(0, choices.between(1, 8));
        for (const offset of offsets) {
          for (const id of keys) {
            if (present() || (all && offset === -1)) {
              rows.push({ cells: row(columns, { id, ds: date(daysAfter(today, offset)) }), run: 0 });
            }
          }
        }
        break;
      }
      case "history": {
        types["since"] = "date";
        types["until"] = "date";
        yaml["history"] = { from: "since", to: "until" };
        for (const id of keys) {
          const starts = choices.some([-400, -60, -31, -30, -7, -2, -1, 0], 40);
          const cuts = starts.length === 0 ? [-400] : starts;
          cuts.forEach((start, index) => {
            const next = cuts[index + 1];
            if (index > 0 && choices.chance(15)) return;
            const end = next === undefined ? (choices.chance(25) ? 2 : undefined) : next;
            rows.push({
              cells: row(columns, {
                id,
                since: date(daysAfter(today, start)),
                until: end === undefined ? null : date(daysAfter(today, end)),
              }),
              run: 0,
            });
          });
        }
        break;
      }
    }
    if (choices.chance(15)) {
      yaml["where"] = { live: true };
      types["live"] = "boolean";
      for (const one of rows) {
        (one.cells as Record<string, Stored>)["live"] = { kind: "boolean", value: !choices.chance(15) };
      }
    }
    sources[source] = yaml;
    relations[source] = { columns: types, rows };
  };

  customerSource(
    "people",
    [
      { name: "age", type: { kind: "integer" } },
      { name: "aum", type: { kind: "money", currency: "GBP" } },
      { name: "score", type: { kind: "decimal" } },
      { name: "nick", type: { kind: "text" } },
      { name: "stage", type: { kind: "enum", list: "stage" } },
      { name: "interests", type: { kind: "set" } },
      { name: "born", type: { kind: "date" } },
      { name: "seen", type: { kind: "instant" } },
      { name: "vip", type: { kind: "boolean" } },
      { name: "phone", type: { kind: "text" } },
      { name: "consent", type: { kind: "boolean" } },
      { name: "blocked", type: { kind: "boolean" } },
    ],
    true,
    ["plain", "plain", "snapshot", "history"],
  );
  customerSource(
    "figures",
    [
      { name: "bal", type: { kind: "money", currency: "GBP" } },
      { name: "usd_bal", type: { kind: "money", currency: "USD" } },
      { name: "cards", type: { kind: "integer" } },
      { name: "part", type: { kind: "percent" } },
      { name: "city", type: { kind: "enum", list: "city" } },
      { name: "fav", type: { kind: "product" } },
      { name: "renews", type: { kind: "date" } },
      { name: "note", type: { kind: "text" } },
    ],
    false,
    ["snapshot", "history", "plain", "snapshot"],
  );
  tagRows();

  /** Some tags in rows of their own. */
  function tagRows(): void {
    if (choices.chance(40)) return;
    const kept = choices.chance(40);
    const rows: CaseRow[] = [];
    const kinds: readonly (readonly [string, Kind, Yaml, readonly string[]])[] = [
      ["kv_points", { kind: "integer" }, { decimals: 0 }, ["5", "0", "-3", "x"]],
      [
        "kv_rank",
        { kind: "enum", list: "stage" },
        { map: { L: "lead", G: "growth", M: "mature" } },
        ["L", "G", "M", "?"],
      ],
      ["kv_rate", { kind: "decimal" }, { decimals: 3, scale: 0.1 }, ["1.5", "0.0005", "-2", ""]],
      ["kv_flag", { kind: "boolean" }, { map: { 1: true, 0: false } }, ["1", "0", "2"]],
    ];
    for (const offset of kept ? [-1, 0, -5, -40] : [0]) {
      for (const id of keys) {
        for (const [name, , , values] of kinds) {
          if (choices.chance(25)) continue;
          rows.push({
            cells: {
              id,
              code: text(name.slice(3)),
              value: orNull(text(choices.pick(values))),
              ...(kept && { ds: date(daysAfter(today, offset)) }),
            },
            run: 0,
          });
        }
      }
    }
    for (const [name, type, yaml] of kinds) {
      tags[name] = { type: typeYaml(type), from: { source: "kv", column: name.slice(3), ...yaml } };
      bankTags.push({ name, type, kept });
    }
    sources["kv"] = {
      relation: "kv",
      grain: "tag_rows",
      tag: "code",
      value: "value",
      ...(kept && { snapshot: "ds" }),
    };
    relations["kv"] = {
      columns: { id: keyColumn, code: "text", value: "text", ...(kept && { ds: "date" as const }) },
      rows,
    };
  }

  const hasAccounts = choices.chance(50);
  if (hasAccounts) {
    const owners = choices.chance(50);
    const rows: CaseRow[] = [];
    for (const account of [101, 102, 103, 104]) {
      for (const role of ["P", "S"]) {
        if (choices.chance(25)) continue;
        const id = choices.pick([...keys, nobody]);
        rows.push({ cells: { account: number(account), role: text(role), id }, run: 0 });
      }
    }
    sources["accounts"] = {
      relation: "accounts",
      grain: "collection",
      id: ["account", "role"],
      key: "account",
      owners: owners ? { column: "role", primary: "P" } : "all",
    };
    relations["accounts"] = { columns: { account: "integer", role: "text", id: keyColumn }, rows };
  }

  const events: Yaml = {};
  const bankEvents: BankRows[] = [];
  const readiness: CaseRow[] = [];
  const whenLate = choices.deck(["wait 4 hours", "skip", "fail"]);

  /** A source of events, and the events in it. */
  const eventSource = (
    source: string,
    wanted: readonly NamedKind[],
    kinds: readonly string[],
    most: number,
  ): void => {
    const columns: Record<string, Column> = {};
    const attributes: Yaml = {};
    for (const { name, type } of wanted) {
      const { column, yaml, more } = stored(type, name, true);
      columns[name] = column;
      Object.assign(columns, more);
      attributes[name] = { type: typeYaml(type), column: name, ...yaml };
    }
    const types: Record<string, ColumnType> = { kind: "text" };
    for (const [name, { type }] of Object.entries(columns)) types[name] = type;
    const yaml: Yaml = { relation: source, grain: "event" };
    const via = hasAccounts && choices.chance(60);
    if (via) {
      yaml["customer"] = { via: "accounts", on: "account_no" };
      types["account_no"] = "integer";
    } else types["id"] = keyColumn;
    const idForm = choices.below(4);
    const idColumns: readonly string[] = idForm === 2 ? ["branch", "seq"] : ["seq"];
    yaml["id"] = idForm === 2 ? idColumns : "seq";
    types["seq"] = idForm === 1 ? "text" : "integer";
    if (idForm === 2) types["branch"] = "text";
    const timeForm = choices.pick(["instant", "instant", "local", "text", "date", "split"] as const);
    const zone = choices.pick([stage.timezone, stage.timezone, "America/New_York", "UTC"]);
    switch (timeForm) {
      case "instant":
        yaml["time"] = "at";
        types["at"] = "instant";
        break;
      case "local":
        yaml["time"] = { column: "at", zone };
        types["at"] = "local-time";
        break;
      case "text":
        yaml["time"] = { column: "at", format: "yyyyMMddHHmmss", ...(choices.chance(50) && { zone }) };
        types["at"] = "text";
        break;
      case "date":
        yaml["time"] = "at";
        types["at"] = "date";
        break;
      case "split":
        yaml["time"] = { column: "at", clock: "clock", format: "yyyyMMdd HHmmss", zone };
        types["at"] = "text";
        types["clock"] = "text";
        break;
    }
    if (choices.chance(35))
      yaml["lateness"] = choices.pick(["2 days", "1 day", "90 minutes", "6 hours", "1 week"]);
    const partitioned = choices.chance(20);
    if (partitioned) {
      yaml["partition"] = { column: "dt", of: "time", format: choices.pick(["yyyyMMdd", "yyyy-MM"]) };
      types["dt"] = "text";
    }
    if (choices.chance(32)) {
      yaml["ready"] = {
        relation: "etl",
        where: { job: source },
        date: "day",
        when_late: whenLate(),
      };
      for (const offset of [-2, -1, 0, 1, -3]) {
        if (choices.chance(12)) continue;
        readiness.push({
          cells: { job: text(source), day: date(daysAfter(today, offset)) },
          run: runs > 1 && choices.chance(20) ? choices.below(runs) : 0,
        });
      }
    }
    const zoned = timeForm === "instant" || timeForm === "date" ? stage.timezone : zone;
    const times = localTimes().filter(
      (time, index) => (index < 48 || choices.chance(30)) && isShown(time, zoned),
    );
    const rows: CaseRow[] = [];
    const count = choices.chance(8) ? 0 : choices.between(1, most);
    for (let seq = 1; seq <= count; seq++) {
      const time = choices.pick(times);
      const cells: Record<string, Stored> = {
        kind: text(choices.pick(kinds)),
        seq: idForm === 1 ? text(choices.pick(["a", "b", "10", "9", "ß"]) + seq) : number(seq),
      };
      if (via) cells["account_no"] = orNull(number(choices.pick([101, 102, 103, 104, 999])), 5);
      else cells["id"] = choices.chance(6) ? choices.pick([nobody, null]) : choices.pick(keys);
      if (idForm === 2) cells["branch"] = text(choices.pick(["a|b", "x", "\\"]));
      Object.assign(cells, eventTime(timeForm, time, stage.timezone));
      if (partitioned) {
        // What the partition column says must fit the time: a row is in the partition of its local date.
        const partition = yaml["partition"] as { format: string };
        const local = time.slice(0, 10);
        cells["dt"] = text(partition.format === "yyyyMMdd" ? local.replaceAll("-", "") : local.slice(0, 7));
      }
      const whole = row(columns, cells);
      rows.push({ cells: whole, run: arrival() });
      // The very same row once more.
      if (choices.chance(4)) rows.push({ cells: whole, run: rows.at(-1)?.run ?? 0 });
    }
    sources[source] = yaml;
    relations[source] = { columns: types, rows };
    for (const kind of kinds) {
      events[kind] = { source, where: { kind }, attributes };
      bankEvents.push({ name: kind, kind: "event", attributes: wanted });
    }
  };

  eventSource(
    "moves",
    [
      { name: "amount", type: { kind: "money" } },
      { name: "fee", type: { kind: "money", currency: "GBP" } },
      { name: "shop", type: { kind: "text" } },
      { name: "place", type: { kind: "enum", list: "city" } },
      { name: "points", type: { kind: "integer" } },
      { name: "booked", type: { kind: "date" } },
    ],
    ["buy", "pay"],
    30,
  );
  eventSource(
    "visits",
    [
      { name: "page", type: { kind: "text" } },
      { name: "dwell", type: { kind: "decimal" } },
      { name: "level", type: { kind: "enum", list: "stage" } },
      { name: "item", type: { kind: "product" } },
      { name: "ok", type: { kind: "boolean" } },
      { name: "ended", type: { kind: "instant" } },
    ],
    ["visit"],
    20,
  );

  const collections: Yaml = {};
  const bankCollections: BankRows[] = [];
  {
    const wanted: readonly NamedKind[] = [
      { name: "balance", type: { kind: "money", currency: "GBP" } },
      { name: "sort", type: { kind: "enum", list: "city" } },
      { name: "matures", type: { kind: "date" } },
      { name: "units", type: { kind: "decimal" } },
      { name: "goods", type: { kind: "product" } },
    ];
    const columns: Record<string, Column> = {};
    const attributes: Yaml = {};
    for (const { name, type } of wanted) {
      const { column, yaml, more } = stored(type, name, true);
      columns[name] = column;
      Object.assign(columns, more);
      attributes[name] = { type: typeYaml(type), column: name, ...yaml };
    }
    const types: Record<string, ColumnType> = { hold: "text", id: keyColumn };
    for (const [name, { type }] of Object.entries(columns)) types[name] = type;
    const form = choices.pick(["plain", "plain", "snapshot", "history"] as const);
    const yaml: Yaml = { relation: "holds", grain: "collection", id: "hold" };
    const rows: CaseRow[] = [];
    const count = choices.chance(8) ? 0 : choices.between(1, 12);
    for (let hold = 1; hold <= count; hold++) {
      const fixed: StoredRow = {
        hold: text(choices.pick(["h", "a|", "1"]) + hold),
        id: choices.chance(5) ? nobody : choices.pick(keys),
      };
      if (form === "snapshot") {
        for (const offset of [-1, 0, -7]) {
          if (choices.chance(30)) continue;
          rows.push({ cells: row(columns, { ...fixed, ds: date(daysAfter(today, offset)) }), run: 0 });
        }
      } else if (form === "history") {
        const since = choices.pick([-400, -1, 0, -7]);
        const until = choices.chance(60) ? undefined : choices.pick([0, 1, 2, -1]);
        rows.push({
          cells: row(columns, {
            ...fixed,
            since: date(daysAfter(today, since)),
            until: until === undefined ? null : date(daysAfter(today, until)),
          }),
          run: 0,
        });
      } else rows.push({ cells: row(columns, fixed), run: 0 });
    }
    if (form === "snapshot") {
      yaml["snapshot"] = "ds";
      types["ds"] = "date";
    }
    if (form === "history") {
      yaml["history"] = { from: "since", to: "until" };
      types["since"] = "date";
      types["until"] = "date";
    }
    sources["holds"] = yaml;
    relations["holds"] = { columns: types, rows };
    collections["holding"] = { source: "holds", attributes };
    bankCollections.push({ name: "holding", kind: "collection", attributes: wanted });
  }

  if (
    readiness.length > 0 ||
    Object.values(sources).some((source) => (source as Yaml)["ready"] !== undefined)
  ) {
    relations["etl"] = { columns: { job: "text", day: "date" }, rows: readiness };
  }
  const per = choices.pick([1, 100]);
  if (hasRates) {
    const rows: CaseRow[] = [];
    for (const [ccy, rates] of [
      ["USD", ["0.8", "0.75", "0.33333333"]],
      ["JPY", ["0.0051", "0.005", "0.0049999950"]],
    ] as const) {
      for (const offset of [-400, -30, -2, -1, 0, 1]) {
        if (choices.chance(35)) continue;
        rows.push({
          cells: { day: date(daysAfter(today, offset)), ccy: text(ccy), rate: number(choices.pick(rates)) },
          run: 0,
        });
      }
    }
    relations["rates"] = { columns: { day: "date", ccy: "text", rate: "decimal(18,10)" }, rows };
  }

  const channels = channelsYaml(choices, hasRates);
  return {
    stage,
    currency,
    hasRates,
    tags: bankTags,
    events: bankEvents,
    collections: bankCollections,
    channels: Object.keys(channels),
    relations,
    catalog: {
      catalog: 1,
      timezone: stage.timezone,
      currency,
      calendar: {
        ...(choices.chance(30) && { weekend: ["friday", "saturday"] }),
        holidays: [daysAfter(today, 1), daysAfter(today, -3)],
        workdays: [daysAfter(today, 2)],
      },
      customer: { key: "id", type: keyType, source: "people" },
      ...(hasRates && { rates: { source: "rates", date: "day", from: "ccy", rate: "rate", per } }),
      sources,
      tags,
      events,
      collections,
      channels,
      products: Object.fromEntries(PRODUCTS.map((product) => [product, {}])),
    },
  };
}

function channelsYaml(choices: Choices, hasRates: boolean): Yaml {
  return {
    letter: choices.chance(50)
      ? {}
      : { cost: "1.25 GBP", ...(choices.chance(40) && { capacity: "3 per day" }) },
    sms: {
      address: "phone",
      consent: "consent",
      cost: hasRates && choices.chance(40) ? "0.05 USD" : "0.05 GBP",
      ...(choices.chance(50) && {
        hours: choices.pick(["09:00 .. 20:00", "20:00 .. 08:00", "06:00 .. 07:30"]),
      }),
      ...(choices.chance(40) && { capacity: choices.pick(["1 per day", "2 per week", "3 per month"]) }),
      ...(choices.chance(25) && { max_length: 40 }),
    },
    branch: { message: "none", ...(choices.chance(30) && { capacity: "2 per day" }) },
  };
}

function dateText(stored: Stored): string {
  return stored?.kind === "date" ? stored.date : "";
}

function typeYaml(type: Kind): unknown {
  switch (type.kind) {
    case "money":
      return type.currency === undefined ? "money" : `money(${type.currency})`;
    case "enum":
      return { enum: [...MEMBERS[type.list]], ...(type.list === "stage" && { ordered: true }) };
    case "set":
      return { set: [...MEMBERS.set] };
    default:
      return type.kind;
  }
}

type TimeForm = "instant" | "local" | "text" | "date" | "split";

function eventTime(form: TimeForm, local: string, timezone: string): StoredRow {
  const digits = local.slice(0, 19).replace(/\D/g, "");
  switch (form) {
    case "instant":
      return { at: { kind: "instant", instant: instantOf(local, timezone) } };
    case "local":
      return { at: { kind: "local-time", time: local } };
    case "text":
      return { at: { kind: "text", text: digits } };
    case "date":
      return { at: { kind: "date", date: local.slice(0, 10) } };
    case "split":
      return {
        at: { kind: "text", text: digits.slice(0, 8) },
        clock: { kind: "text", text: digits.slice(8) },
      };
  }
}

import type { Stored, StoredRow } from "../../../../oracle/index.ts";
import type { CaseRow } from "../../case.ts";
import { daysAfter, instantOf, isShown } from "../dates.ts";
import { ACCOUNTS } from "./accounts.ts";
import { date, number, text, type Yaml } from "./cells.ts";
import type { NamedKind } from "./kinds.ts";
import { arrival, attributesYaml, columnsOf, columnTypes, type Making, orNull, rowOf } from "./making.ts";

/** What is asked of a source of events. */
export interface EventsAsked {
  readonly kinds: readonly string[];
  readonly most: number;
  readonly hasAccounts: boolean;
  readonly whenLate: () => string;
}

/** A source of events, and the events in it. */
export function makeEventSource(
  making: Making,
  source: string,
  wanted: readonly NamedKind[],
  { kinds, most, hasAccounts, whenLate }: EventsAsked,
): void {
  const { choices, stage, keys, keyColumn, nobody, times, runs, relations, sources } = making;
  const { today } = stage;
  const { columns, yamls } = columnsOf(making, wanted, true);
  const types = columnTypes(columns, { kind: "text" });
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
      making.readiness.push({
        cells: { job: text(source), day: date(daysAfter(today, offset)) },
        run: runs > 1 && choices.chance(20) ? choices.below(runs) : 0,
      });
    }
  }
  const zoned = timeForm === "instant" || timeForm === "date" ? stage.timezone : zone;
  const zonedTimes = times.filter(
    (time, index) => (index < 48 || choices.chance(30)) && isShown(time, zoned),
  );
  const rows: CaseRow[] = [];
  const count = choices.chance(8) ? 0 : choices.between(1, most);
  for (let seq = 1; seq <= count; seq++) {
    const time = choices.pick(zonedTimes);
    const cells: Record<string, Stored> = {
      kind: text(choices.pick(kinds)),
      seq: idForm === 1 ? text(choices.pick(["a", "b", "10", "9", "ß"]) + seq) : number(seq),
    };
    if (via) cells["account_no"] = orNull(making, number(choices.pick([...ACCOUNTS, 999])), 5);
    else cells["id"] = choices.chance(6) ? choices.pick([nobody, null]) : choices.pick(keys);
    if (idForm === 2) cells["branch"] = text(choices.pick(["a|b", "x", "\\"]));
    Object.assign(cells, eventTime(timeForm, time, stage.timezone));
    if (partitioned) {
      // What the partition column says must fit the time: a row is in the partition of its local date.
      const partition = yaml["partition"] as { format: string };
      const local = time.slice(0, 10);
      cells["dt"] = text(partition.format === "yyyyMMdd" ? local.replaceAll("-", "") : local.slice(0, 7));
    }
    const whole = rowOf(making, columns, cells);
    rows.push({ cells: whole, run: arrival(making) });
    // The very same row once more.
    if (choices.chance(4)) rows.push({ cells: whole, run: rows.at(-1)?.run ?? 0 });
  }
  sources[source] = yaml;
  relations[source] = { columns: types, rows };
  for (const kind of kinds) {
    making.events[kind] = { source, where: { kind }, attributes: attributesYaml(wanted, yamls) };
    making.bankEvents.push({ name: kind, kind: "event", attributes: wanted });
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

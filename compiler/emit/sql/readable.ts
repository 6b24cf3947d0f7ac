import { format } from "sql-formatter";
import type { Engine, FiringDays, Moment, Parameter, Window } from "../../../plan/index.ts";
import { type CommonTable, compileQuery, statement } from "./query.ts";
import type { StatementParts } from "./statement-parts.ts";

/**
 * A statement for people to read: constants put in, what depends on the run as `:name`, laid out, each part under a
 * comment that says what it is and where in the project it comes from. `title` lines stand on top.
 */
export function readableStatement(
  { tables, selection }: Pick<StatementParts, "tables" | "selection">,
  engine: Engine,
  title: readonly string[],
): string {
  const names = new Map<string, string>();
  const write = (value: Parameter): string => readableParameter(value, names);
  const parts = tables.map(
    (table, index) =>
      `-- ${commentText(table.comment)}\n${index === 0 ? "with " : ""}"${table.name}" as (\n${indented(laidOut(partText(table, write), engine))}\n)`,
  );
  const end = laidOut(compileQuery(statement([], selection), write, { bareConstants: true }), engine);
  const moments = [...names].map(([name, meaning]) => `--   :${name} is ${meaning}`);
  const header = [
    ...title.map((line) => `-- ${commentText(line)}`),
    ...(moments.length === 0 ? [] : ["-- What depends on the run:", ...moments]),
  ];
  return `${header.join("\n")}\n\n${parts.join(",\n\n")}\n\n${end};\n`;
}

function partText(table: CommonTable, write: (value: Parameter) => string): string {
  const { selection } = table;
  return "from" in selection
    ? compileQuery(statement([], selection), write, { bareConstants: true })
    : compileQuery(selection.toOperationNode() as never, write, { bareConstants: true });
}

function laidOut(sql: string, engine: Engine): string {
  return format(sql, {
    language: engine === "postgres" ? "postgresql" : "duckdb",
    paramTypes: { named: [":"] },
    tabWidth: 2,
    expressionWidth: 100,
  });
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

/** One line, whatever a user called her things. */
const commentText = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

function readableParameter(value: Parameter, names: Map<string, string>): string {
  switch (value.kind) {
    case "text":
    case "date":
      return `'${value.value.replaceAll("'", "''")}'`;
    case "number":
      return value.value;
    case "boolean":
      return String(value.value);
    case "tick-date":
      names.set("tick_date", "the local date of the tick");
      return ":tick_date";
    case "moment": {
      const [name, meaning] = momentName(value);
      names.set(name, meaning);
      return `:${name}`;
    }
    case "clock-changes":
      names.set("clock_changes", "the changes of the clocks in the time that is looked at, as JSON");
      return ":clock_changes";
    case "days": {
      const name = `days_${daysName(value.days)}`;
      names.set(name, "the dates from which the days of the span follow, as JSON");
      return `:${name}`;
    }
    case "ledger": {
      names.set(value.rows.kind, `the ledger's ${ledgerText[value.rows.kind]}, as JSON`);
      return `:${value.rows.kind}`;
    }
  }
}

/** `7_days_before`, `anniversary`: two of a statement that differ in their span alone share it. */
function daysName({ offset, anniversary }: FiringDays): string {
  const moved =
    offset === undefined
      ? []
      : [
          `${offset.duration.count} ${plural(offset.duration.unit, offset.duration.count)} ${offset.direction}`,
        ];
  const words = [...moved, ...(anniversary ? ["anniversary"] : [])].join(" ") || "of dates";
  return words.replace(/[^a-z0-9]+/g, "_");
}

const ledgerText = {
  contact: "contacts of earlier ticks",
  response: "responses",
  members: "customers as they stood at the tick before",
  waves: "contacts that are asked about",
} as const;

function momentName({ moment, as }: Extract<Parameter, { kind: "moment" }>): readonly [string, string] {
  const [name, meaning] = plainMomentName(moment);
  if (as.kind === "instant") return [name, meaning];
  if (as.kind === "local") return [`${name}_local`, `${meaning}, in ${as.zone}`];
  return [`${name}_partition`, `the partition of ${meaning}`];
}

function plainMomentName(moment: Moment): readonly [string, string] {
  switch (moment.kind) {
    case "waves-from":
      return ["waves_from", "the least due time of the contacts"];
    case "earlier": {
      const [name, meaning] = plainMomentName(moment.than);
      const by = moment.by.map(({ count, unit }) => `${count} ${plural(unit, count)}`);
      const spare = moment.spare === "more" ? "and some days" : "less some days";
      return [
        [name, "less", ...by, ...(moment.spare === "more" ? [] : ["at_most"])]
          .join("_")
          .replace(/[^a-z0-9]+/g, "_"),
        `${meaning}, earlier by ${by.join(" and ")}, ${spare}`,
      ];
    }
    case "tick":
      return ["tick", "the tick"];
    case "tick-end":
      return ["tick_end", "a microsecond after the tick"];
    case "firing-from":
      return ["firing_from", "a microsecond after the tick before, earlier by the source's lateness"];
    case "window": {
      const text = windowText(moment.window);
      // A name begins with a letter: `31..60 days ago` is `ago_31_60_days`.
      const slug = text
        .toLowerCase()
        .replace(/^(\d.*) ago$/, "ago $1")
        .replace(/[^a-z0-9]+/g, "_");
      return moment.end === "from"
        ? [`${slug}_from`, `the beginning of \`${text}\``]
        : [`${slug}_to`, `the end of \`${text}\``];
    }
  }
}

/** A window as the language writes it. */
function windowText(window: Window): string {
  switch (window.kind) {
    case "last":
      return `last ${window.duration.count} ${plural(window.duration.unit, window.duration.count)}`;
    case "ago":
      return `${window.from}..${window.to} ${plural(window.unit, 2)} ago`;
    case "today":
    case "yesterday":
    case "ever":
      return window.kind;
    case "this":
      return `this ${window.period}`;
    case "previous":
      return window.count === 1
        ? `previous ${window.period}`
        : `previous ${window.count} ${plural(window.period, window.count)}`;
    case "since":
      return `since ${window.date}`;
    case "period":
      return window.back === 1 ? `previous ${window.period}` : `${window.period} ${window.back} back`;
    case "before-event":
      return window.duration === undefined
        ? "ever before event"
        : `${window.duration.count} ${plural(window.duration.unit, window.duration.count)} before event`;
  }
}

const plural = (unit: string, count: number): string => {
  const word = unit === "business-day" ? "business day" : unit;
  return count === 1 ? word : `${word}s`;
};

import type { SurveyedColumn, SurveyedTable } from "../../plan/index.ts";
import { plainName, words } from "./words.ts";

/** What a column is read as, and what is to be decided about it. */
export interface ColumnDraft {
  /** The type as the catalog writes it; undefined where the column cannot be read. */
  readonly type: string | undefined;
  /** Further keys of reading a column, in the catalog's order. */
  readonly how: Readonly<Record<string, string>>;
  readonly doubts: readonly string[];
}

/** What is known beside the column. */
export interface TypeContext {
  readonly table: SurveyedTable;
  /** The project's; undefined where the catalog names none yet. */
  readonly currency: string | undefined;
  readonly timezone: string | undefined;
  /** The values of a text that has few, as they were found; undefined where they were not looked at. */
  readonly members: readonly string[] | undefined;
  /** Writes a text as the catalog takes it. */
  readonly scalar: (text: string) => string;
}

/** Says as what a column is read, by what it holds and what it is called. */
export function draftColumn(column: SurveyedColumn, context: TypeContext): ColumnDraft {
  switch (column.content) {
    case "boolean":
      return plain("boolean");
    case "date":
      return plain("date");
    case "instant":
      return plain("instant");
    case "local-time":
      return localTime(column, context);
    case "integer":
      return wholeNumber(column, context);
    case "decimal":
      return exactNumber(column, context);
    case "float":
      return inexactNumber(column, context);
    case "text":
      return text(column, context);
    case "text-list":
      return unread(
        `\`${column.name}\` holds lists of text: which members can they have? \`type: { set: [a, b] }\``,
      );
    case "other":
      return unread(`\`${column.name}\` holds values of a type that is not read (\`${column.type}\`)`);
  }
}

/** Whether a column's name, or what is said of it, is of a kind. */
const isCalled = ({ name, comment }: SurveyedColumn, kind: RegExp): boolean =>
  kind.test(plainName(name)) || kind.test(plainName(comment ?? ""));

const plain = (type: string, ...doubts: readonly string[]): ColumnDraft => ({ type, how: {}, doubts });
const unread = (why: string): ColumnDraft => ({ type: undefined, how: {}, doubts: [why] });

function localTime({ name, comment }: SurveyedColumn, { timezone }: TypeContext): ColumnDraft {
  const { zone, doubts } = zoneOf(name, comment, timezone);
  return { type: "instant", how: { zone }, doubts };
}

/** The zone of a column of local times. */
export function zoneOf(
  name: string,
  comment: string | undefined,
  timezone: string | undefined,
): { readonly zone: string; readonly doubts: readonly string[] } {
  if (/(?:^|_)(?:utc|gmt)(?:_|$)/u.test(plainName(name)) || /\bUTC\b/u.test(comment ?? "")) {
    return { zone: "UTC", doubts: [] };
  }
  const zone = timezone ?? "UTC";
  return { zone, doubts: [`\`${name}\` has no zone of its own: are its times those of ${zone}?`] };
}

function wholeNumber(column: SurveyedColumn, context: TypeContext): ColumnDraft {
  if (isCalled(column, words.cents) && isCalled(column, words.money)) {
    return amount(column, context, { scale: "0.01" }, []);
  }
  if (isCalled(column, words.money)) {
    return plain(
      "integer",
      `is \`${column.name}\` an amount? then ${amountHint(context)}, and with \`scale: 0.01\` where it is stored in hundredths`,
    );
  }
  if (words.flag.test(plainName(column.name))) {
    return plain(
      "integer",
      `is \`${column.name}\` a yes or no? then \`type: boolean\` with \`map: { "1": true, "0": false }\``,
    );
  }
  return plain("integer");
}

function exactNumber(column: SurveyedColumn, context: TypeContext): ColumnDraft {
  if (isCalled(column, words.percent)) {
    return plain(
      "percent",
      `is 20 % stored in \`${column.name}\` as 0.2? where it is stored as 20, \`scale: 0.01\``,
    );
  }
  const places = column.digits ?? -1;
  const loose = places > 6 || places < 0 ? { decimals: "6" } : {};
  const doubts =
    places < 0
      ? [`how many digits after the point has \`${column.name}\`? 6 are read`]
      : places > 6
        ? [`\`${column.name}\` has ${places} digits after the point, of which 6 are read`]
        : [];
  if (isCalled(column, words.money)) {
    return amount(column, context, loose, [
      ...doubts,
      ...(words.money.test(plainName(column.name))
        ? []
        : [`is \`${column.name}\` an amount, as its comment lets one think? else \`type: decimal\``]),
    ]);
  }
  return {
    type: "decimal",
    how: loose,
    doubts: [
      ...doubts,
      ...(places === 2 ? [`is \`${column.name}\` an amount? then ${amountHint(context)}`] : []),
    ],
  };
}

function inexactNumber(column: SurveyedColumn, context: TypeContext): ColumnDraft {
  const isMoney = isCalled(column, words.money);
  const decimals = isMoney ? "2" : "6";
  const doubts = [
    `\`${column.name}\` is stored as a floating-point number: are ${decimals} digits after the point right?`,
  ];
  return isMoney
    ? amount(column, context, { decimals }, doubts)
    : { type: "decimal", how: { decimals }, doubts };
}

/** An amount of money: in the currency that the row says, or in the project's. */
function amount(
  column: SurveyedColumn,
  context: TypeContext,
  how: Readonly<Record<string, string>>,
  doubts: readonly string[],
): ColumnDraft {
  const currency = currencyColumn(context.table);
  if (currency !== undefined) {
    return { type: "money", how: { currency: context.scalar(currency), ...how }, doubts };
  }
  if (context.currency === undefined) {
    const asked = `in which currency is \`${column.name}\`? then \`type: money(CNY)\``;
    return { type: "decimal", how, doubts: [...doubts, asked] };
  }
  return { type: `money(${context.currency})`, how, doubts };
}

function amountHint({ table, currency }: TypeContext): string {
  const column = currencyColumn(table);
  return column === undefined
    ? `\`type: money(${currency ?? "CNY"})\``
    : `\`type: money\` with \`currency: ${column}\``;
}

/** The column that says in which currency a row's amounts are. */
function currencyColumn({ columns }: SurveyedTable): string | undefined {
  return columns.find(({ name, content }) => content === "text" && words.currency.test(plainName(name)))
    ?.name;
}

function text(column: SurveyedColumn, context: TypeContext): ColumnDraft {
  const { members, scalar } = context;
  if (members !== undefined) {
    const type = `{ enum: [${members.map(scalar).join(", ")}] }`;
    return plain(type, `are these all the values that \`${column.name}\` can have?`);
  }
  const name = plainName(column.name);
  if (words.flag.test(name)) {
    return plain(
      "text",
      `is \`${column.name}\` a yes or no? then \`type: boolean\` with \`map: { Y: true, N: false }\``,
    );
  }
  if (isCalled(column, words.date)) {
    return plain(
      "text",
      `is \`${column.name}\` a date written as text? then \`type: date\` with \`format: yyyyMMdd\``,
    );
  }
  return plain("text");
}

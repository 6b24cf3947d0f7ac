import type { Catalog, CatalogTag } from "../../../compiler/catalog/catalog.ts";
import { date, number, type Stored, type StoredRow, text } from "../../../oracle/index.ts";
import type { ColumnMapping } from "../../../plan/index.ts";
import { type Draw, drawing } from "./draw.ts";

/** What the bank's tables hold, by relation. */
export type BankWorld = Readonly<Record<string, readonly StoredRow[]>>;

const PEOPLE = 48;

/** The days of the copies; the last comes after all that is asked. */
const copies = [
  ...["2025-11-30", "2025-12-31", "2026-01-14", "2026-01-31", "2026-02-09", "2026-02-24", "2026-02-26"],
  ...["2026-02-28", "2026-03-01", "2026-03-10"],
];

/**
 * A warehouse of the bank's, drawn at random and always the same: several months, with all that its columns may hold and some
 * that they should not. Whatever the catalog reads of customers has a column.
 */
export function bankWorld(catalog: Catalog): BankWorld {
  const draw = drawing(20_260_302);
  const people = Array.from({ length: PEOPLE }, (_, index) => `K${index + 1}`);
  const tagsOf = (source: string) => [...catalog.tags].filter(([, { mapping }]) => mapping.source === source);
  const accounts = people.flatMap((kdnr, index) => accountOf(kdnr, index, draw));
  return {
    "dwh.kunden_tag": people.flatMap((kdnr) => portraits(kdnr, tagsOf("kunden"), draw)),
    "dwh.merkmale": people.flatMap((kdnr) =>
      tagsOf("merkmale").flatMap(([, { mapping }]) =>
        draw.chance(0.25)
          ? []
          : [{ kdnr: text(kdnr), code: text(mapping.column), wert: storedFor(mapping, draw) }],
      ),
    ),
    "dwh.konten": accounts,
    "dwh.buchungen": people.flatMap((_, index) => bookings(`A${index + 1}`, index, draw)),
    "dwh.kartenumsatz": people.flatMap((_, index) => cardPurchases(`A${index + 1}`, index, draw)),
  };
}

function portraits(
  kdnr: string,
  tags: readonly (readonly [string, CatalogTag])[],
  draw: Draw,
): readonly StoredRow[] {
  let row: StoredRow = {};
  return copies.flatMap((day) => {
    const fresh = tags
      .filter(([, { mapping }]) => row[mapping.column] === undefined || draw.chance(0.1))
      .map(([, { mapping }]) => [mapping.column, storedFor(mapping, draw)] as const);
    row = { ...row, ...Object.fromEntries(fresh), kdnr: text(kdnr), stichtag: date(day) };
    return draw.chance(0.04) ? [] : [row];
  });
}

const two = (value: number): string => String(value).padStart(2, "0");

/** A value as the column of a tag may hold it. */
function storedFor(mapping: ColumnMapping, draw: Draw): Stored {
  if (draw.chance(0.05)) return null;
  if (mapping.unknown.length > 0 && draw.chance(0.15)) return stored(draw.pick(mapping.unknown));
  if (mapping.map !== undefined) {
    const codes = Object.keys(mapping.map);
    // Yes more often than no, and now and then what nobody has agreed on.
    return text(draw.chance(0.1) ? draw.pick(["?", "", codes[0]?.toLowerCase() ?? ""]) : draw.first(codes));
  }
  if (mapping.format !== undefined) return text(dayText(draw));
  if (mapping.decimals !== undefined) return text(numberText(mapping, draw));
  switch (mapping.type.kind) {
    case "integer":
      return number(draw.pick([0, 1, 2, 3, 6, 12, 70]));
    case "percent":
    case "decimal":
      return number(draw.pick([0, 49, 50, 51, 100]));
    case "money":
      return number(
        draw.pick([0, 60_000, 1_199_999, 1_200_000, 1_200_001, 4_999_999, 5_000_000, 30_000_000]),
      );
    case "enum":
      return text(draw.chance(0.1) ? "?" : draw.pick(mapping.type.members));
    default:
      return text(draw.pick(["Ms Li", "Herr Öz", "李 女士", "O'Neil"]));
  }
}

const stored = (value: string | number | boolean): Stored =>
  typeof value === "number" ? number(value) : text(String(value));

/** Days of which many have their anniversary between the ticks, and some that no calendar has. */
function dayText(draw: Draw): string {
  if (draw.chance(0.1)) return draw.pick(["20260230", "00000000", "2024-01-15", "", "2024011"]);
  return `${draw.between(1950, 2025)}${two(draw.between(1, 3))}${two(draw.between(1, 28))}`;
}

function numberText({ type }: ColumnMapping, draw: Draw): string {
  if (draw.chance(0.15))
    return draw.pick([
      "n/a",
      "",
      "0,25",
      "-",
      "1.2.3",
      " 7 ",
      "1e2",
      "+5",
      "7.",
      "Infinity",
      "1_000",
      "00012",
      ".5",
    ]);
  return type.kind === "integer"
    ? draw.pick(["0", "7", "8", "8.4", "7.5", "17", "18", "42", "61", "9"])
    : draw.pick(["0", "0.12", "0.1234", "0.12345", "0.1235", "0.5", "0.99999", "1"]);
}

/** Most accounts have one owner in charge; others who share it have no part in it. A few have none, or two. */
function accountOf(kdnr: string, index: number, draw: Draw): readonly StoredRow[] {
  const row = (of: string, rolle: string): StoredRow => ({
    konto: text(`A${index + 1}`),
    kdnr: text(of),
    rolle: text(rolle),
  });
  const shared = draw.chance(0.3)
    ? [row(`K${1 + ((index + 1) % PEOPLE)}`, draw.chance(0.2) ? "H" : "M")]
    : [];
  return [...(draw.chance(0.05) ? [row(kdnr, "B")] : [row(kdnr, "H")]), ...shared];
}

const months = ["202509", "202510", "202511", "202512", "202601", "202602"];

/** Salaries on a payday, of which some go to another bank at once; bills, transfers, pensions; what was taken back. */
function bookings(konto: string, index: number, draw: Draw): readonly StoredRow[] {
  let entry = index * 1_000;
  const booking = (tag: string, art: string, fen: number, more: StoredRow = {}): StoredRow => ({
    konto: text(konto),
    tag: text(draw.chance(0.01) ? `${tag.slice(0, 6)}32` : tag),
    uhr: draw.chance(0.02) ? draw.pick([null, text("996000"), text("0930")]) : text(clock(draw)),
    lfd: number(++entry),
    art: text(art),
    fen: number(fen),
    storno: draw.chance(0.08) ? draw.pick([text("J"), null]) : text("N"),
    sh: text(["UBA", "LAS", "BAR"].includes(art) ? "S" : "H"),
    gegen: draw.chance(0.05) ? draw.pick([null, text("X")]) : text(draw.chance(0.7) ? "F" : "E"),
    ...more,
  });
  const salary = draw.chance(0.7) ? draw.pick([800_000, 1_500_000, 2_500_000]) : 0;
  const isRetired = draw.chance(0.1);
  return months.flatMap((month) => {
    const payday = draw.between(8, 12);
    const paid = draw.chance(0.15) ? Math.round(salary * 0.5) : salary;
    const some = (most: number, make: () => StoredRow) => Array.from({ length: draw.between(0, most) }, make);
    const day = () => `${month}${two(draw.between(1, 28))}`;
    return [
      ...(salary > 0 && draw.chance(0.9) ? [booking(`${month}${two(payday)}`, "GEH", paid)] : []),
      ...(salary > 0 && draw.chance(0.4)
        ? [
            booking(`${month}${two(payday + draw.between(0, 2))}`, "UBA", Math.round(paid * 0.85), {
              gegen: text("F"),
            }),
          ]
        : []),
      ...(isRetired ? [booking(`${month}05`, "REN", 600_000)] : []),
      ...some(5, () => booking(day(), "LAS", draw.between(1_000, 90_000))),
      ...some(2, () => booking(day(), "UBI", draw.pick([9_999, 10_000, 10_000_000, 25_000_000]))),
      ...some(2, () => booking(day(), "UBA", draw.pick([9_999, 10_000, 1_000_000, 30_000_000]))),
      ...some(1, () => booking(day(), "BAR", draw.pick([20_000, 600_000]))),
    ];
  });
}

function clock(draw: Draw): string {
  return `${two(draw.between(0, 23))}${two(draw.between(0, 59))}${two(draw.between(0, 59))}`;
}

function cardPurchases(konto: string, index: number, draw: Draw): readonly StoredRow[] {
  let entry = index * 1_000;
  return months.flatMap((month) =>
    Array.from({ length: draw.between(0, 3) }, () => ({
      konto: text(konto),
      zeit: text(draw.chance(0.03) ? month : `${month}${two(draw.between(1, 28))}${clock(draw)}`),
      nr: number(++entry),
      fen: number(draw.pick([4_000, 60_000, 499_999, 500_000, 900_000])),
      land: draw.chance(0.05) ? null : text(draw.pick(["CN", "CN", "JP", "DE"])),
    })),
  );
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../compiler/catalog/load-catalog.ts";
import { compile } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import { date, detectOracle, number, type StoredRow, text } from "../../oracle/index.ts";
import { library, libraryTags, project } from "./support.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "new-bank", name), "utf8");
const texts = project(read("catalog.yaml"), read("first.campaign"));

test("a bank with a warehouse of its own takes the library in by its catalog alone", () => {
  const { catalog, diagnostics: said } = loadCatalog(texts.catalogFiles, library.catalogFiles);
  expect(said).toEqual([]);
  const mapped = [...(catalog?.tags.values() ?? [])].filter(({ unmapped }) => unmapped !== true);
  expect(mapped.length / libraryTags.size).toBeCloseTo(1 / 3, 1);
  const { program, diagnostics } = compile(texts);
  expect(diagnostics).toEqual([]);
  if (program === undefined || catalog === undefined) throw new Error("the project does not compile");
  const [campaign] = emitPlan(program, catalog, ({ file }) => file).campaigns;
  expect(campaign?.name).toBe("win_the_main_account");
});

test("its accounts' bookings, fen and texts are what the library's tags are made of", () => {
  const { program } = compile(texts);
  if (program === undefined) throw new Error("the project does not compile");
  const customer = (kdnr: string, more: StoredRow): StoredRow => ({
    kdnr: text(kdnr),
    stichtag: date("2026-03-01"),
    anrede: text("Ms Li"),
    seit: text("20240115"),
    einkommen_fen: number(1_200_000),
    vermoegen_fen: number(100_000),
    mobil: text("13800000000"),
    sms_ok: text("J"),
    gehaltskunde: text("N"),
    lastschrift: text("J"),
    ...more,
  });
  const account = (konto: string, kdnr: string, rolle: string): StoredRow => ({
    konto: text(konto),
    kdnr: text(kdnr),
    rolle: text(rolle),
  });
  let entry = 0;
  const booking = (konto: string, tag: string, art: string, fen: number, storno = "N"): StoredRow => ({
    konto: text(konto),
    tag: text(tag),
    uhr: text("093000"),
    lfd: number(++entry),
    art: text(art),
    fen: number(fen),
    storno: text(storno),
    sh: text("H"),
    gegen: text("F"),
  });
  const salaries = (konto: string) => [
    booking(konto, "20260110", "GEH", 1_500_000),
    booking(konto, "20260210", "GEH", 1_500_000),
  ];
  const bills = (konto: string, storno = "N") =>
    [1, 2, 3, 4, 5].map((day) => booking(konto, `2026021${day}`, "LAS", 5_000, storno));
  const world = {
    "dwh.kunden_tag": [
      customer("A", {}),
      customer("B", {}),
      customer("C", { einkommen_fen: number(1_199_999) }),
      customer("D", {}),
      customer("E", { seit: text("20250303") }),
      customer("F", {}),
    ],
    "dwh.konten": [
      ...["A", "B", "C", "D", "E"].map((kdnr) => account(`1${kdnr}`, kdnr, "H")),
      account("1A", "F", "M"),
    ],
    "dwh.buchungen": [
      ...["A", "B", "C", "D", "E"].flatMap((kdnr) => salaries(`1${kdnr}`)),
      ...bills("1B"),
      ...bills("1D", "J"),
    ],
    "dwh.merkmale": [{ kdnr: text("A"), code: text("S_HK"), wert: text("0.25") }],
  };
  const tick = "2026-03-02T09:30:00";
  const { candidates } = detectOracle(program, "win_the_main_account", world, { tick, from: tick });
  expect(candidates.map(({ customer, value }) => [customer, value])).toEqual([
    ["A", "25"],
    ["D", "0"],
  ]);
});

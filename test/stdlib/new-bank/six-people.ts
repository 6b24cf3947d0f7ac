import { date, number, type StoredRow, text } from "../../../oracle/index.ts";
import type { BankWorld } from "./world.ts";

/**
 * Customers whose salaries come in and whose main account may be elsewhere, on 2 March 2026: A is to be won, D too, whose bills
 * were all taken back; B pays her bills here, C earns a yuan's hundredth too little, E is new, F only shares A's account.
 */
export function sixPeople(): BankWorld {
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
  let entry = 900_000;
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
  return {
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
}

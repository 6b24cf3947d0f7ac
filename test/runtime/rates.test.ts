import { expect, test } from "vitest";
import { formatDecimal, parseDecimal } from "../../runtime/decimal.ts";
import { readRates } from "../../runtime/rates.ts";
import { at, plan, warehouse } from "./support/plans.ts";

const statement = { sql: "rates", parameters: [] };

async function converter(per: number): Promise<(amount: string, from: string, to: string) => string> {
  const rates = { relation: "fx", date: "d", from: "ccy", rate: "rate", per };
  const thePlan = plan([], { rates, rateStatement: { duckdb: statement, postgres: statement } });
  const table = [
    { currency: "USD", rate: "710.00000000" },
    { currency: "EUR", rate: "800.00000000" },
    { currency: "JPY", rate: null },
  ];
  const tick = at("2026-03-02T06:00:00Z");
  const found = await readRates(thePlan, { tick, firingFrom: tick }, warehouse({ rates: table }));
  return (amount, from, to) => {
    const converted = found.convert(parseDecimal(amount), from, to);
    return converted === undefined ? "unknown" : formatDecimal(converted);
  };
}

test("a rate is the price of as many units as the catalog says", async () => {
  const byHundred = await converter(100);
  expect(byHundred("1", "USD", "CNY")).toBe("7.1");
  expect(byHundred("7.1", "CNY", "USD")).toBe("1");
  expect(byHundred("71", "EUR", "USD")).toBe("80");
  expect(byHundred("0.05", "CNY", "CNY")).toBe("0.05");
  expect(byHundred("1", "JPY", "CNY")).toBe("unknown");
  expect(byHundred("1", "CNY", "GBP")).toBe("unknown");
  const byOne = await converter(1);
  expect(byOne("1", "USD", "CNY")).toBe("710");
});

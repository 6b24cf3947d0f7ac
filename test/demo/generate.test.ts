import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateBank } from "../../demo/bank.ts";
import { checksums, type SmallBank, small, smallBank } from "./bank.ts";

let bank: SmallBank;
beforeAll(async () => {
  bank = await smallBank();
}, 300_000);
afterAll(() => bank.close());

async function compareWith(other: SmallBank): Promise<readonly [mine: object, its: object]> {
  try {
    return [await checksums(bank), await checksums(other)];
  } finally {
    other.close();
  }
}

describe("a demo bank", () => {
  it("is the same again, whatever the number of threads and of customers at once", async () => {
    const [first, second] = await compareWith(await smallBank(small, { threads: 1, batch: 170 }));
    expect(Object.keys(first).length).toBeGreaterThan(35);
    expect(second).toEqual(first);
  });

  it("is another one from another seed, but for the calendar", async () => {
    const [first, second] = await compareWith(await smallBank({ ...small, seed: 2 }));
    const changed = Object.entries(first).flatMap(([name, sum]) =>
      Object.entries(second).some(([other, its]) => other === name && its === sum) ? [] : [name],
    );
    expect(Object.keys(first).filter((name) => !changed.includes(name))).toEqual(["main.calendar"]);
  });

  it("keeps its customers' ids and people when it grows", async () => {
    const larger = await smallBank({ ...small, customers: 600 });
    const people =
      "select customer_id, birth_date, income from customers where customer_id <= 100500 and ds = '2026-03-01' order by 1";
    expect(await larger.ask(people)).toEqual(await bank.ask(people));
    larger.close();
  });

  it("replaces an older file and leaves nothing beside it", async () => {
    const path = join(dirname(bank.path), "other.duckdb");
    writeFileSync(path, "not a database");
    await generateBank({ customers: 5, months: 1, seed: 3 }, path);
    expect(readdirSync(dirname(path)).sort()).toEqual(["other.duckdb", "warehouse.duckdb"]);
  });
});

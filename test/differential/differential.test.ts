import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { compileCase } from "./case.ts";
import { type DifferentialEngines, openEngines } from "./engines.ts";
import { readRegression, regressionNames } from "./regressions.ts";
import { differencesOf, emptyTally, search } from "./search.ts";

let database: PostgresDatabase;
let engines: DifferentialEngines;
const outbox = mkdtempSync(join(tmpdir(), "baleen-differential-"));

beforeAll(async () => {
  database = await postgresDatabase("differential");
  engines = await openEngines(database.url);
});

afterAll(async () => {
  await engines.close();
  await database.drop();
  rmSync(outbox, { recursive: true, force: true });
});

describe("what once differed", () => {
  for (const name of regressionNames()) {
    test(name, async () => {
      const one = readRegression(name);
      expect(compileCase(one)).toHaveProperty("program");
      expect(await differencesOf(one, engines, outbox)).toBeUndefined();
    });
  }
});

test("programs made at random mean the same to all evaluators", async () => {
  const tally = emptyTally();
  const isOver = (): boolean => false;
  const found = await search({ engines, outbox, seed: 20, isOver, programs: 15, shrinkFor: 0 }, tally);
  expect(found?.differences).toBeUndefined();
  expect(tally.programs).toBe(15);
  expect(tally.candidates + tally.contacts + tally.rejections).toBeGreaterThan(10);
  expect(tally.decisions).toBeGreaterThan(30);
}, 120_000);

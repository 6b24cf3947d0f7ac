import { afterAll, beforeAll, expect, test } from "vitest";
import { baleen, starterProject, starterWith, type TemporaryProject, TICK } from "./support.ts";

let warehouseOnly: TemporaryProject;
let ledgerOnly: TemporaryProject;

const unset = (name: string) => `{ engine: postgres, url: "$\u007b${name}}" }`;

beforeAll(() => {
  // Each lacks what it takes to open the other store.
  warehouseOnly = starterProject(
    starterWith("baleen.yaml", "{ engine: sqlite, path: .baleen/ledger.db }", unset("LEDGER_NOWHERE")),
  );
  ledgerOnly = starterProject(
    starterWith("baleen.yaml", "{ engine: duckdb, path: data }", unset("WAREHOUSE_NOWHERE")),
  );
});
afterAll(() => {
  warehouseOnly.remove();
  ledgerOnly.remove();
});

test("tests are run, plans built, files laid out and tags listed without either store", async () => {
  for (const { folder } of [warehouseOnly, ledgerOnly]) {
    for (const verb of [["test"], ["build"], ["fmt", "--check"], ["tags"]]) {
      const { code, err } = await baleen(...verb, "--project", folder);
      expect({ verb, code, err }).toEqual({ verb, code: 0, err: "" });
    }
  }
});

test("what reads the ledger alone wants nothing of the warehouse", async () => {
  const at = (...verb: readonly string[]) => baleen(...verb, "--project", ledgerOnly.folder);
  expect((await at("report")).err).toContain("the ledger has no completed ticks");
  expect((await at("tasks", "list")).code).toBe(0);
  expect((await at("explain", "thank_you", "1")).err).not.toContain("WAREHOUSE_NOWHERE");
});

test("a run wants both, and check says all that is missing", async () => {
  for (const verb of [["run", "--at", TICK], ["check"], ["dispatch"]]) {
    const { code, err } = await baleen(...verb, "--project", warehouseOnly.folder);
    expect({ verb, code }).toEqual({ verb, code: 2 });
    expect(err).toContain("the environment variable `LEDGER_NOWHERE` is not set");
  }
  expect((await baleen("report", "--project", warehouseOnly.folder)).err).toContain("LEDGER_NOWHERE");
});

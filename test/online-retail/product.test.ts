import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { commandLine } from "../../cli/command-line.ts";
import { loadIntoPostgres, type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { runs } from "./campaigns.ts";
import { openShop } from "./candidates.ts";
import { differences, type Lines, linesOfExpected, linesOfReports, type RunReport } from "./compare.ts";
import { copyProject, hasRealFolder, realFolder } from "./project.ts";
import { expectedOf } from "./replay.ts";
import { writeTwin } from "./twin.ts";

/** Makes the month's runs of the project in a folder, one after the other. */
async function reportsOf(project: string): Promise<readonly RunReport[]> {
  const reports: RunReport[] = [];
  for (const run of runs) {
    let [out, err] = ["", ""];
    const exitCode = await commandLine(
      ["run", "--project", project, "--at", run.replace(" ", "T"), "--format", "json"],
      {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        color: false,
        interactive: false,
      },
    );
    if (exitCode !== 0) throw new Error(`the run at ${run} ends with ${exitCode}: ${err}`);
    reports.push(JSON.parse(out) as RunReport);
  }
  return reports;
}

function allDifferences(expected: Lines, reported: Lines): Record<keyof Lines, readonly string[]> {
  const of = (kind: keyof Lines): readonly string[] => differences(expected[kind], reported[kind]);
  return {
    ticks: of("ticks"),
    candidates: of("candidates"),
    contacts: of("contacts"),
    controls: of("controls"),
    rejections: of("rejections"),
  };
}

const none = { ticks: [], candidates: [], contacts: [], controls: [], rejections: [] };

/** The product's month over a shop, on both engines, against hand-written SQL and replay. */
function agrees(shopFolder: () => Promise<string>): void {
  let root: string;
  let shop: string;
  let expected: Lines;
  let database: PostgresDatabase | undefined;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "online-retail-product-"));
    shop = await shopFolder();
    expected = linesOfExpected(await expectedOf(shop));
  }, 300_000);

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  afterAll(async () => {
    await database?.drop();
    await rm(root, { recursive: true, force: true });
  });

  test("on DuckDB over Parquet files", async () => {
    const project = join(root, "duckdb");
    await copyProject(project, "duckdb");
    vi.stubEnv("WAREHOUSE_FOLDER", shop);
    expect(allDifferences(expected, linesOfReports(await reportsOf(project)))).toEqual(none);
  }, 600_000);

  test("on PostgreSQL", async () => {
    const project = join(root, "postgres");
    await copyProject(project, "postgres");
    database = await postgresDatabase("online_retail");
    const connection = await openShop(shop);
    await loadIntoPostgres(database, "public", connection, ["lines", "customers"]);
    connection.closeSync();
    vi.stubEnv("WAREHOUSE_URL", database.url);
    expect(allDifferences(expected, linesOfReports(await reportsOf(project)))).toEqual(none);
  }, 900_000);
}

describe("the product's month of the twin agrees with hand-written SQL and replay", () => {
  let folder: string;
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  agrees(async () => {
    folder = await mkdtemp(join(tmpdir(), "online-retail-twin-"));
    await writeTwin(folder);
    return folder;
  });
});

/** For whoever reads the log of a whole run: whether this machine has the real data. */
function tell(what: string): void {
  process.stdout.write(`online-retail real data: ${what}\n`);
}

test("the real data are there, or it is said that they are not", () => {
  tell(
    hasRealFolder ? `found in ${realFolder}` : `not on this machine, looked for in ${realFolder}: not run`,
  );
});

describe.skipIf(!hasRealFolder)(
  `the product's month of the real shop (${hasRealFolder ? "found" : "not on this machine"}: ${realFolder}) agrees`,
  () => {
    agrees(async () => realFolder);
    afterAll(() => tell("ran a month on DuckDB and PostgreSQL"));
  },
);

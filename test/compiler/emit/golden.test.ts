import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildFiles } from "../../../compiler/emit/build-files.ts";
import { compileProject } from "../../support/detection.ts";
import { expectGolden } from "../../support/golden.ts";

const folder = join(import.meta.dirname, "golden");
const catalog = { "catalog.yaml": readFileSync(join(folder, "catalog.yaml"), "utf8") };
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".campaign"))
  .map((name) => name.slice(0, -".campaign".length))
  .sort();

function compileGolden(name: string) {
  const file = `${name}.campaign`;
  return compileProject(catalog, { [file]: readFileSync(join(folder, file), "utf8") });
}

describe("readable SQL", () => {
  test.each(names)("of %s", (name) => {
    const { program, plan } = compileGolden(name);
    const files = buildFiles(program, plan);
    for (const engine of ["duckdb", "postgres"]) {
      const all = [...files.keys()].filter((one) => one.startsWith(`sql/${engine}/`));
      const [path, ...others] = all.filter((one) => !one.startsWith(`sql/${engine}/recheck/`));
      expect(others).toEqual([]);
      expectGolden(join(folder, `${name}.${engine}.sql`), files.get(path ?? "") ?? "");
    }
  });

  test("of messages that were put off", () => {
    const { program, plan } = compileGolden("waves");
    const files = buildFiles(program, plan);
    for (const engine of ["duckdb", "postgres"]) {
      const text = files.get(`sql/${engine}/recheck/waves.sql`) ?? "";
      expectGolden(join(folder, `waves.recheck.${engine}.sql`), text);
    }
  });

  test("is of two files for each campaign and engine, whose names stay in their folder", () => {
    const { program, plan } = compileGolden("strange_names");
    expect([...buildFiles(program, plan).keys()]).toMatchInlineSnapshot(`
      [
        "plan.ts",
        "sql/duckdb/~e6~98~a5~e8~8a~82~20~5cn~2a~2f~20~27~22~3b~20drop~20table~20customers~3b~20--.sql",
        "sql/duckdb/recheck/~e6~98~a5~e8~8a~82~20~5cn~2a~2f~20~27~22~3b~20drop~20table~20customers~3b~20--.sql",
        "sql/postgres/~e6~98~a5~e8~8a~82~20~5cn~2a~2f~20~27~22~3b~20drop~20table~20customers~3b~20--.sql",
        "sql/postgres/recheck/~e6~98~a5~e8~8a~82~20~5cn~2a~2f~20~27~22~3b~20drop~20table~20customers~3b~20--.sql",
      ]
    `);
  });
});

describe("the plan", () => {
  test("is plain JSON", () => {
    for (const name of names) {
      const { plan } = compileGolden(name);
      expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
    }
  });

  test("as a module", () => {
    const { program, plan } = compileGolden("tags_alone");
    expectGolden(join(folder, "plan.ts.txt"), buildFiles(program, plan).get("plan.ts") ?? "");
  });
});

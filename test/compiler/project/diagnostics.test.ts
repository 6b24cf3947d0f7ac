import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../../compiler/catalog/load-catalog.ts";
import { projectMessages } from "../../../compiler/diagnostics/messages/project.ts";
import { renderDiagnostic } from "../../../compiler/diagnostics/render.ts";
import { checkDispatch, loadProjectFile, noFilesMatch } from "../../../compiler/project/load-project.ts";
import { expectGolden } from "../../support/golden.ts";

const golden = "test/compiler/project/golden";
const environment = {
  SECRET_THING: "hunter2",
  WAREHOUSE_URL: "postgres://baleen:hunter2@db/bank",
  // What ends a password too early is not shown as a parameter's name.
  MISSPELT_URL: "postgres://baleen@db/bank?sslmod=require&password=x&hunter2",
};
const codes = readdirSync(golden).sort();

const minimal = [
  "project: demo-bank",
  "catalog: catalog/*.yaml",
  "campaigns: [campaigns/**/*.campaign, more/*.campaign]",
].join("\n");

describe("each diagnostic of the project file, as the user sees it", () => {
  test.each(codes.filter((code) => code !== "no-files-match"))("%s", (code) => {
    const path = join(golden, code, "baleen.yaml");
    const file = { path: "baleen.yaml", text: readFileSync(path, "utf8") };
    const { diagnostics } = loadProjectFile(file, environment);
    const shown = diagnostics.map((each) => renderDiagnostic(each, () => file.text, { color: false }));
    expect(diagnostics.map((each) => each.code)).toContain(code);
    expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
    expectGolden(join(golden, code, "expected.txt"), shown.join("\n"));
  });

  test("no-files-match", () => {
    const { project } = loadProjectFile({ path: "baleen.yaml", text: minimal }, {});
    const shown = (project?.campaigns ?? []).map((pattern) =>
      renderDiagnostic(noFilesMatch(pattern, "campaigns"), () => minimal, { color: false }),
    );
    expectGolden(join(golden, "no-files-match", "expected.txt"), shown.join("\n"));
  });

  test("every code has its case", () => {
    const missing = Object.keys(projectMessages).filter((code) => !codes.includes(code));
    expect(missing).toEqual([]);
  });
});

describe("a project file", () => {
  test("that says no more than it must has a DuckDB warehouse, a SQLite ledger and a folder as outbox", () => {
    const { project, diagnostics } = loadProjectFile({ path: "baleen.yaml", text: minimal }, {});
    expect(diagnostics).toEqual([]);
    expect(project).toMatchObject({
      name: "demo-bank",
      catalog: [{ value: "catalog/*.yaml" }],
      campaigns: [{ value: "campaigns/**/*.campaign" }, { value: "more/*.campaign" }],
      stdlib: true,
      warehouse: { engine: "duckdb", path: { value: "warehouse.duckdb" } },
      ledger: { engine: "sqlite", path: { value: ".baleen/ledger.db" } },
      dispatch: { default: { adapter: "file", path: { value: ".baleen/outbox" } } },
    });
  });

  test("takes variables from the environment, also within a value", () => {
    const text = `${minimal}\nstdlib: \${USE_LIBRARY}\nwarehouse: { engine: postgres, url: "postgres://\${USER_NAME}@db/bank", schema: mart }\n`;
    const filled = loadProjectFile({ path: "baleen.yaml", text }, { USE_LIBRARY: "false", USER_NAME: "ann" });
    expect(filled.diagnostics).toEqual([]);
    expect(filled.project).toMatchObject({
      stdlib: false,
      warehouse: { engine: "postgres", url: { value: "postgres://ann@db/bank" }, schema: "mart" },
    });
  });

  test("keeps the place of what it names", () => {
    const { project } = loadProjectFile({ path: "baleen.yaml", text: minimal }, {});
    const span = project?.campaigns[1]?.span;
    expect(minimal.slice(span?.start, span?.end)).toBe("more/*.campaign");
  });

  test("may send only channels that the catalog has", () => {
    const text = `${minimal}\ndispatch:\n  default: { adapter: file }\n  smss: { adapter: file, path: out/sms }\n`;
    const { project } = loadProjectFile({ path: "baleen.yaml", text }, {});
    const bank = readFileSync("test/compiler/catalog/golden/bank.yaml", "utf8");
    const { catalog } = loadCatalog([{ path: "bank.yaml", text: `${bank}channels: { sms: {} }\n` }]);
    if (project === undefined || catalog === undefined) throw new Error("both must be read");
    const found = checkDispatch(project, catalog);
    expect(found.map(({ message, help }) => [message, help])).toEqual([
      ["there is no channel called `smss`", "did you mean `sms`?"],
    ]);
  });
});

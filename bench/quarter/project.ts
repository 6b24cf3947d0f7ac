import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

const projectFile = `project: demo-quarter
catalog: catalog/*.yaml
campaigns: campaigns/*.campaign
warehouse: { engine: duckdb, path: warehouse.duckdb }
ledger: { engine: sqlite, path: ledger.db }
dispatch:
  default: { adapter: file, path: outbox }
`;

/** Makes a project of the demo bank's catalog and the quarter's campaigns in a folder; gives where its warehouse is to lie. */
export function makeQuarterProject(folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(import.meta.dirname, "campaigns"), join(folder, "campaigns"), { recursive: true });
  cpSync(join(root, "catalog"), join(folder, "catalog"), {
    recursive: true,
    // It describes what the demo's own campaigns declare.
    filter: (path) => basename(path) !== "describe.yaml",
  });
  writeFileSync(join(folder, "baleen.yaml"), projectFile);
  return join(folder, "warehouse.duckdb");
}

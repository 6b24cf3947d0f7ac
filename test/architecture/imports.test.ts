import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findLoads, findViolations } from "./rules.ts";
import { readSources } from "./source-imports.ts";

const root = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dependencies: ReadonlySet<string> = new Set(Object.keys(manifest.dependencies));
const sources = readSources(root);

/** What makes start-up slow, or needs a native binding: nothing that only reads campaign files loads it. */
function isHeavy(module: string): boolean {
  return /^(ts-morph|typescript|@duckdb\/.*|pg(-.*)?|node:sqlite|pino|prom-client|croner)$/.test(module);
}

const quickEntries = ["cli/main.ts", "cli/check.ts", "cli/fmt.ts"] as const;

test("no import runs against the architecture", () => {
  expect(sources.size).toBeGreaterThan(20);
  const violations = [...sources.keys()]
    .sort()
    .flatMap((file) => findViolations(file, sources, dependencies));
  expect(violations).toEqual([]);
});

test.each(quickEntries)("%s loads neither ts-morph nor a database driver", (entry) => {
  expect(sources.has(entry)).toBe(true);
  expect(findLoads(sources, entry, isHeavy)).toEqual([]);
});

/** Only a report as a page draws charts. */
test.each(["cli/main.ts", "cli/check.ts", "cli/run.ts", "cli/report.ts", "runtime/index.ts"])(
  "%s loads what draws charts at most when asked",
  (entry) => {
    expect(sources.has(entry)).toBe(true);
    expect(findLoads(sources, entry, (module) => module.startsWith("echarts"))).toEqual([]);
  },
);

test("every dependency is imported by what is published", () => {
  const published = [...sources].filter(([file]) => /^(grammar|plan|compiler|runtime|cli)\//.test(file));
  const text = published.map(([, source]) => source).join("\n");
  expect([...dependencies].filter((name) => !new RegExp(`["']${name}["'/]`).test(text))).toEqual([]);
});

describe("a planted import is found", () => {
  /** What is found in the first file planted into the repository's sources. */
  function violationsWith(planted: Readonly<Record<string, string>>): readonly string[] {
    const [file = ""] = Object.keys(planted);
    return findViolations(file, new Map([...sources, ...Object.entries(planted)]), dependencies);
  }

  const targets = {
    "grammar/planted-target.ts": "export const x = 1;",
    "plan/planted-target.ts": "export const x = 1;",
    "compiler/planted-target.ts": "export const x = 1;",
    "runtime/planted-target.ts": "export const x = 1;",
    "cli/planted-target.ts": "export const x = 1;",
    "oracle/planted-target.ts": "export const x = 1;",
    "demo/planted-target.ts": "export const x = 1;",
    "test/planted-target.ts": "export const x = 1;",
  };

  test.each([
    ["grammar", "plan"],
    ["grammar", "compiler"],
    ["plan", "grammar"],
    ["plan", "runtime"],
    ["compiler", "runtime"],
    ["compiler", "cli"],
    ["runtime", "compiler"],
    ["runtime", "grammar"],
    ["runtime", "cli"],
    ["oracle", "runtime"],
    ["oracle", "compiler"],
    ["oracle", "grammar"],
    ["compiler", "oracle"],
    ["runtime", "oracle"],
    ["cli", "oracle"],
    ["cli", "demo"],
    ["cli", "test"],
    ["demo", "cli"],
    ["demo", "runtime"],
  ])("%s importing %s", (folder, other) => {
    const file = `${folder}/planted.ts`;
    const target = `${other}/planted-target.ts`;
    for (const text of [
      `import { x } from "../${target}";`,
      `import type { x } from "../${target}";`,
      `export * from "../${target}";`,
      `const later = await import("../${target}");`,
      `type X = import("../${target}").X;`,
    ]) {
      expect(violationsWith({ [file]: text, ...targets })).toEqual([
        `${file}:1: ${folder} imports ${target}`,
      ]);
    }
  });

  test.each([
    ["compiler", "plan"],
    ["compiler", "grammar"],
    ["runtime", "plan"],
    ["oracle", "plan"],
    ["cli", "compiler"],
    ["cli", "runtime"],
    ["demo", "demo"],
  ])("%s importing %s is well", (folder, other) => {
    const planted = { [`${folder}/planted.ts`]: `import { x } from "../${other}/planted-target.ts";` };
    expect(violationsWith({ ...planted, ...targets })).toEqual([]);
  });

  test.each([
    ["grammar/planted.ts", `import { readFileSync } from "node:fs";`, "grammar imports node:fs"],
    [
      "compiler/planted.ts",
      `import { spawn } from "node:child_process";`,
      "compiler imports node:child_process",
    ],
    ["compiler/planted.ts", `import { connect } from "node:net";`, "compiler imports node:net"],
    ["compiler/planted.ts", `import pg from "pg";`, "compiler imports pg"],
    ["compiler/planted.ts", `import type { Client } from "pg";`, "compiler imports pg"],
    ["compiler/planted.ts", `await import("@duckdb/node-api");`, "compiler imports @duckdb/node-api"],
    ["compiler/planted.ts", `await import(name);`, "compiler imports something computed"],
    ["plan/planted.ts", `import { DateTime } from "luxon";`, "plan imports luxon"],
    ["compiler/planted.ts", `export * from "baleen/runtime";`, "compiler imports runtime/index.ts"],
    ["runtime/planted.ts", `import { test } from "vitest";`, "vitest is not among the dependencies"],
    ["runtime/planted.ts", `import "./nowhere.ts";`, "runtime/nowhere.ts is not there"],
    ["cli/planted.ts", `import "../../outside.ts";`, "cli imports ../outside.ts"],
    ["grammar/planted.ts", `console.log(1);`, "uses console"],
    ["compiler/planted.ts", `const home = process.env;`, "uses process"],
    ["compiler/planted.ts", `const at = Date.now();`, "uses Date.now"],
    ["compiler/planted.ts", `const at = new Date();`, "uses the clock"],
    ["compiler/planted.ts", `void fetch("http://x");`, "uses fetch"],
    ["compiler/planted.ts", `const f = new Intl.NumberFormat();`, "uses the machine's language"],
    ["runtime/planted.ts", `["b"].sort((a, b) => a.localeCompare(b));`, "uses localeCompare"],
  ])("%s: %s", (file, text, expected) => {
    expect(violationsWith({ [file]: text })).toEqual([`${file}:1: ${expected}`]);
  });

  test("a word that only looks like a global is none", () => {
    const text = `export function f(process: { console: number }) { return { fetch: process.console, "x": 1 }; }`;
    expect(violationsWith({ "compiler/planted.ts": text })).toEqual([]);
  });
});

describe("a planted load is found", () => {
  const planted = (entry: string, middle: string) =>
    findLoads(
      new Map([
        ["cli/check.ts", entry],
        ["runtime/middle.ts", middle],
      ]),
      "cli/check.ts",
      isHeavy,
    );
  const reaches = `import { x } from "../runtime/middle.ts";`;

  test("through another file", () => {
    const chain = "cli/check.ts > runtime/middle.ts > ";
    expect(planted(reaches, `import pg from "pg";`)).toEqual([`${chain}pg`]);
    expect(planted(reaches, `export { Project } from "ts-morph";`)).toEqual([`${chain}ts-morph`]);
    expect(planted(reaches, `import { type Pool } from "pg";`)).toEqual([`${chain}pg`]);
    expect(planted(reaches, `import { DatabaseSync } from "node:sqlite";`)).toEqual([`${chain}node:sqlite`]);
  });

  test("but not by a type, or only when asked for", () => {
    expect(planted(reaches, `import type { Pool } from "pg";`)).toEqual([]);
    expect(planted(reaches, `export const open = () => import("pg");`)).toEqual([]);
    expect(planted(`import type { X } from "../runtime/middle.ts";`, `import pg from "pg";`)).toEqual([]);
    expect(planted(`const x = () => import("../runtime/middle.ts");`, `import pg from "pg";`)).toEqual([]);
  });
});

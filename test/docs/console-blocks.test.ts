import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoWeek, generateBank, usualBank } from "../../demo/bank.ts";
import { type Block, blocksOf, pages, root, wordOf } from "./support/pages.ts";

/** The demo bank is generated whole, which takes a while on a busy machine. */
const minutes = 600_000;

let folder: string;
let environment: NodeJS.ProcessEnv;

/** `baleen` as it is on the path of whoever installed it, run from its sources. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-docs-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "baleen"),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, "bin", "baleen.js")}" "$@"\n`,
  );
  chmodSync(join(bin, "baleen"), 0o755);
  environment = { ...process.env, PATH: [bin, process.env["PATH"]].join(delimiter), NO_COLOR: "1" };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The folder that a page's commands run in: empty, or `in=demo`, a copy of the demo bank whose week has been run. */
async function makePlace(kind: string | undefined, name: string): Promise<string> {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  if (kind !== "demo") return place;
  for (const part of ["baleen.yaml", "catalog", "campaigns"]) {
    cpSync(join(root, part), join(place, part), { recursive: true });
  }
  await generateBank(usualBank, join(place, "warehouse.duckdb"));
  // As `npm start` does, as far as pages look.
  for (const day of demoWeek.slice(0, 2)) {
    const at = `${day}T06:00`;
    const { status, stderr } = spawnSync("baleen", ["run", "--at", at], { cwd: place, env: environment });
    expect({ at, status, stderr: stderr.toString() }).toEqual({ at, status: 0, stderr: "" });
  }
  return place;
}

interface Step {
  readonly command: string;
  readonly expected: string;
}

function stepsOf(block: Block): readonly Step[] {
  const steps: { command: string; expected: string }[] = [];
  for (const line of block.text.split("\n").slice(0, -1)) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2).replace(/^npx /, ""), expected: "" });
    else if (last === undefined) throw new Error(`${block.place}: output stands before any command`);
    else last.expected += `${line}\n`;
  }
  return steps;
}

/** What an output must look like: as it stands, but for `…`, alone on a line any lines, within one anything. */
function pattern(expected: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = expected.split("\n").slice(0, -1);
  const parts = lines.map((line) =>
    line.trim() === "…" ? "(?:.*\\n)*?" : `${line.split("…").map(literal).join(".*")}\\n`,
  );
  return new RegExp(`^${parts.join("")}$`);
}

const sessions = pages()
  .map((page) => [page.path, blocksOf(page, "console")] as const)
  .filter(([, blocks]) => blocks.length > 0);

describe("the commands and outputs of", () => {
  test.each(sessions)(
    "%s",
    async (path, blocks) => {
      const places = new Map<string, string>();
      for (const block of blocks) {
        const kind = wordOf(block, "in") ?? "empty";
        const place = places.get(kind) ?? (await makePlace(kind, `${path.replaceAll(/\W/g, "-")}-${kind}`));
        places.set(kind, place);
        for (const { command, expected } of stepsOf(block)) {
          const ran = spawnSync("sh", ["-c", `exec 2>&1\n${command}`], {
            cwd: place,
            env: environment,
            encoding: "utf8",
          });
          // CSV files end their lines with a carriage return.
          const output = ran.stdout.replaceAll("\r\n", "\n");
          const said = `${block.place}: ${command}\n${output}`;
          expect(pattern(expected).test(output) ? said : `${said}is not\n${expected}`).toBe(said);
        }
      }
    },
    minutes,
  );

  test("README are there", () => {
    expect(sessions.map(([path]) => path)).toEqual(
      expect.arrayContaining(["README.md", "docs/operations.md"]),
    );
  });
});

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const shim = join(import.meta.dirname, "..", "..", "bin", "baleen.js");

/** Preloaded to make the running Node look old to the shim. */
const oldNode = `Object.defineProperty(process, "version", { value: "v18.20.0" });`;

/** Preloaded as well to make every other Node on this machine look old. */
const everyNodeOld = `
  const childProcess = require("node:child_process");
  childProcess.spawnSync = () => ({ status: 0, stdout: "v16.1.0\\n" });
  require("node:module").syncBuiltinESMExports();
`;

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "baleen-shim-")));
  write("package.json", JSON.stringify({ type: "module" }));
  mkdirSync(join(root, "bin"));
  cpSync(shim, join(root, "bin", "baleen.js"));
  write("old.cjs", oldNode);
  write("every-node-old.cjs", oldNode + everyNodeOld);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text, { mode });
}

function run(nodeArguments: readonly string[], commandArguments: readonly string[] = []) {
  return spawnSync(
    process.execPath,
    [...nodeArguments, join(root, "bin", "baleen.js"), ...commandArguments],
    { cwd: root, encoding: "utf8" },
  );
}

/** Stands for the `node` package's binary; it says that it was the one chosen. */
function installPinnedNode(): void {
  const script = `#!/bin/sh\n[ "$1" = --version ] || echo pinned >&2\nexec "${process.execPath}" "$@"\n`;
  write("node_modules/node/bin/node", script, 0o755);
}

const report = `process.stdout.write(JSON.stringify(process.argv.slice(2)));`;

describe("on a Node that is new enough", () => {
  test("the built command line is run, and nothing else is printed", () => {
    write(
      "dist/cli/main.js",
      `import { DatabaseSync } from "node:sqlite";\nnew DatabaseSync(":memory:");\n${report}`,
    );
    const ran = run([], ["check", "--format", "json"]);
    expect(ran).toMatchObject({ status: 0, stdout: `["check","--format","json"]`, stderr: "" });
  });

  test("experimental warnings are kept back, others are not", () => {
    write(
      "dist/cli/main.js",
      `process.emitWarning("new", "ExperimentalWarning"); process.emitWarning("real", { type: "Notable" });`,
    );
    const ran = run([]);
    expect(ran.stderr).not.toContain("ExperimentalWarning");
    expect(ran.stderr).toContain("Notable: real");
  });

  test("a checkout runs its sources, even beside an earlier build", () => {
    write("dist/cli/main.js", `process.stdout.write("built")`);
    write("cli/main.ts", `const greeting: string = "source";\nprocess.stdout.write(greeting);`);
    expect(run([])).toMatchObject({ status: 0, stdout: "source", stderr: "" });
  });

  test("a missing program is one message, exit 2", () => {
    const ran = run([]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain("baleen: the program is missing");
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  test("a program whose dependency is missing is one message, exit 2", () => {
    write("dist/cli/main.js", `import "no-such-package";`);
    const ran = run([]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain("baleen: cannot start: Cannot find package 'no-such-package'");
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });
});

describe("on a Node that is too old", () => {
  test("the package's own Node is found first, and gets arguments and exit code through", () => {
    installPinnedNode();
    write("dist/cli/main.js", `${report} process.exitCode = 7;`);
    const ran = run(["--require", join(root, "old.cjs")], ["run", "--at", "2026-03-01"]);
    expect(ran).toMatchObject({ status: 7, stdout: `["run","--at","2026-03-01"]`, stderr: "pinned\n" });
  });

  test("one further up is found for an installed package", () => {
    installPinnedNode();
    write("node_modules/baleen/package.json", JSON.stringify({ type: "module" }));
    write("node_modules/baleen/dist/cli/main.js", report);
    cpSync(shim, join(root, "node_modules", "baleen", "bin", "baleen.js"), { recursive: true });
    const installed = join(root, "node_modules", "baleen", "bin", "baleen.js");
    const ran = spawnSync(process.execPath, ["--require", join(root, "old.cjs"), installed, "check"], {
      cwd: tmpdir(),
      encoding: "utf8",
    });
    expect(ran).toMatchObject({ status: 0, stdout: `["check"]`, stderr: "pinned\n" });
  });

  test("without any other, one message says what was found, what is needed and how to get it", () => {
    write("dist/cli/main.js", report);
    const ran = run(["--require", join(root, "every-node-old.cjs")], ["check"]);
    expect(ran.status).toBe(2);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toMatch(
      /^baleen: Node 24 or newer is needed, and only v18\.20\.0 at .* was found\.$/m,
    );
    expect(ran.stderr).toContain("https://nodejs.org");
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  test("a signal reaches the command and decides how it ends", async () => {
    installPinnedNode();
    write(
      "dist/cli/main.js",
      `process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); process.stdout.write("ready");`,
    );
    const started = spawn(
      process.execPath,
      ["--require", join(root, "old.cjs"), join(root, "bin", "baleen.js")],
      { cwd: root, stdio: ["ignore", "pipe", "ignore"] },
    );
    started.stdout.once("data", () => started.kill("SIGTERM"));
    const code = await new Promise((resolve) => started.once("exit", resolve));
    expect(code).toBe(5);
  });
});

const systemNode = "/usr/bin/node";
const systemVersion = spawnSync(systemNode, ["--version"], { encoding: "utf8" }).stdout ?? "";

test.runIf(/^v(1[2-9]|2[0-3])\./.test(systemVersion))(
  "a really old system Node hands over to a newer one",
  () => {
    installPinnedNode();
    write("dist/cli/main.js", "process.stdout.write(process.version);");
    const ran = spawnSync(systemNode, [join(root, "bin", "baleen.js")], { encoding: "utf8" });
    expect(ran).toMatchObject({ status: 0, stdout: process.version });
  },
);

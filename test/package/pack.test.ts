import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const minutes = 60_000;

let folder: string;
let installed: string;
let packed: readonly string[];

/**
 * The environment of a user's shell: what npm and vitest tell their children is left out, a new enough Node comes
 * first. It trusts the certificates that the system trusts, for registries behind a company's proxy.
 */
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_.*|NODE_(ENV|OPTIONS|PATH|CHANNEL.*)|VITEST.*|INIT_CWD)$/.test(name),
    ),
  ),
  NODE_USE_SYSTEM_CA: "1",
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

function run(cwd: string, command: string, ...parts: readonly string[]) {
  const ran = spawnSync(command, parts, { cwd, env: environment, encoding: "utf8", timeout: 3 * minutes });
  if (ran.error) throw new Error(`${command} ${parts.join(" ")}: ${ran.error.message}\n${ran.stderr}`);
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

/** Gives back what was printed; where the command failed, the test shows all of it. */
function succeeded(ran: ReturnType<typeof run>): string {
  expect(ran.status === 0 ? "exit 0" : `exit ${ran.status}\n${ran.stdout}\n${ran.stderr}`).toBe("exit 0");
  return ran.stdout;
}

function baleen(...parts: readonly string[]) {
  return run(installed, "npx", "--no-install", "baleen", ...parts);
}

/** Packs a copy, so that the checkout keeps no `dist` and two test runs don't meet. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "baleen-pack-")));
  const checkout = join(folder, "checkout");
  const left = new Set(["node_modules", "dist", "build", ".git", ".baleen", "test", "bench", "demo"]);
  cpSync(root, checkout, {
    recursive: true,
    filter: (path) =>
      !/\.duckdb(\.wal)?$/.test(path) && (dirname(path) !== root || !left.has(path.slice(root.length + 1))),
  });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  const pack = run(checkout, "npm", "pack", "--json", "--pack-destination", folder);
  const listing = succeeded(pack);
  const [tarball] = JSON.parse(listing.slice(listing.indexOf("[\n")));
  packed = tarball.files.map((file: { readonly path: string }) => file.path);

  installed = join(folder, "empty");
  mkdirSync(installed);
  const install = run(
    installed,
    "npm",
    "install",
    "--prefer-offline",
    "--fetch-retries=1",
    "--no-audit",
    "--no-fund",
    join(folder, tarball.filename),
  );
  succeeded(install);
}, 5 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the tarball", () => {
  test("holds the command, the compiled program, its types and the legal texts", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "bin/baleen.js",
        "dist/cli/main.js",
        "dist/runtime/index.js",
        "dist/runtime/index.d.ts",
        "LICENSE",
        "README.md",
        "THIRD-PARTY-NOTICES.md",
        "CHANGELOG.md",
      ]),
    );
  });

  test("holds no sources, tests or data", () => {
    const allowed =
      /^(bin|dist)\/|^docs\/[a-z-]+\.md$|^schema\/[a-z.]+\.json$|^(LICENSE|package\.json|[A-Z-]+\.md)$/;
    expect(packed.filter((path) => !allowed.test(path))).toEqual([]);
    expect(packed.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).toEqual([]);
    expect(packed.filter((path) => /\.(duckdb|parquet|csv)$/.test(path))).toEqual([]);
  });
});

describe("installed in an empty folder", () => {
  test("tells its version, and nothing on the side", () => {
    expect(succeeded(baleen("--version"))).toBe(`${manifest.version}\n`);
    // npx adds warnings of its own about the user's configuration: the command itself is asked.
    const command = join(installed, "node_modules", ".bin", "baleen");
    expect(run(installed, command, "--version")).toEqual({
      status: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });

  test("says where its documentation is, and it is there", () => {
    const folder = /^Documentation: (.*)$/m.exec(succeeded(baleen("--help")))?.[1] ?? "";
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(["language.md", "catalog.md", "operations.md"]),
    );
  });

  test("its runtime can be imported", () => {
    const ran = run(
      installed,
      "node",
      "--eval",
      `import("baleen/runtime").then((m) => console.log(typeof m))`,
    );
    expect(ran).toMatchObject({ status: 0, stdout: "object\n" });
  });

  test("init, check, build, docs and run work one after the other", { timeout: 3 * minutes }, () => {
    succeeded(baleen("init"));
    expect(existsSync(join(installed, "baleen.yaml"))).toBe(true);
    succeeded(baleen("check"));
    succeeded(baleen("fmt", "--check"));
    succeeded(baleen("build"));
    expect(existsSync(join(installed, "build", "plan.ts"))).toBe(true);
    succeeded(baleen("docs"));
    expect(readFileSync(join(installed, "site", "assets", "site.css"), "utf8")).toContain(".masthead");
    succeeded(baleen("run"));
    expect(JSON.parse(succeeded(baleen("run", "--format", "json")))).toBeTypeOf("object");
  });

  test("check, fmt and docs work where ts-morph and the database drivers are not even there", () => {
    for (const name of ["ts-morph", "@ts-morph", "@duckdb", "pg", "pg-protocol", "pg-pool"]) {
      rmSync(join(installed, "node_modules", name), { recursive: true, force: true });
    }
    succeeded(baleen("check"));
    succeeded(baleen("fmt", "--check"));
    succeeded(baleen("docs"));
  });
});

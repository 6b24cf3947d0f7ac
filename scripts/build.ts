/**
 * Builds what is published: compiles the sources into `dist` and lays the files that they read at run time (the
 * standard library, schemas, templates) beside them at the same relative paths.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { formFileName, libraryTexts } from "../cli/project/library.ts";
import { libraryForm } from "../compiler/library-form.ts";

const root = dirname(import.meta.dirname);
const dist = join(root, "dist");
const published = ["grammar", "plan", "compiler", "runtime", "cli", "schema", "stdlib"] as const;

rmSync(dist, { recursive: true, force: true });

const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
const compiled = spawnSync(process.execPath, [tsc, "--project", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

for (const folder of published) {
  const from = join(root, folder);
  if (!existsSync(from)) continue;
  cpSync(from, join(dist, folder), {
    recursive: true,
    filter: (file) => !/\.(ts|tsx)$/.test(file) && basename(file) !== "node_modules",
  });
}

writeFileSync(join(dist, "stdlib", formFileName), libraryForm(libraryTexts()));

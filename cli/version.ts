import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's folder and its package.json: beside `cli/` in a checkout, one folder higher once built. */
function ownPackage(): { readonly folder: string; readonly manifest: unknown } | undefined {
  const folder = dirname(fileURLToPath(import.meta.url));
  for (const above of ["..", join("..", "..")]) {
    try {
      const text = readFileSync(join(folder, above, "package.json"), "utf8");
      return { folder: join(folder, above), manifest: JSON.parse(text) };
    } catch (cause) {
      if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ENOENT") throw cause;
    }
  }
  return undefined;
}

/** The package's version. */
export function version(): string {
  const manifest = ownPackage()?.manifest;
  const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isNamed ? String(manifest.version) : "unknown";
}

/** The folder of the documentation that comes with this release. */
export function documentation(): string {
  return join(ownPackage()?.folder ?? ".", "docs");
}

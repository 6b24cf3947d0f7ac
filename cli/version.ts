import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's version, from its package.json: beside `cli/` in a checkout, one folder higher once built. */
export function version(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  for (const above of ["..", join("..", "..")]) {
    try {
      const text = readFileSync(join(folder, above, "package.json"), "utf8");
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed === "object" && parsed !== null && "version" in parsed) return String(parsed.version);
    } catch (cause) {
      if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ENOENT") throw cause;
    }
  }
  return "unknown";
}

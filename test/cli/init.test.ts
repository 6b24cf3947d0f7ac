import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { baleen, TICK } from "./support.ts";

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "baleen-init-"));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

// A ledger knows its project by its name: two new projects may not have the same.
test.each([
  ["corner-shop", "corner-shop"],
  ["Großkunden", "Großkunden"],
  ["私人银行", "私人银行"],
  ["हिन्दी", "हिन्दी"],
  ["Mu\u0308ller", "Müller"],
  ["2026", "2026"],
  ["true", "true"],
  ["no more: 'spam' # $\u007bHOME}", "no-more-spam-HOME"],
  [".hidden", "hidden"],
  ["---", "first-steps"],
])("a new project in %j is called %s", async (folder, name) => {
  const path = join(place, folder);
  expect(await baleen("init", path)).toMatchObject({ code: 0, err: "" });
  const file: unknown = parse(readFileSync(join(path, "baleen.yaml"), "utf8"));
  expect(file).toMatchObject({ project: name });
  const ran = await baleen("run", "--at", TICK, "--format", "json", "--project", path);
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(ran.out)).toMatchObject({ project: name });
});

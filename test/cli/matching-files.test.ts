import { globSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { matching } from "../../cli/project/matching-files.ts";

const files = [
  "one.campaign",
  "two.txt",
  "retail/one.campaign",
  "retail/cards/gold.campaign",
  "retail/cards/.hidden.campaign",
  "retail/.drafts/late.campaign",
  "wealth/funds/one.campaign",
  "node_modules/package/one.campaign",
];

let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "baleen-matching-")));
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
  mkdirSync(join(folder, "folder.campaign"));
  symlinkSync(join(folder, "retail"), join(folder, "linked"));
  symlinkSync("cards", join(folder, "retail/current"));
  symlinkSync("one.campaign", join(folder, "retail/link.campaign"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  "**/*.campaign",
  "*.campaign",
  "*/*.campaign",
  "retail/**/*.campaign",
  "retail/one.campaign",
  "retail/nothing.campaign",
  "nowhere/*.campaign",
  "{retail,wealth}/**/*.campaign",
  "{retail/cards,wealth/funds}/*.campaign",
  "*/current/*.campaign",
  "retail/*/gold.campaign",
  "linked/*.campaign",
  "[rw]*/?ne.campaign",
  "./retail/*.campaign",
])("%s matches what node's own glob does", (pattern) => {
  const expected = globSync(pattern, { cwd: folder, exclude: (name) => name === "node_modules" })
    .map((path) => resolve(folder, path))
    .sort();
  const { found, unreadable } = matching(folder, pattern);
  expect(found.map(({ path }) => path)).toEqual(expected);
  expect(unreadable).toEqual([]);
});

test("says which matches links lead to", () => {
  const byLink = (pattern: string): readonly string[] =>
    matching(folder, pattern)
      .found.filter((match) => match.byLink)
      .map(({ path }) => path.slice(folder.length + 1));
  expect(byLink("**/*.campaign")).toEqual(["retail/link.campaign"]);
  expect(byLink("linked/*.campaign")).toEqual(["linked/link.campaign", "linked/one.campaign"]);
});

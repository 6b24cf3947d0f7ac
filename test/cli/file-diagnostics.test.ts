import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { expectGolden } from "../support/golden.ts";
import { baleen, type Changes, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let project: TemporaryProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

const outside: Changes = starterWith(
  "baleen.yaml",
  "campaigns: campaigns/**/*.campaign",
  "campaigns: ../elsewhere/*.campaign",
);

/** What only a folder on disk can have wrong, each as a user sees it. */
test.each<[string, Changes, (folder: string) => void]>([
  ["outside-project", outside, () => {}],
  ["unreadable-file", {}, (folder) => mkdirSync(join(folder, "campaigns", "autumn.campaign"))],
  [
    "not-utf8",
    {},
    (folder) => writeFileSync(join(folder, "campaigns", "a.campaign"), Buffer.from([0xff, 0x41])),
  ],
])("shows %s", async (code, changes, spoil) => {
  project = starterProject(changes);
  spoil(project.folder);
  const { out, err } = await baleen("check", "--project", project.folder);
  expect(out).toBe("");
  expectGolden(join(import.meta.dirname, "golden", `${code}.txt`), err);
});

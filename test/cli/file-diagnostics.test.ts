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

const forgetful: Changes = {
  ...starterWith("baleen.yaml", "path: .baleen/ledger.db }", "path: .baleen/ledger.db, keep: 12 months }"),
  ...starterWith(
    "campaigns/thank-you.campaign",
    "caps     1 per customer per 90 days",
    "exclude  exists(contact where channel = email, last 14 months)\n  caps     1 per customer\n           1 per customer per 2 years",
  ),
  "campaigns/policy.campaign": `offer postcard {
  message  email subject "Hello" "From the sea."
}

policy {
  at most 9 per customer per calendar year
  at most 30 per customer per 5 quarters
  never voucher after purchase within 13 months
  never voucher after postcard within 13 months
}
`,
};

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

test("shows contacts-not-kept", async () => {
  project = starterProject(forgetful);
  const { err } = await baleen("check", "--project", project.folder);
  expectGolden(join(import.meta.dirname, "golden", "contacts-not-kept.txt"), err);
});

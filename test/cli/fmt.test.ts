import { chmodSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { baleen, contents, starterProject } from "./support.ts";

const canonical = starterFiles.get("campaigns/thank-you.campaign") ?? "";
const untidy = canonical.replaceAll(/ {2,}/g, "   ").replace("caps ", "caps\n");

test("keeps links, modes, byte order marks and line ends, reports what it cannot read and does the rest", async (context) => {
  const project = starterProject();
  context.onTestFinished(() => project.remove());
  const { folder } = project;
  const named = (text: string, name: string) =>
    text.replaceAll(/thank_you|voucher|good_customers/g, (word) => `${word}_${name}`);
  const file = (name: string) => join(folder, "campaigns", `${name}.campaign`);
  const plain = named(untidy, "plain");
  writeFileSync(file("plain"), plain);
  writeFileSync(file("mark"), `\ufeff${named(untidy, "mark")}`);
  writeFileSync(file("windows"), named(untidy, "windows").replaceAll("\n", "\r\n"));
  writeFileSync(file("mixed"), named(untidy, "mixed").replace("\n", "\r\n"));
  writeFileSync(file("mode"), named(untidy, "mode"));
  chmodSync(file("mode"), 0o664);
  mkdirSync(join(folder, "shared"));
  writeFileSync(file("linked"), named(untidy, "linked"));
  renameSync(file("linked"), join(folder, "shared/linked.campaign"));
  symlinkSync("../shared/linked.campaign", file("linked"));
  writeFileSync(file("broken"), "campaign broken {\n  owner\n}\n");

  const before = contents(folder);
  const checked = await baleen("fmt", "--check", "--project", folder);
  const changing = ["linked", "mark", "mixed", "mode", "plain", "windows"];
  expect(checked.code).toBe(1);
  expect(checked.out).toBe(changing.map((name) => `campaigns/${name}.campaign is not formatted\n`).join(""));
  expect(checked.err).toContain("--> campaigns/broken.campaign:");
  expect(contents(folder)).toEqual(before);

  const formatted = await baleen("fmt", "--project", folder);
  expect(formatted.code).toBe(1);
  expect(formatted.out).toBe(changing.map((name) => `campaigns/${name}.campaign\n`).join(""));
  expect(formatted.err).toBe(checked.err);
  const written = (name: string) => readFileSync(file(name), "utf8");
  const expected = (name: string) => written("plain").replaceAll("_plain", `_${name}`);
  expect(written("plain")).not.toBe(plain);
  expect(written("mark")).toBe(`\ufeff${expected("mark")}`);
  expect(written("windows")).toBe(expected("windows").replaceAll("\n", "\r\n"));
  expect(written("mixed")).toBe(expected("mixed"));
  expect(written("linked")).toBe(expected("linked"));
  const after = contents(folder);
  expect(after["campaigns/linked.campaign"]).toBe("link ../shared/linked.campaign");
  expect(after["campaigns/mode.campaign"]).toMatch(/^file 664 /);
  expect(Object.keys(after)).toEqual(Object.keys(before));

  project.change({ "campaigns/broken.campaign": undefined });
  expect(await baleen("fmt", "--check", "--project", folder)).toEqual({
    code: 0,
    out: "7 files are formatted already\n",
    err: "",
  });
  expect((await baleen("fmt", "--project", folder)).code).toBe(0);
  expect((await baleen("check", "--project", folder)).code).toBe(0);
});

test("needs no variables to be set, a sound catalog or a warehouse", async (context) => {
  const project = starterProject({
    "baleen.yaml": (starterFiles.get("baleen.yaml") ?? "").replace(
      "{ engine: duckdb, path: data }",
      '{ engine: postgres, url: "$\u007bBALEEN_TEST_UNSET}" }',
    ),
    "catalog/shop.yaml": "tags: [",
  });
  context.onTestFinished(() => project.remove());
  expect(await baleen("fmt", "--check", "--project", project.folder)).toEqual({
    code: 0,
    out: "1 file is formatted already\n",
    err: "",
  });
});

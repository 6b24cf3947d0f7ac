import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { expectGolden } from "../support/golden.ts";
import {
  baleen,
  type Changes,
  contents,
  type Ending,
  start,
  starterProject,
  starterWith,
  type TemporaryProject,
} from "./support.ts";

const projects: TemporaryProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function projectWith(changes: Changes = {}): TemporaryProject {
  const project = starterProject(changes);
  projects.push(project);
  return project;
}

/** The library's contact policy must be mapped. */
const withLibrary: Changes = {
  ...starterWith("baleen.yaml", "stdlib: false", "stdlib: true"),
  "catalog/mapped.yaml": "catalog: 1\ntags:\n  do_not_contact: { from: customers.left_in_peace }\n",
};

const docs = (project: TemporaryProject, ...more: readonly string[]): Promise<Ending> =>
  baleen("docs", "--project", project.folder, ...more);

/** All files of a site, by path. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

test("a small project's site", async () => {
  const project = projectWith();
  expect(await docs(project)).toEqual({
    code: 0,
    out: `13 things described in ${join(project.folder, "site", "index.html")}\n`,
    err: "",
  });
  const files = filesIn(join(project.folder, "site"));
  for (const path of [
    "index.html",
    "assets/search-index.js",
    "en/index.html",
    "en/campaign/thank_you.html",
    "en/segment/good_customers.html",
    "en/tag/age.html",
    "en/event/purchase.html",
    "zh/tags.html",
    "zh/offer/voucher.html",
  ]) {
    expectGolden(join(import.meta.dirname, "golden", "docs", path), files.get(path) ?? "");
  }
});

test("a tag's life and history", async () => {
  const project = projectWith({
    "catalog/more.yaml": [
      "catalog: 1",
      "tags:",
      "  years:",
      "    type: integer",
      "    from: customers.age",
      "    status: deprecated",
      "    use: age",
      "    history:",
      "      - { date: 2025-01-01, status: active }",
      "      - { date: 2025-06-01, name: yrs, label: { zh: 年数 }, note: For readers }",
      "      - { date: 2025-09-01, status: deprecated }",
      "",
    ].join("\n"),
  });
  expect(await docs(project)).toMatchObject({ code: 0, err: "" });
  const files = filesIn(join(project.folder, "site"));
  expectGolden(
    join(import.meta.dirname, "golden", "docs", "with-history.html"),
    files.get("en/tag/years.html") ?? "",
  );
  expect(files.get("zh/tag/age.html")).toContain(
    '它取代了：</p><ul class="references"><li><a href="../tag/years.html">',
  );
});

test("every link leads to a page or place that is there, and every page is linked", async () => {
  const project = projectWith(withLibrary);
  expect(await docs(project)).toMatchObject({ code: 0, err: "" });
  const files = filesIn(join(project.folder, "site"));
  const linked = new Set(["index.html"]);
  const broken: string[] = [];
  for (const [path, text] of files) {
    if (!path.endsWith(".html")) continue;
    for (const [, to = ""] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
      const [file = "", anchor] = to.split("#");
      const target = file === "" ? path : join(path, "..", file);
      linked.add(target);
      const there = files.get(target);
      if (there === undefined || (anchor !== undefined && !there.includes(`id="${anchor}"`))) {
        broken.push(`${path}: ${to}`);
      }
    }
  }
  expect(broken).toEqual([]);
  expect([...files.keys()].filter((path) => !linked.has(path))).toEqual([]);
  expect(files.size).toBeGreaterThan(500);
});

test("the same project gives the same bytes: again, elsewhere, in other locales and zones", async () => {
  const [here, there] = [projectWith(withLibrary), projectWith(withLibrary)];
  await docs(here);
  const first = contents(join(here.folder, "site"));
  await docs(here);
  expect(contents(join(here.folder, "site"))).toEqual(first);
  const { ended } = start(["docs", "--out", "elsewhere"], {
    cwd: there.folder,
    environment: { LANG: "zh_CN.UTF-8", LC_ALL: "zh_CN.UTF-8", TZ: "America/New_York" },
  });
  expect(await ended).toMatchObject({ code: 0, err: "" });
  expect(contents(join(there.folder, "elsewhere"))).toEqual(first);
});

describe("the folder", () => {
  test("is made anew: what is gone from the project is gone from it", async () => {
    const project = projectWith({ "campaigns/more.campaign": "segment old = age > 65\n" });
    await docs(project);
    expect(existsSync(join(project.folder, "site/en/segment/old.html"))).toBe(true);
    project.change({ "campaigns/more.campaign": undefined });
    await docs(project);
    expect(existsSync(join(project.folder, "site/en/segment/old.html"))).toBe(false);
    expect(readdirSync(project.folder).filter((name) => name.startsWith("."))).toEqual([".gitignore"]);
  });

  test.each([
    ["another page", { "index.html": "<!doctype html>\n<p>Mine" }, ""],
    ["notes", { "notes.txt": "mine" }, "/notes.txt"],
  ])("that holds %s is left alone", async (_, files, named) => {
    const project = projectWith();
    const folder = join(project.folder, "mine");
    mkdirSync(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const before = contents(folder);
    expect(await docs(project, "--out", folder)).toEqual({
      code: 2,
      out: "",
      err:
        `error: \`${folder}${named}\` stands where \`baleen docs\` writes, and is not of its making\n` +
        "  = help: move it away\n",
    });
    expect(contents(folder)).toEqual(before);
  });

  test("with a site and a file of one's own beside it is left alone", async () => {
    const project = projectWith();
    await docs(project);
    project.change({ "site/CNAME": "bank.example" });
    const { code, err } = await docs(project);
    expect(code).toBe(2);
    expect(err).toContain("CNAME");
    expect(existsSync(join(project.folder, "site/CNAME"))).toBe(true);
  });
});

test("a project with errors has no site, and says why", async () => {
  const project = projectWith({ "campaigns/more.campaign": "segment old = agee > 65\n" });
  const { code, out, err } = await docs(project);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("error[unknown-name]");
  expect(existsSync(join(project.folder, "site"))).toBe(false);
});

test("an address that is not set is none of its business; SQL is that of the project's engine", async () => {
  const project = projectWith(
    starterWith(
      "baleen.yaml",
      "{ engine: duckdb, path: data }",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the project file
      '{ engine: postgres, url: "${NO_SUCH_ADDRESS}", schema: mart }',
    ),
  );
  expect(await docs(project)).toMatchObject({ code: 0, err: "" });
  const page = readFileSync(join(project.folder, "site/en/campaign/thank_you.html"), "utf8");
  expect(page).toContain("Compiled for PostgreSQL");
});

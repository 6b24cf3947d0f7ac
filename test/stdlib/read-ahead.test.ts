import { expect, test } from "vitest";
import { libraryTexts } from "../../cli/project/library.ts";
import { check } from "../../compiler/compile.ts";
import { libraryForm, readAhead } from "../../compiler/library-form.ts";
import { readYaml } from "../../compiler/yaml/read-yaml.ts";
import { parse } from "../../grammar/index.ts";
import { project } from "./support.ts";

const library = libraryTexts();
const ahead = readAhead(library, libraryForm(library));

test("what was read ahead of the library is what its files say, place for place", () => {
  expect(ahead.catalogFiles.map(({ root }) => root)).toEqual(
    library.catalogFiles.map((file) => readYaml(file).root),
  );
  expect(ahead.campaignFiles.map(({ tree }) => tree)).toEqual(
    library.campaignFiles.map(({ path, text }) => parse(path, text).tree),
  );
});

test("a project has the same said of it, by names and places of the library too", () => {
  const texts = project(
    [
      "catalog: 1",
      "timezone: Asia/Shanghai",
      "currency: CNY",
      "customer: { key: id, type: integer, source: people }",
      "sources: { people: { relation: people, grain: customer } }",
      "tags: { age: { type: text, from: people.age }, incom: { from: people.income } }",
      "",
    ].join("\n"),
    "segment rich = income > 10_000 CNY\nsegment old = aeg > 60\ntag churn_flag = 1\n",
  );
  const { diagnostics } = check({ ...texts, library });
  expect(diagnostics.length).toBeGreaterThan(2);
  expect(check({ ...texts, library: ahead }).diagnostics).toEqual(diagnostics);
});

test("a file that has changed since is read anew", () => {
  const [first, ...others] = library.catalogFiles;
  if (first === undefined) throw new Error("the library has no catalog");
  const changed = { ...first, text: `${first.text}\n# changed\n` };
  const { catalogFiles } = readAhead(
    { ...library, catalogFiles: [changed, ...others] },
    libraryForm(library),
  );
  expect(catalogFiles[0]).toBe(changed);
});

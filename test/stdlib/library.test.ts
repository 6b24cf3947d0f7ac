import { describe, expect, test } from "vitest";
import { check, compile } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import { format } from "../../grammar/index.ts";
import {
  campaignFor,
  library,
  libraryCategories,
  libraryCollections,
  libraryDeclarations,
  libraryDescriptions,
  libraryEvents,
  librarySyntaxProblems,
  libraryTags,
  mapping,
  offer,
  project,
  useEverything,
} from "./support.ts";

/** DOMAIN's classes with the number of categories of each. */
const classes = {
  life_cycle: 7,
  demographics: 10,
  product_holding: 12,
  behaviour: 11,
  attitude: 7,
  value: 9,
  relationship: 6,
  marketing: 8,
};

const declared = libraryDeclarations.flatMap((tree) =>
  tree.kind === "tag" || tree.kind === "segment" || tree.kind === "event" ? [tree] : [],
);

describe("the tag catalog", () => {
  test("has eight classes of seventy categories", () => {
    const counted = Object.fromEntries(
      [...libraryCategories].map(([name, categories]) => [name, new Set(categories).size]),
    );
    expect(counted).toEqual(classes);
    expect(Object.values(counted).reduce((sum, count) => sum + count)).toBe(70);
  });

  test("has at least 150 tags, some in every category", () => {
    expect(libraryTags.size).toBeGreaterThanOrEqual(150);
    const filled = new Set([...libraryTags.values()].map((tag) => `${tag.class}.${tag.category}`));
    const all = [...libraryCategories].flatMap(([name, categories]) =>
      categories.map((category) => `${name}.${category}`),
    );
    expect([...filled].sort()).toEqual(all.sort());
  });

  const keys = [
    ...["type", "class", "category", "label", "description", "unit"],
    ...["refreshed", "sensitivity", "purposes", "owner"],
  ];
  test.each([...libraryTags])("%s has everything", (_, tag) => {
    expect(Object.keys(tag).sort()).toEqual([...keys].sort());
    expect(Object.keys(tag.label)).toEqual(["en", "zh"]);
    expect(tag.label["zh"]).toMatch(/\p{Script=Han}/u);
    expect(tag.label["en"]).toMatch(/^[A-Z]/);
    expect(tag["description"]).toMatch(/\.$/);
  });

  test("no two tags are called the same in a language", () => {
    for (const language of ["en", "zh"]) {
      const labels = [...libraryTags.values()].map(({ label }) => label[language]);
      expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
    }
  });

  test.each([...libraryEvents, ...libraryCollections])("%s has labels and a description", (_, rows) => {
    expect(Object.keys(rows.label)).toEqual(["en", "zh"]);
    expect(rows.description).toMatch(/\.$/);
    expect(Object.keys(rows.attributes)).not.toEqual([]);
  });
});

describe("what the library declares", () => {
  test("can be read, and is laid out as `fmt` does", () => {
    expect(librarySyntaxProblems).toEqual([]);
    const changed = library.campaignFiles.flatMap(({ path, text }) => {
      const result = format(path, text);
      return result.kind === "formatted" && result.text === text ? [] : [path];
    });
    expect(changed).toEqual([]);
  });

  test.each(declared.map((tree) => [tree.name.text, tree] as const))("%s is described", (name, tree) => {
    expect(tree.label?.value).toMatch(/^[A-Z]/);
    expect(tree.documentation.join(" ")).toMatch(/\.$/);
    const said = libraryDescriptions.get(name);
    const further = tree.kind === "event" ? ["family", "kind"] : ["unit"];
    expect(Object.keys(said ?? {})).toEqual(["label", "class", "category", "owner", ...further]);
    expect(libraryCategories.get(String(said?.["class"]))).toContain(said?.["category"]);
  });

  test("nothing is described that is not declared", () => {
    const names = new Set(declared.map(({ name }) => name.text));
    expect([...libraryDescriptions.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  test("has the eight groups and the payroll quadrants", () => {
    const segments = declared.filter(({ kind }) => kind === "segment").map(({ name }) => name.text);
    expect(segments).toEqual(
      expect.arrayContaining([
        ...[
          "payroll_customers",
          "credit_card_customers",
          "outbound_customers",
          "wealth_management_customers",
        ],
        ...["mortgage_and_family_customers", "small_business_owners", "retired_customers", "young_customers"],
        ...["payroll_to_convert", "payroll_to_retain", "payroll_to_watch", "payroll_no_action"],
      ]),
    );
  });

  test("checks without a word where all is mapped and used, and compiles for both engines", () => {
    const texts = project(mapping(), useEverything());
    const { diagnostics, checked } = check(texts);
    expect(diagnostics).toEqual([]);
    expect(checked?.campaigns).toHaveLength(declared.length);
    expect(checked?.policy?.suppress).toEqual(["asked_for_no_contact"]);
    const { program } = compile(texts);
    if (program === undefined || checked === undefined) throw new Error("the project does not compile");
    const plan = emitPlan(program, checked.catalog, ({ file }) => file);
    expect(plan.campaigns).toHaveLength(declared.length);
  });

  test("costs a bank nothing that maps none of it and uses none", () => {
    const { diagnostics } = check(
      project(
        mapping(() => false),
        "",
      ),
    );
    expect(diagnostics).toEqual([]);
  });

  test("a bank sets a parameter by declaring it anew", () => {
    const set = "tag parameter.youth_until = 30\n";
    const texts = project(mapping(), offer + set + campaignFor("spring", "young_customers"));
    const { diagnostics, program } = compile(texts);
    expect(diagnostics).toEqual([]);
    expect(program?.definitions["parameter.youth_until"]?.origin).toBe("a.campaign:6");
  });

  test("a derived tag names all that it rests on and is not mapped", () => {
    const has = (name: string) => !["sweep_in_signed", "bill_payment"].includes(name);
    const texts = project(mapping(has), offer + campaignFor("spring", "main_account_flag"));
    expect(check(texts).diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "library-not-mapped",
        "`main_account_flag` of the standard library rests on what is mapped to nothing: `bill_payment`, `sweep_in_signed`",
      ],
    ]);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONSTRUCTS, constructsOf } from "../differential/constructs.ts";
import { goldenPath } from "./check-family.ts";
import { FAMILIES } from "./families.ts";
import { type Family, slugOf, textOf } from "./form.ts";
import { EDGES, ROWS, SAID, SAID_FORMS } from "./list.ts";

const repository = join(import.meta.dirname, "../..");
const families: readonly Family[] = Object.values(FAMILIES).flat();
const forms = families.flatMap((family) =>
  Object.entries(family.forms).map(([written, form]) => ({
    family,
    written,
    form,
    name: `${family.name}: ${written}`,
  })),
);
const names = new Set(forms.map(({ name }) => name));

/** The first cells of a page's tables, by section. */
function rowsOf(page: string): Map<string, readonly string[]> {
  const rows = new Map<string, string[]>();
  let section = "";
  for (const line of page.split("\n")) {
    if (line.startsWith("## ")) section = line.slice(3);
    const cell = /^\| (.*?) \|/.exec(line)?.[1];
    if (cell !== undefined) rows.set(section, [...(rows.get(section) ?? []), cell]);
  }
  // The first of a section is its heading.
  return new Map([...rows].map(([name, [, ...cells]]) => [name, cells]));
}

describe("the list of forms", () => {
  const page = readFileSync(join(repository, "docs/language.md"), "utf8");

  test("has each row of the tables in docs/language.md, and no other", () => {
    const written = rowsOf(page);
    written.delete("Literals");
    expect(Object.fromEntries(Object.entries(ROWS).map(([name, rows]) => [name, Object.keys(rows)]))).toEqual(
      Object.fromEntries(written),
    );
  });

  test("names sections that there are", () => {
    for (const section of [...Object.values(SAID).flat(), ...Object.keys(SAID_FORMS)])
      expect(page).toContain(`\n## ${section}\n`);
  });

  test("has a place for each form, and a form for each place", () => {
    const listed = new Set([
      ...Object.values(ROWS).flatMap((rows) => Object.values(rows).flat()),
      ...Object.values(SAID_FORMS).flat(),
    ]);
    const unknown = [...listed].filter((name) => !names.has(name));
    expect(unknown, "forms that have no case").toEqual([]);
    const unlisted = forms.filter(({ name, family }) => !listed.has(name) && SAID[family.name] === undefined);
    expect(
      unlisted.map(({ name }) => name),
      "forms that the list does not have",
    ).toEqual([]);
  });

  test("has a case for each edge", () => {
    const cases = new Set(
      forms.flatMap(({ name, form }) => Object.keys(form.cases).map((title) => `${name}: ${title}`)),
    );
    const missing = Object.values(EDGES)
      .flat()
      .filter((edge) => !cases.has(edge));
    expect(missing).toEqual([]);
  });

  test("has an empty table for each aggregate and each firing on events", () => {
    const empties = /empty table|empty ledger|over nothing/;
    const asked = forms.filter(
      ({ name, family }) =>
        /^aggregates: \w+\((E|COLLECTION)/.test(name) ||
        (["events", "patterns", "reaches"].includes(family.name) &&
          /: on (E|A|count\(.*|sum\(.*)( |$)/.test(name)),
    );
    const without = asked.filter(
      ({ form, written }) =>
        !/( where | as |\.\.\.| in CCY)/.test(` ${written} `.replace("COLLECTION where P", "COLLECTION")) &&
        !Object.keys(form.cases).some((title) => empties.test(title)),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe("each form", () => {
  test.each(forms.map(({ name, ...rest }) => ({ name, ...rest })))("$name", ({ family, written, form }) => {
    expect(Object.keys(form.cases).length, "cases that engines answer").toBeGreaterThan(0);
    const kept = form.sqlOf ?? written;
    expect(family.forms[kept]?.sqlOf, "the statement is kept").toBeUndefined();
    for (const engine of ["duckdb", "postgres"] as const)
      expect(existsSync(goldenPath(family, kept, engine)), `${engine}'s statement`).toBe(true);
    for (const { file, test: title } of Object.values(form.elsewhere ?? {}))
      expect(readFileSync(join(repository, file), "utf8"), file).toContain(title);
  });

  test("has files of its own, and there are no others", () => {
    const kept = forms
      .filter(({ form }) => form.sqlOf === undefined)
      .flatMap(({ family, written }) =>
        ["duckdb", "postgres"].map(
          (engine) => `${family.section}-${family.name}/${slugOf(written)}.${engine}.sql`,
        ),
      );
    expect(new Set(kept).size).toBe(kept.length);
    const folder = join(import.meta.dirname, "golden");
    const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".sql"),
    );
    expect(found.sort()).toEqual(kept.sort());
  });

  test("is checked by a test file", () => {
    for (const name of Object.keys(FAMILIES)) {
      const text = readFileSync(join(import.meta.dirname, `${name}.test.ts`), "utf8");
      expect(text).toContain(`of FAMILIES.${name}) checkFamily(family)`);
    }
  });
});

/** Of how a bank's tables are stored, which is the catalog's and no form of the language. */
const STORED = /^(source|late data:|time (?!of)|column|customer|runs|rates)/;

test("each construct that the evaluators are compared on stands in some case", () => {
  const found = new Set<string>();
  for (const { family, form } of forms) {
    for (const one of Object.values(form.cases)) {
      const bank =
        (one.kind === "decides" ? one.bank : one.kind === "told" ? undefined : one.given.bank) ?? family.bank;
      for (const name of constructsOf(bank.compile(textOf(one)).program, {
        runs: [],
        declarations: [textOf(one)],
      }))
        found.add(name);
    }
  }
  const wanted = CONSTRUCTS.filter((name) => !STORED.test(name) || name === "time");
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((name) => !found.has(name))).toEqual([]);
});

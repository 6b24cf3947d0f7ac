import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { syntaxMessages } from "../../compiler/diagnostics/messages/syntax.ts";
import { renderDiagnostic } from "../../compiler/diagnostics/render.ts";
import { format, parse } from "../../grammar/index.ts";
import { expectGolden } from "../support/golden.ts";
import { outline, summary } from "./support/summary.ts";

const folder = join(import.meta.dirname, "golden");

function cases(kind: string): readonly string[] {
  return readdirSync(join(folder, kind))
    .filter((name) => name.endsWith(".campaign"))
    .map((name) => name.slice(0, -".campaign".length))
    .sort();
}

function input(kind: string, name: string): string {
  return readFileSync(join(folder, kind, `${name}.campaign`), "utf8");
}

/** What a user sees of a text's problems, and what the rest of the compiler gets of it all the same. */
function shown(name: string, text: string): string {
  const file = `${name}.campaign`;
  const { tree, problems } = parse(file, text);
  const rendered = problems.map(({ code, span, parameters }) =>
    renderDiagnostic(diagnostic(code, span, parameters as never), () => text, { color: false }),
  );
  return `${rendered.join("\n")}\nread all the same:\n${outline(tree)}`;
}

describe("each problem as a user sees it", () => {
  test.each(cases("problems"))("%s", (code) => {
    const text = input("problems", code);
    expect(parse("x", text).problems.map((problem) => problem.code)).toContain(code);
    expectGolden(join(folder, "problems", `${code}.txt`), shown(code, text));
  });

  test("no code of the table is without its case", () => {
    expect(cases("problems")).toEqual(Object.keys(syntaxMessages).sort());
  });
});

describe("what is around a mistake survives", () => {
  test.each(cases("recovery"))("%s", (name) => {
    expectGolden(join(folder, "recovery", `${name}.txt`), shown(name, input("recovery", name)));
  });
});

describe("trees", () => {
  test.each(cases("tree"))("%s", (name) => {
    const { tree, problems } = parse(`${name}.campaign`, input("tree", name));
    expect(problems).toEqual([]);
    expectGolden(join(folder, "tree", `${name}.txt`), summary(tree));
  });
});

describe("formatting", () => {
  test.each(cases("format"))("%s", (name) => {
    const text = input("format", name);
    const formatted = format(`${name}.campaign`, text);
    if (formatted.kind !== "formatted")
      throw new Error(`${name} was not formatted: ${JSON.stringify(formatted)}`);
    expectGolden(join(folder, "format", `${name}.txt`), formatted.text);
    expect(format("again", formatted.text)).toEqual(formatted);
  });

  test("the language reference's own example is in canonical form", () => {
    const text = input("format", "taste");
    expect(format("taste", text)).toEqual({ kind: "formatted", text });
  });
});

import { describe, expect, test } from "vitest";
import { type Diagnostic, diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { renderGithub, renderJson, renderSarif } from "../../../compiler/diagnostics/formats.ts";
import { renderDiagnostic, renderSummary } from "../../../compiler/diagnostics/render.ts";

const plain = { color: false };

function unknown(text: string, word: string, more: Parameters<typeof diagnostic>[3] = {}): Diagnostic {
  const start = text.indexOf(word);
  const span = { file: "a.yaml", start, end: start + word.length };
  return diagnostic("unknown-name", span, { what: "tag", name: word, nearest: "age" }, more);
}

function shown(text: string, word: string): string {
  return renderDiagnostic(unknown(text, word), () => text, plain);
}

describe("a diagnostic on a terminal", () => {
  test("names its code and place, marks the word and says the cure", () => {
    expect(shown("tags:\n  use: aeg\n", "aeg")).toBe(
      [
        "error[unknown-name]: there is no tag called `aeg`",
        " --> a.yaml:2:8",
        "  |",
        "2 |   use: aeg",
        "  |        ^^^",
        "  = help: did you mean `age`?",
        "",
      ].join("\n"),
    );
  });

  test("marks stand under wide characters, accents and tabs", () => {
    const lines = shown("年龄: \t标签 e\u0301x", "标签").split("\n");
    expect(lines[3]).toBe("1 | 年龄:   标签 e\u0301x");
    expect(lines[4]).toBe("  |         ^^^^");
    expect(lines[1]).toBe(" --> a.yaml:1:6");
    expect(shown("e\u0301 x", "x").split("\n")[4]).toBe("  |   ^");
  });

  test("characters that a terminal would obey are written out", () => {
    const text = "\u001b[31m \u202e aeg";
    const output = shown(text, "aeg");
    expect(output).toContain("\\u{1b}[31m \\u{202e} aeg");
    expect(output).not.toContain("\u001b");
    expect(output).not.toContain("\u202e");
  });

  test("a place over several lines is marked on its first", () => {
    const text = "abc\r\ndef";
    const place = diagnostic("yaml-tab", { file: "a", start: 1, end: 7 }, {});
    expect(renderDiagnostic(place, () => text, plain)).toContain("1 | abc\n  |  ^^…\n");
  });

  test("an end of file, an empty file and a file that is not at hand have places too", () => {
    const at = (start: number) => diagnostic("yaml-tab", { file: "a", start, end: start }, {});
    expect(renderDiagnostic(at(4), () => "abc\n", plain)).toContain("--> a:2:1\n  |\n2 |\n  | ^\n");
    expect(renderDiagnostic(at(0), () => "", plain)).toContain("--> a:1:1\n");
    expect(renderDiagnostic(at(0), () => undefined, plain)).toContain(" --> a\n  = help");
  });

  test("related places follow with their labels", () => {
    const text = "age: 1\nx: aeg\n";
    const related = [{ span: { file: "a.yaml", start: 0, end: 3 }, label: "declared here" }];
    expect(renderDiagnostic(unknown(text, "aeg", { related }), () => text, plain)).toContain(
      " ::: a.yaml:1:1\n  |\n1 | age: 1\n  | --- declared here\n",
    );
  });

  test("of a very long line only the part around the mark is shown", () => {
    const text = `${"x".repeat(1000)} aeg ${"y".repeat(1000)}`;
    const lines = shown(text, "aeg").split("\n");
    expect(lines[3]?.length).toBeLessThan(260);
    const column = lines[4]?.indexOf("^") ?? 0;
    expect(lines[3]?.slice(column, column + 3)).toBe("aeg");
  });

  test("colours change nothing but colours", () => {
    const text = "use: aeg";
    const coloured = renderDiagnostic(unknown(text, "aeg"), () => text, { color: true });
    expect(coloured).toContain("\u001b[1;31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(shown(text, "aeg"));
  });

  test("the summary counts", () => {
    const each = unknown("aeg", "aeg");
    expect(renderSummary([], plain)).toBe("no problems found\n");
    expect(renderSummary([each], plain)).toBe("1 error\n");
    expect(renderSummary([each, each, { ...each, severity: "warning" }], plain)).toBe(
      "2 errors, 1 warning\n",
    );
  });
});

describe("diagnostics for programs", () => {
  const text = "年龄: 1\nx: aeg\n";
  const textOf = () => text;
  const fix = {
    title: "write `age`",
    edits: [{ span: { file: "a.yaml", start: 9, end: 12 }, text: "age" }],
  };
  const related = [{ span: { file: "a.yaml", start: 0, end: 2 }, label: "declared here" }];
  const found = [unknown(text, "aeg", { related, fix })];

  test("as JSON", () => {
    expect(JSON.parse(renderJson(found, textOf))).toEqual({
      format: 1,
      diagnostics: [
        {
          code: "unknown-name",
          severity: "error",
          message: "there is no tag called `aeg`",
          help: "did you mean `age`?",
          file: "a.yaml",
          start: { line: 2, column: 4 },
          end: { line: 2, column: 7 },
          related: [
            {
              label: "declared here",
              file: "a.yaml",
              start: { line: 1, column: 1 },
              end: { line: 1, column: 3 },
            },
          ],
          fix: {
            title: "write `age`",
            edits: [
              { file: "a.yaml", start: { line: 2, column: 4 }, end: { line: 2, column: 7 }, text: "age" },
            ],
          },
        },
      ],
    });
  });

  test("as SARIF 2.1.0", () => {
    const log = JSON.parse(renderSarif(found, textOf, "0.1.0"));
    const region = { startLine: 2, startColumn: 4, endLine: 2, endColumn: 7 };
    expect(log).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "baleen", version: "0.1.0", rules: [{ id: "unknown-name" }] } },
          columnKind: "unicodeCodePoints",
          results: [
            {
              ruleId: "unknown-name",
              level: "error",
              locations: [{ physicalLocation: { artifactLocation: { uri: "a.yaml" }, region } }],
              relatedLocations: [{ message: { text: "declared here" } }],
              fixes: [
                {
                  artifactChanges: [
                    { replacements: [{ deletedRegion: region, insertedContent: { text: "age" } }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("as annotations of GitHub, nothing of which can end its line", () => {
    expect(renderGithub(found, textOf)).toBe(
      "::error file=a.yaml,line=2,endLine=2,col=4,endColumn=7,title=unknown-name::there is no tag called `aeg`%0Adid you mean `age`?\n",
    );
    const hostile = unknown("100%\n::x", "100%\n::x");
    const file = { ...hostile, span: { ...hostile.span, file: "a,b:c%.yaml" } };
    expect(renderGithub([file], () => "100%\n::x")).toBe(
      "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=2,col=1,title=unknown-name::there is no tag called `100%25%0A::x`%0Adid you mean `age`?\n",
    );
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Case, campaignText, catalogText } from "./case.ts";
import type { Found } from "./search.ts";

const FOLDER = join(import.meta.dirname, "regressions");

/** The names of the cases that once differed. */
export function regressionNames(): readonly string[] {
  return readdirSync(FOLDER).sort();
}

export function readRegression(name: string): Case {
  const read = (file: string): string => readFileSync(join(FOLDER, name, file), "utf8");
  const { relations, runs, detection } = JSON.parse(read("rows.json"));
  return {
    catalog: parse(read("catalog.yaml")),
    declarations: [read("a.campaign")],
    relations,
    runs,
    detection,
  };
}

/** Keeps a case that differed: its texts, its rows, and what was said. */
export function writeRegression(
  name: string,
  { case: one, differences, program }: Found,
  seed: number,
): string {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  const { relations, runs, detection } = one;
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write("catalog.yaml", catalogText(one.catalog));
  write("a.campaign", campaignText(one.declarations));
  write("rows.json", `${JSON.stringify({ runs, detection, relations }, undefined, 1)}\n`);
  const said = differences
    .slice(0, 2)
    .map(({ question, evaluators, answers }) =>
      [
        `- ${question}`,
        ...evaluators.map((who, index) => `  - ${who}: \`${JSON.stringify(answers[index])}\``),
      ].join("\n"),
    );
  write("README.md", `# ${name}\n\nFound with seed ${seed}, program ${program}.\n\n${said.join("\n")}\n`);
  return folder;
}

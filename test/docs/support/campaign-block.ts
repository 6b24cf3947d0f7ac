import type { Block } from "./pages.ts";

/** A campaign that a clause or trigger is tried in; each of its clauses may be replaced. */
const surroundings: readonly (readonly [clause: string, text: string])[] = [
  ["owner", '"retail/cards"'],
  ["segment", "of_age and exists(login, last 30 days)"],
  ["trigger", "weekly on monday at 06:00"],
  ["window", "2026-01-01 .. 2026-12-31"],
  ["offer", "instalment_plan"],
  ["channel", "first of mobile_bank, sms"],
  ["priority", "10"],
];

/** What can stand in a page's block, by its first word: whole declarations, or parts that are tried in a whole. */
export type BlockForm = "declarations" | "predicates" | "values" | "triggers" | "clauses";

const forms: readonly BlockForm[] = ["declarations", "predicates", "values", "triggers", "clauses"];

/** The text of a file that says what the block says. Of parts each line is tried by itself. */
export function fileOf(block: Block): string {
  const form = forms.find((each) => block.words.includes(each)) ?? "declarations";
  if (form === "declarations") return block.text;
  if (form === "clauses") return campaignWith(block.text, "tried");
  return block.text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => part(form, line, `tried_${index}`))
    .join("\n");
}

function part(form: "predicates" | "values" | "triggers", line: string, name: string): string {
  switch (form) {
    case "predicates":
      return `segment ${name} =\n  (${withoutComment(line)})`;
    case "values":
      return `tag ${name} =\n  ${line}`;
    case "triggers":
      return campaignWith(`  trigger ${line}\n  caps 1 per customer\n`, name);
  }
}

function withoutComment(line: string): string {
  return line.replace(/ *\/\/.*$/, "");
}

function campaignWith(clauses: string, name: string): string {
  const rest = surroundings
    .filter(([clause]) => !new RegExp(`^ *${clause} `, "m").test(clauses))
    .map(([clause, text]) => `  ${clause} ${text}\n`);
  return `campaign ${name} {\n${rest.join("")}${clauses}}\n`;
}

/**
 * Writes docs/diagnostics.md: each diagnostic of the table with the example that its golden test shows. The same
 * table and golden files, the same page.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { campaignMessages } from "../compiler/diagnostics/messages/campaign.ts";
import { catalogMessages } from "../compiler/diagnostics/messages/catalog.ts";
import { fileMessages } from "../compiler/diagnostics/messages/files.ts";
import { firingMessages } from "../compiler/diagnostics/messages/firings.ts";
import { messageMessages } from "../compiler/diagnostics/messages/messages.ts";
import { nameMessages } from "../compiler/diagnostics/messages/names.ts";
import { policyMessages } from "../compiler/diagnostics/messages/policy.ts";
import { projectMessages } from "../compiler/diagnostics/messages/project.ts";
import { syntaxMessages } from "../compiler/diagnostics/messages/syntax.ts";
import { testMessages } from "../compiler/diagnostics/messages/tests.ts";
import { typeMessages } from "../compiler/diagnostics/messages/types.ts";
import { yamlMessages } from "../compiler/diagnostics/messages/yaml.ts";
import { type DiagnosticCode, diagnosticTable } from "../compiler/diagnostics/table.ts";

const root = join(import.meta.dirname, "..");

const groups: readonly (readonly [title: string, about: string, messages: object])[] = [
  ["Reading campaign files", "What cannot be read in a `.campaign` file.", syntaxMessages],
  ["Names", "Names that are unknown, taken, retired or out of place.", nameMessages],
  ["Values", "Types, money, dates, aggregates, unknown values.", typeMessages],
  ["Campaigns and offers", "Clauses, schedules, branches, caps, dates.", campaignMessages],
  ["Firings", "Events, chains of them, figures reached, dates, segments entered and left.", firingMessages],
  ["The contact policy", "Caps, rules and quiet hours that hold across campaigns.", policyMessages],
  ["Messages", "The texts that customers read.", messageMessages],
  ["Tests", "What tests set up, and what they expect.", testMessages],
  ["Reading YAML", "The form of the catalog's files and of `baleen.yaml`.", yamlMessages],
  ["The catalog", "What the catalog's files mean together.", catalogMessages],
  ["The project file", "What `baleen.yaml` says.", projectMessages],
  ["Files", "The files that a project is made of.", fileMessages],
];

const head = `# Diagnostics

What \`baleen check\` can say, by code. Codes are permanent. An error keeps a project from being built and run; a
warning does not. Each section shows one example as a user sees it.

This page is generated from the table of diagnostics and its golden tests:
\`npx node --conditions=source scripts/diagnostics-page.ts\`.

What can go wrong while a campaign runs has codes of its own: [operations.md](operations.md#when-a-run-fails).
`;

/** Where a code's golden test keeps what the user sees. */
const goldenFiles = (code: string): readonly string[] => [
  `test/grammar/golden/problems/${code}.txt`,
  `test/compiler/golden/${code}/expected.txt`,
  `test/compiler/catalog/golden/${code}/expected.txt`,
  `test/compiler/project/golden/${code}/expected.txt`,
  `test/cli/golden/${code}.txt`,
];

/** The whole page. Throws where a code has no golden test. */
export function renderDiagnosticsPage(): string {
  const listed = groups.flatMap(([, , messages]) => Object.keys(messages));
  const left = Object.keys(diagnosticTable).filter((code) => !listed.includes(code));
  if (left.length > 0) throw new Error(`codes in no group of the page: ${left.join(", ")}`);
  const sections = groups.map(([title, about, messages]) => {
    const codes = Object.keys(messages).sort();
    return `## ${title}\n\n${about}\n\n${codes.map((code) => section(code as DiagnosticCode)).join("\n")}`;
  });
  return `${head}\n${sections.join("\n")}`;
}

function section(code: DiagnosticCode): string {
  const { severity } = diagnosticTable[code];
  return `### ${code}\n\n${severity === "error" ? "Error" : "Warning"}.\n\n\`\`\`text\n${example(code).trimEnd()}\n\`\`\`\n`;
}

/** The first diagnostic of the code that its golden test shows. */
function example(code: DiagnosticCode): string {
  const golden = goldenFiles(code).find((path) => existsSync(join(root, path)));
  if (golden === undefined) throw new Error(`\`${code}\` has no golden test`);
  const shown = readFileSync(join(root, golden), "utf8")
    .split("\n\n")
    .find((each) => new RegExp(`^(error|warning)\\[${code}\\]`).test(each));
  if (shown === undefined) throw new Error(`${golden} does not show \`${code}\``);
  return shown;
}

if (import.meta.main) writeFileSync(join(root, "docs", "diagnostics.md"), renderDiagnosticsPage());

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Compilation, compile } from "../../compiler/compile.ts";
import type { CampaignProgram, Program } from "../../plan/index.ts";

const catalogText = readFileSync(join(import.meta.dirname, "golden/catalog.yaml"), "utf8");

/** Compiles texts, each a file named `a.campaign`, `b.campaign` …, by the catalog of the golden cases. */
export function compileTexts(...texts: readonly string[]): Compilation {
  return compile({
    project: "test-bank",
    catalogFiles: [{ path: "catalog.yaml", text: catalogText }],
    campaignFiles: texts.map((text, index) => ({
      path: `${String.fromCharCode(97 + index)}.campaign`,
      text,
    })),
  });
}

/** The program of texts that must be without errors. */
export function programOf(...texts: readonly string[]): Program {
  const { program, diagnostics } = compileTexts(...texts);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return program;
}

export interface CampaignParts {
  readonly name?: string;
  readonly segment?: string;
  readonly trigger?: string;
  readonly offer?: string;
  readonly channel?: string;
  readonly more?: string;
}

/** The text of an offer and a campaign that need nothing else, with parts of it exchanged. */
export function campaignText(parts: CampaignParts = {}): string {
  return `offer starter {
  value    10 CNY
  message  sms "Dear {salutation}, good day."
}

${onlyCampaign(parts)}`;
}

export function onlyCampaign(parts: CampaignParts = {}): string {
  return `campaign ${parts.name ?? "spring"} {
  owner    "team"
  segment  ${parts.segment ?? "age >= 18"}
  trigger  ${parts.trigger ?? "daily at 09:00"}
  window   2026-01-01 .. 2026-12-31
  offer    ${parts.offer ?? "starter"}
  channel  ${parts.channel ?? "sms"}
  priority 10
  ${parts.more ?? ""}
}
`;
}

/** The one campaign of a program. */
export function campaignOf(program: Program): CampaignProgram {
  const [campaign] = program.campaigns;
  if (campaign === undefined) throw new Error("the program has no campaign");
  return campaign;
}

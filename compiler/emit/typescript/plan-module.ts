import {
  IndentationText,
  Project,
  type SourceFileStructure,
  StructureKind,
  VariableDeclarationKind,
} from "ts-morph";
import type { CampaignPlan, Plan, Program } from "../../../plan/index.ts";
import { decisionCode, oneLine } from "./decision.ts";
import { literal } from "./literal.ts";

/**
 * The plan as a TypeScript module that type-checks: a constant for each campaign, and `plan`, which is what the
 * runtime runs; then each campaign's decisions as functions. It imports `baleen/runtime` alone.
 */
export function planModule(program: Program, plan: Plan): string {
  const names = constantNames(plan.campaigns);
  const constants = plan.campaigns.map((campaign) => ({
    kind: StructureKind.VariableStatement as const,
    leadingTrivia: "\n",
    docs: [{ description: documentation(campaign) }],
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: names.get(campaign) ?? "",
        type: "CampaignPlan",
        initializer: literal(campaign),
      },
    ],
  }));
  const decisions = program.campaigns.map((campaign, index) => {
    const planned = plan.campaigns[index];
    const name = planned === undefined ? undefined : names.get(planned);
    if (name === undefined) throw new Error(`the plan lacks ${campaign.name}`);
    return `\n${decisionCode(program, campaign, name.replace(/Campaign(?=\d*$)/, "Decision"))}`;
  });
  const { campaigns, ...rest } = plan;
  const list = `[${campaigns.map((campaign) => names.get(campaign)).join(", ")}]`;
  const whole = literal(rest).replace(/\n\}$/, `\n  campaigns: ${list},\n}`);
  const structure: SourceFileStructure = {
    kind: StructureKind.SourceFile,
    statements: [
      `// Made by \`baleen build\` from the project \`${oneLine(plan.project)}\`. Do not edit: change the .campaign files.`,
      {
        kind: StructureKind.ImportDeclaration,
        namedImports: [
          { name: "CampaignPlan", isTypeOnly: true },
          ...(decisions.some((code) => /\bdecide\./.test(code)) ? [{ name: "decide" }] : []),
          { name: "definePlan" },
          { name: "Plan", isTypeOnly: true },
        ],
        moduleSpecifier: "baleen/runtime",
      },
      ...constants,
      {
        kind: StructureKind.VariableStatement,
        leadingTrivia: "\n",
        docs: [{ description: "The whole plan." }],
        isExported: true,
        declarationKind: VariableDeclarationKind.Const,
        declarations: [
          {
            name: "plan",
            type: "Plan",
            initializer: `definePlan(${whole})`,
          },
        ],
      },
      ...decisions,
    ],
  };
  const project = new Project({
    useInMemoryFileSystem: true,
    manipulationSettings: { useTrailingCommas: true, indentationText: IndentationText.TwoSpaces },
  });
  const file = project.createSourceFile("plan.ts", structure);
  // Initializers are hung in by one level more than they are nested.
  file.formatText({ indentSize: 2 });
  return file.getFullText();
}

function documentation(campaign: CampaignPlan): string {
  const label = campaign.label === undefined ? campaign.name : campaign.label;
  return oneLine(`${label}: ${campaign.owner}, ${campaign.origin}`);
}

/** A constant's name for each campaign: its own in camel case where that can be, made different where it must. */
function constantNames(campaigns: readonly CampaignPlan[]): ReadonlyMap<CampaignPlan, string> {
  const taken = new Set<string>();
  return new Map(
    campaigns.map((campaign) => {
      const words = campaign.name.split(/[^A-Za-z0-9]+/).filter((part) => part !== "");
      const camel = words.map((part, index) =>
        index === 0
          ? part.charAt(0).toLowerCase() + part.slice(1)
          : part.charAt(0).toUpperCase() + part.slice(1),
      );
      const base = `${camel.join("").replace(/^(?=\d|$)/, "campaign")}Campaign`;
      let name = base;
      for (let next = 2; taken.has(name); next++) name = `${base}${next}`;
      taken.add(name);
      return [campaign, name];
    }),
  );
}

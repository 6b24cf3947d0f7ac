import type { CampaignProgram, Engine, Plan, Program } from "../../plan/index.ts";
import { fileName } from "./file-name.ts";
import { detection } from "./sql/detection.ts";
import { isMembership, membersStatement } from "./sql/membership.ts";
import { readableStatement } from "./sql/readable.ts";
import { responses } from "./sql/responses.ts";
import { dialects } from "./sql/statement.ts";
import { waves } from "./sql/waves.ts";
import { planModule } from "./typescript/plan-module.ts";

/** The files of `build/` by their path in it, with forward slashes: `plan.ts`, `sql/<dialect>/<campaign>.sql`. */
export function buildFiles(program: Program, plan: Plan): ReadonlyMap<string, string> {
  const files = new Map([["plan.ts", planModule(program, plan)]]);
  for (const engine of Object.keys(dialects) as Engine[]) {
    for (const [name, text] of sqlFiles(program, engine)) files.set(`sql/${engine}/${name}`, text);
  }
  return files;
}

/** The statements of each campaign in one dialect, as readers get them, by file name. */
export function sqlFiles(program: Program, engine: Engine): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const campaign of program.campaigns) {
    const title = [
      campaign.label === undefined ? campaign.name : `${campaign.name}: ${campaign.label}`,
      `${campaign.owner}, ${campaign.origin}`,
      "Made by `baleen build` for readers: the runtime runs the statement in plan.ts.",
    ];
    const texts = [
      readableStatement(detection(program, campaign, dialects[engine]), engine, title),
      ...furtherStatements(program, campaign, engine),
    ];
    files.set(`${fileName(campaign.name)}.sql`, texts.join("\n"));
  }
  return files;
}

/** What a campaign asks beside its candidates: who stands how, for the next tick; contacts before further waves; responses. */
function furtherStatements(program: Program, campaign: CampaignProgram, engine: Engine): readonly string[] {
  const { firing, followUps, goal } = campaign;
  const dialect = dialects[engine];
  return [
    ...(isMembership(firing)
      ? [
          readableStatement(membersStatement(program, firing, dialect), engine, [
            `${campaign.name}: who stands how at the tick, for the next one to compare with`,
          ]),
        ]
      : []),
    ...(followUps.length === 0
      ? []
      : [
          readableStatement(waves(program, campaign, dialect), engine, [
            `${campaign.name}: what contacts are asked before a further wave`,
          ]),
        ]),
    ...(goal === undefined
      ? []
      : [
          readableStatement(responses(program, campaign, goal, dialect), engine, [
            `${campaign.name}: which contacts were responded to`,
          ]),
        ]),
  ];
}

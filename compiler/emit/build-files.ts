import type { Engine, Plan, Program } from "../../plan/index.ts";
import { fileName } from "./file-name.ts";
import { detection } from "./sql/detection.ts";
import { readableDetection } from "./sql/readable.ts";
import { dialects } from "./sql/statement.ts";
import { planModule } from "./typescript/plan-module.ts";

/** The files of `build/` by their path in it, with forward slashes: `plan.ts`, `sql/<dialect>/<campaign>.sql`. */
export function buildFiles(program: Program, plan: Plan): ReadonlyMap<string, string> {
  const files = new Map([["plan.ts", planModule(plan)]]);
  for (const engine of Object.keys(dialects) as Engine[]) {
    for (const campaign of program.campaigns) {
      const title = [
        campaign.label === undefined ? campaign.name : `${campaign.name}: ${campaign.label}`,
        `${campaign.owner}, ${campaign.origin}`,
        "Made by `baleen build` for readers: the runtime runs the statement in plan.ts.",
      ];
      const text = readableDetection(detection(program, campaign, dialects[engine]), engine, title);
      files.set(`sql/${engine}/${fileName(campaign.name)}.sql`, text);
    }
  }
  return files;
}

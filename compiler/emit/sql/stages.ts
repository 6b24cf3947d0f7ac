import type { Expression, Feature } from "../../../plan/index.ts";
import type { StatementBuild } from "./build.ts";
import { missing } from "./empty-scope.ts";
import { featureParts, walk } from "./references.ts";

/** What is computed of customers at one go. */
export interface Stage {
  readonly definitions: readonly string[];
  readonly features: readonly Feature[];
  readonly rankings: readonly string[];
}

/**
 * What is computed at each stage, from the second on. A feature and a ranking stand one stage after the last of what
 * their rows are asked; a definition in the stage of the last feature that it speaks of, after other definitions.
 */
export function stagesOf(build: StatementBuild, expressions: readonly Expression[]): readonly Stage[] {
  const { program } = build;
  const found = new Map<string, number>();
  const stages: { definitions: string[]; features: Feature[]; rankings: string[] }[] = [];
  const stageAt = (stage: number) => {
    while (stages.length < stage) stages.push({ definitions: [], features: [], rankings: [] });
    return stages[stage - 1] ?? missing(`stage ${stage}`);
  };
  const once = (key: string, compute: () => number, place: (stage: number) => void): number => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const stage = compute();
    found.set(key, stage);
    place(stage);
    return stage;
  };
  /** The last stage of an expression's parts, definitions counted a stage later where `after` says so. */
  const lastStage = (expressions: readonly Expression[], after: number): number => {
    let stage = 0;
    for (const expression of expressions) {
      walk(expression, (part) => {
        stage = Math.max(
          stage,
          stageOf(part) + (part.kind === "definition" || part.kind === "top" ? after : 0),
        );
      });
    }
    return stage;
  };
  const stageOf = (part: Expression): number => {
    switch (part.kind) {
      case "definition": {
        const { expression } = program.definitions[part.name] ?? missing(`definition ${part.name}`);
        return once(
          `definition ${part.name}`,
          () => Math.max(1, lastStage([expression], 1)),
          (stage) => stageAt(stage).definitions.push(part.name),
        );
      }
      case "feature": {
        const feature = program.features[part.feature] ?? missing(`feature ${part.feature}`);
        const parts = featureParts(program, part.feature);
        // Before an event: not the customer's alone, but asked of her what she has by then.
        if (feature.window?.kind === "before-event") return lastStage(parts, 0);
        return once(
          `feature ${part.feature}`,
          () => 1 + lastStage(parts, 0),
          (stage) => stageAt(stage).features.push(feature),
        );
      }
      case "top":
        return once(
          `top ${part.ranking}`,
          () => 1,
          (stage) => stageAt(stage).rankings.push(part.ranking),
        );
      default:
        return 0;
    }
  };
  lastStage(expressions, 0);
  return stages;
}

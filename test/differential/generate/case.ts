import type { Case, CaseRun } from "../case.ts";
import { pruned } from "../prune.ts";
import { bankOf } from "./bank.ts";
import { declarationsOf, type Purpose } from "./campaigns.ts";
import type { Choices } from "./choices.ts";
import { contestOf } from "./contest/case.ts";
import { daysAfter } from "./dates.ts";
import { type Declared, type Language, languageOf } from "./expressions.ts";
import { judgedDeclarations } from "./judged.ts";

/** What a case is made for: what its campaigns mean, what they work out themselves, or how they contend. */
export type CasePurpose = Purpose | "judged" | "contest";

export const CASE_PURPOSES: readonly CasePurpose[] = ["values", "firings", "decisions", "judged", "contest"];

/** Contests have few constructs and take long: most of them are not found there. */
const MIXED: readonly CasePurpose[] = [
  ...(["values", "values", "firings", "firings"] as const),
  ...(["decisions", "decisions", "decisions", "contest"] as const),
  "judged",
];

/** Makes a case of choices; it may be one that the checker refuses. @param purposes Those that it may be made for. */
export function caseOf(choices: Choices, purposes: readonly CasePurpose[] = MIXED): Case {
  const purpose = choices.pick(purposes);
  if (purpose === "contest") return contestOf(choices);
  const runCount =
    purpose === "values" || purpose === "judged"
      ? 0
      : purpose === "firings"
        ? choices.pick([0, 0, 2, 3])
        : choices.between(1, 5);
  const bank = bankOf(choices, runCount);
  const write = (declared: Declared): Language => languageOf(bank, declared, choices);
  const declarations =
    purpose === "judged"
      ? judgedDeclarations(bank, choices, write)
      : declarationsOf(bank, choices, purpose, write);
  const { today } = bank.stage;
  const runs: CaseRun[] = [];
  let offset = runCount === 0 ? 0 : -choices.below(runCount + 1);
  for (let index = 0; index < runCount; index++) {
    const time = choices.pick(["06:00", "06:00", "12:00", "23:59"]);
    runs.push({
      at: `${daysAfter(today, offset)} ${time}`,
      dispatches: choices.chance(60),
      ...(choices.chance(55) && { answers: answersOf(index, choices) }),
    });
    offset += choices.pick([1, 1, 1, 2, 3, 7]);
  }
  const last = runs.at(-1);
  const tick =
    last === undefined
      ? `${today} ${choices.pick(bank.stage.timezone === "America/Santiago" ? ["06:00"] : ["06:00", "06:00", "00:00", "12:00", "23:59"])}`
      : `${daysAfter(last.at.slice(0, 10), 1)} 06:00`;
  const after = `${daysAfter(tick.slice(0, 10), choices.pick([-1, -2, -7, -1]))} 06:00`;
  return pruned({
    catalog: bank.catalog,
    declarations,
    relations: bank.relations,
    runs,
    detection: { tick, after },
  });
}

/** Answers at minutes that no other has, so that their order is plain. */
function answersOf(run: number, choices: Choices): NonNullable<CaseRun["answers"]> {
  return Array.from({ length: choices.between(1, 3) }, (_, index) => ({
    contact: choices.below(24),
    minutes: choices.pick([10, 350, 1430, 2890]) + 3 * run + index,
    amount: choices.pick(["20", "0.5", null, "-3.25"]),
  }));
}

import type { CasePurpose } from "../generate/case.ts";
import { DECISIONS } from "./decisions.ts";
import type { Mutant } from "./fault.ts";
import { FIRINGS } from "./firings.ts";
import { FUNCTIONS, PARTS_OF_FUNCTIONS, WORKED_OUT } from "./functions.ts";
import { SUBTLE } from "./subtle.ts";
import { VALUES } from "./values.ts";

/** A fault with the kinds of programs that it is looked for in. */
export interface ListedMutant extends Mutant {
  readonly purposes: readonly CasePurpose[];
}

/** All deliberate faults; their numbers, from 1, are those of `--only`. */
export const MUTANTS: readonly ListedMutant[] = [
  ...lookedForIn(["values", "values", "contest"], VALUES),
  ...lookedForIn(["firings", "contest", "contest"], FIRINGS),
  ...lookedForIn(["contest"], DECISIONS),
  ...lookedForIn(["contest"], SUBTLE),
  ...lookedForIn(["decisions", "contest"], FUNCTIONS),
  ...lookedForIn(["judged", "decisions"], PARTS_OF_FUNCTIONS),
  ...lookedForIn(["judged"], WORKED_OUT),
];

function lookedForIn(purposes: readonly CasePurpose[], mutants: readonly Mutant[]): readonly ListedMutant[] {
  return mutants.map((mutant) => ({ ...mutant, purposes }));
}

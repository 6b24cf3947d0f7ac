// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults of the generated decision functions. */
export const FUNCTIONS: readonly Mutant[] = [
  {
    what: "generated functions choose the last of equal offers",
    file: "runtime/decision/offer.ts",
    find: "compareDecimals(score, other) > 0)",
    replace: "compareDecimals(score, other) >= 0)",
  },
  {
    what: "generated functions pass over the first branch before `otherwise`",
    file: "compiler/emit/typescript/decision.ts",
    find: 'return `${branches.join("")}${index}`;',
    replace: 'return `${branches.slice(1).join("")}${index}`;',
  },
  {
    what: "generated functions exclude nobody",
    file: "compiler/emit/typescript/decision.ts",
    find: "...(exclude === undefined ? [] : [not(exclude)])",
    replace: "...(exclude === undefined ? [] : [])",
  },
];

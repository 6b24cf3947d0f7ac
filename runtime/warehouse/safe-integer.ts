import { RuntimeProblem } from "../problem.ts";

/**
 * A whole number as a JavaScript number.
 * @throws RuntimeProblem when it is beyond 2^53.
 */
export function safeInteger(value: bigint, column: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RuntimeProblem(
    "warehouse-query-failed",
    `the warehouse gave a whole number beyond 9,007,199,254,740,991 in \`${column}\``,
    { help: "look for keys or amounts of such size in the columns that the catalog names" },
  );
}

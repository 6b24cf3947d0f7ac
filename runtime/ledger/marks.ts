import { createHmac } from "node:crypto";
import { RuntimeProblem } from "../problem.ts";

/** The first version of a ledger that has marks. */
export const MARKS_SINCE = 5;

/** Of ledgers of before. */
export const nobodyForgotten = async (): Promise<(customer: string) => boolean> => () => false;

/** Makes marks of customers: who has no key can neither make them nor find out whose they are. */
export function markOf(key: string, customer: string): string {
  return createHmac("sha256", key).update(`customer\u001f${customer}`, "utf8").digest("hex");
}

/** The key's own mark, by which a ledger knows it again. */
export function keyMark(key: string): string {
  return createHmac("sha256", key).update("key", "utf8").digest("hex");
}

/**
 * Who is forgotten, of those whom a ledger has marks of.
 * @throws RuntimeProblem `forget-key` where it has marks of another key, or there is none: nobody could say who is meant.
 */
export function forgottenBy(
  marks: ReadonlySet<string>,
  key: string | undefined,
): (customer: string) => boolean {
  if (marks.size === 0) return () => false;
  if (key === undefined) throw wrongKey("no key is set");
  if (!marks.has(keyMark(key))) throw wrongKey("the key is another one");
  return (customer) => marks.has(markOf(key, customer));
}

function wrongKey(reason: string): RuntimeProblem {
  return new RuntimeProblem(
    "forget-key",
    `the ledger has marks of customers who are forgotten, and cannot tell who they are: ${reason}`,
    { help: "set `forget_key` under `ledger:` in baleen.yaml to the key that they were forgotten with" },
  );
}

import type { Ledger } from "../../runtime/index.ts";

/** Works with a ledger that is being opened, and closes it whatever happens. */
export async function usingLedger<Result>(
  opening: Promise<Ledger>,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const ledger = await opening;
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

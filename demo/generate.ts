import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type BankOptions, generateBank, usualBank } from "./bank.ts";

const usage = `usage: demo/generate.ts [--customers N] [--months M] [--seed S] [--out FILE]

Writes the demo bank's warehouse, a DuckDB file:
  --customers N   how many customers, from 1 (${usualBank.customers})
  --months M      whole months of data before the demo's week, 1 to 48 (${usualBank.months})
  --seed S        another seed, another bank (${usualBank.seed})
  --out FILE      where to write it (warehouse.duckdb beside baleen.yaml)
`;

const defaultOut = resolve(import.meta.dirname, "..", "warehouse.duckdb");

interface Wish {
  readonly bank: BankOptions;
  readonly out: string;
}

/** Reads the command line; a string is what is wrong with it. */
function readWish(args: readonly string[]): Wish | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        customers: { type: "string", default: `${usualBank.customers}` },
        months: { type: "string", default: `${usualBank.months}` },
        seed: { type: "string", default: `${usualBank.seed}` },
        out: { type: "string", default: defaultOut },
      },
    });
    const customers = wholeNumber(values.customers, 1, 50_000_000);
    const months = wholeNumber(values.months, 1, 48);
    const seed = wholeNumber(values.seed, 0, Number.MAX_SAFE_INTEGER);
    if (customers === undefined)
      return `--customers \`${values.customers}\` is not a whole number from 1 to 50000000`;
    if (months === undefined) return `--months \`${values.months}\` is not a whole number from 1 to 48`;
    if (seed === undefined) return `--seed \`${values.seed}\` is not a whole number from 0 up`;
    return { bank: { customers, months, seed }, out: resolve(values.out) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

const wish = readWish(process.argv.slice(2));
if (typeof wish === "string") {
  process.stderr.write(`${wish}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const began = performance.now();
  process.stderr.write(`generating ${wish.bank.customers} customers, ${wish.bank.months} months\n`);
  try {
    await generateBank(wish.bank, wish.out, { onStep: (step) => process.stderr.write(`  ${step}\n`) });
    process.stderr.write(`${wish.out}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    // A full disk, a folder that is not there: DuckDB's own words say which.
    process.stderr.write(
      `${wish.out} was not written: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}

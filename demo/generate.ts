import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type BankOptions, generateBank, usualBank } from "./bank.ts";
import { numberOfCustomers, wholeNumber } from "./numbers.ts";
import { writeParquet } from "./parquet.ts";
import { loadPostgres } from "./postgres.ts";

const usage = `usage: demo/generate.ts [--customers N] [--months M] [--seed S] [--format duckdb|parquet] [--out PATH]
                        [--to postgres://…] [--schema NAME]

Writes the demo bank's warehouse:
  --customers N   how many customers, from 1; 20k and 1m are understood (${usualBank.customers})
  --months M      whole months of data before the demo's week, 1 to 48 (${usualBank.months})
  --seed S        another seed, another bank (${usualBank.seed})
  --format F      duckdb, one file, or parquet, a folder with a file a table (duckdb)
  --out PATH      where to write it (warehouse.duckdb, or the folder warehouse, beside baleen.yaml)
  --to URL        copies it into a database of PostgreSQL instead
  --schema NAME   the schema there (public)
`;

const root = resolve(import.meta.dirname, "..");

type Target =
  | { readonly kind: "duckdb"; readonly path: string }
  | { readonly kind: "parquet"; readonly path: string }
  | { readonly kind: "postgres"; readonly url: string; readonly schema: string };

interface Wish {
  readonly bank: BankOptions;
  readonly target: Target;
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
        format: { type: "string", default: "duckdb" },
        out: { type: "string" },
        to: { type: "string" },
        schema: { type: "string", default: "public" },
      },
    });
    const customers = numberOfCustomers(values.customers);
    const months = wholeNumber(values.months, 1, 48);
    const seed = wholeNumber(values.seed, 0, Number.MAX_SAFE_INTEGER);
    if (customers === undefined)
      return `--customers \`${values.customers}\` is not a whole number from 1 to 50000000`;
    if (months === undefined) return `--months \`${values.months}\` is not a whole number from 1 to 48`;
    if (seed === undefined) return `--seed \`${values.seed}\` is not a whole number from 0 up`;
    const target = readTarget(values.format, values.out, values.to, values.schema);
    return typeof target === "string" ? target : { bank: { customers, months, seed }, target };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readTarget(
  format: string,
  out: string | undefined,
  to: string | undefined,
  schema: string,
): Target | string {
  if (to !== undefined) {
    if (out !== undefined) return "--out and --to are two places: give one";
    return { kind: "postgres", url: to, schema };
  }
  if (format === "duckdb") return { kind: "duckdb", path: resolve(out ?? join(root, "warehouse.duckdb")) };
  if (format === "parquet") return { kind: "parquet", path: resolve(out ?? join(root, "warehouse")) };
  return `--format \`${format}\` is neither duckdb nor parquet`;
}

/** Makes the bank where it is wanted; what is not a DuckDB file is made from one that is thrown away. */
async function make({ bank, target }: Wish): Promise<void> {
  const onStep = (step: string): void => void process.stderr.write(`  ${step}\n`);
  if (target.kind === "duckdb") {
    await generateBank(bank, target.path, { onStep });
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "baleen-bank-"));
  const path = join(folder, "warehouse.duckdb");
  try {
    await generateBank(bank, path, { onStep });
    if (target.kind === "postgres")
      await loadPostgres(path, target.url, target.schema, (table) => onStep(`copying ${table}`));
    else await writeParquet(path, target.path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wish = readWish(process.argv.slice(2));
if (typeof wish === "string") {
  process.stderr.write(`${wish}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const began = performance.now();
  // An address may hold a password.
  const place = wish.target.kind === "postgres" ? `schema ${wish.target.schema}` : wish.target.path;
  process.stderr.write(`generating ${wish.bank.customers} customers, ${wish.bank.months} months\n`);
  try {
    await make(wish);
    process.stderr.write(`${place}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  } catch (error) {
    // A full disk, a folder that is not there: DuckDB's or the server's own words say which.
    process.stderr.write(
      `${place} was not written: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}

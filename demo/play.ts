import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readDecidedContacts } from "./play/ledger-file.ts";
import { playCustomers } from "./play/play.ts";

const usage = `usage: demo/play.ts --ledger FILE --until INSTANT [--warehouse FILE]

Plays the demo bank's customers: adds to its warehouse what those do whom campaigns have contacted or held out.
  --ledger FILE      what \`baleen ledger export\` has written
  --until INSTANT    contacts due later wait for another round: 2026-03-02T20:00+08:00
  --warehouse FILE   the bank's warehouse (warehouse.duckdb beside baleen.yaml)
`;

const defaultWarehouse = resolve(import.meta.dirname, "..", "warehouse.duckdb");

interface Wish {
  readonly ledger: string;
  readonly until: number;
  readonly warehouse: string;
}

/** Reads the command line; a string is what is wrong with it. */
function readWish(args: readonly string[]): Wish | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ledger: { type: "string" },
        until: { type: "string" },
        warehouse: { type: "string", default: defaultWarehouse },
      },
    });
    if (values.ledger === undefined || values.until === undefined)
      return "`--ledger` and `--until` must be said";
    const milliseconds = /(Z|[+-]\d\d:\d\d)$/.test(values.until) ? Date.parse(values.until) : Number.NaN;
    if (Number.isNaN(milliseconds)) return `--until \`${values.until}\` is no instant with its zone`;
    return {
      ledger: resolve(values.ledger),
      until: milliseconds * 1000,
      warehouse: resolve(values.warehouse),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const wish = readWish(process.argv.slice(2));
if (typeof wish === "string") {
  process.stderr.write(`${wish}\n\n${usage}`);
  process.exitCode = 2;
} else {
  try {
    const decided = await readDecidedContacts(wish.ledger);
    const { candidates, responded } = await playCustomers(wish.warehouse, decided, wish.until);
    process.stdout.write(`${candidates} customers played, of whom ${responded} do something\n`);
  } catch (error) {
    process.stderr.write(
      `the customers were not played: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}

import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileProject } from "../../../cli/project/compile-project.ts";
import { warehouseSettings } from "../../../cli/project/runtime-settings.ts";
import { openLedger, openWarehouse, parseInstant, runPlan } from "../../../runtime/index.ts";
import { daysAfter, type Span } from "./ticks.ts";
import { type Found, writtenRules } from "./written-rules.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");

/**
 * Runs each rule in a campaign of its own, as the command line does; gives what the campaigns contact for, by tick and
 * rule. Every tick has a ledger of its own, in which it is the first, so that it takes what is after the scheduled
 * instant before it.
 *
 * @param schedule whose instants the ticks are, and the ones before them
 */
export async function findByRunning(
  folder: string,
  bank: string,
  schedule: string,
  spans: readonly Span[],
): Promise<ReadonlyMap<Span, ReadonlyMap<string, Found>>> {
  writeProject(folder, bank, schedule, spans);
  const compiled = await compileProject(folder, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    color: false,
    interactive: false,
  });
  if (compiled.kind === "unsound") throw new Error("the rules do not check");
  const { plan } = compiled;
  const warehouse = await openWarehouse(warehouseSettings(compiled), plan);
  try {
    const all = new Map<Span, ReadonlyMap<string, Found>>();
    for (const span of spans) {
      const at = parseInstant(span.tick.slice(0, 16).replace(" ", "T"), plan.timezone);
      if (at === undefined) throw new Error(`${span.tick} is no instant`);
      const ledger = await openLedger({ engine: "sqlite", path: join(folder, `${at}.db`) });
      try {
        await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000, funnelsOnly: true });
        const found = new Map(writtenRules.map((rule) => [rule, new Set<string>()]));
        for (const { campaign, customer, occasion } of await ledger.contacts(
          at,
          writtenRules.map(campaignOf),
        ))
          found.get(campaign.slice(4))?.add(`${customer} ${idOf(occasion, customer)}`);
        all.set(span, found);
      } finally {
        await ledger.close();
      }
    }
    return all;
  } finally {
    await warehouse.close();
  }
}

/**
 * The id in an occasion, as SQL by hand gives it: of a collection's row without the date that is counted from, and of a
 * change of stage without the customer, who is a part of its id.
 */
function idOf(occasion: string, customer: string): string {
  const [first = "", second] = occasion.split("|");
  return first === customer && second !== undefined ? second : first;
}

function campaignOf(rule: string): string {
  return `try_${rule}`;
}

/** A project over the demo bank's catalog in which whom a rule finds is contacted, each time. */
function writeProject(folder: string, bank: string, schedule: string, spans: readonly Span[]): void {
  const catalog = join(folder, "catalog");
  mkdirSync(catalog, { recursive: true });
  for (const file of readdirSync(join(root, "catalog"))) {
    // What the demo bank's own declarations are called, which are left out.
    if (file !== "describe.yaml") copyFileSync(join(root, "catalog", file), join(catalog, file));
  }
  writeFileSync(join(catalog, "letters.yaml"), "catalog: 1\nchannels:\n  trial_letter: {}\n");
  writeFileSync(
    join(folder, "baleen.yaml"),
    [
      "project: rules-by-hand",
      "catalog: catalog/*.yaml",
      "campaigns: '*.campaign'",
      `warehouse: { engine: duckdb, path: ${JSON.stringify(bank)} }`,
      "ledger: { engine: sqlite, path: ledger.db }",
      "dispatch:",
      "  default: { adapter: file, path: outbox }",
      "",
    ].join("\n"),
  );
  copyFileSync(join(import.meta.dirname, "figures.campaign"), join(folder, "figures.campaign"));
  const days = spans.flatMap(({ tick, previous }) => [tick.slice(0, 10), previous.slice(0, 10)]).sort();
  const campaigns = writtenRules.map((rule) =>
    campaign(rule, schedule, daysAfter(String(days[0]), -1), String(days.at(-1))),
  );
  writeFileSync(join(folder, "rules.campaign"), [FRAME, ...campaigns].join("\n"));
}

const FRAME = `segment nobody_at_all = joined_on < 1800-01-01

policy {
  suppress nobody_at_all
}

offer word_of_it {
  value   1 CNY
  message trial_letter "Good day."
}
`;

function campaign(rule: string, schedule: string, first: string, last: string): string {
  return `campaign ${campaignOf(rule)} {
  owner    "retail/analytics"
  segment  joined_on >= 1800-01-01
  trigger  ${schedule} on ${rule}
  window   ${first} .. ${last}
  offer    word_of_it
  channel  trial_letter
  priority 10
  caps     1_000 per customer
}
`;
}

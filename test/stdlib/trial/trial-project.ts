import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, parseDocument } from "yaml";
import { type CompiledProject, compileProject } from "../../../cli/project/compile-project.ts";
import type { Engine } from "../../../plan/index.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");

/** The stores that a project runs on. */
export interface TrialStores {
  readonly warehouse: { readonly engine: Engine; readonly place: string };
  readonly ledger: { readonly engine: "sqlite" | "postgres"; readonly place: string };
}

/** Rules that are tried. */
export interface Trial extends TrialStores {
  readonly rules: readonly string[];
  /** As a trigger says it: `daily at 06:00`. */
  readonly schedule: string;
  /** The first and the last day on which there may be ticks. */
  readonly window: readonly [first: string, last: string];
}

/** Under which name a campaign tries a rule. */
export function campaignOf(rule: string): string {
  return `try_${rule}`;
}

/**
 * Writes a project over the demo bank's catalog in which each rule has a campaign of its own: for everybody, with a cap
 * that nobody reaches, without policy, consent or address, so that whom the rule finds is contacted. Further `.campaign`
 * files in the folder are part of it.
 */
export function writeTrialProject(folder: string, { rules, warehouse, ledger, ...timing }: Trial): void {
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
      "project: rules-on-trial",
      "catalog: catalog/*.yaml",
      "campaigns: '*.campaign'",
      `warehouse: ${store(warehouse)}`,
      `ledger: ${store(ledger)}`,
      "dispatch:",
      "  default: { adapter: file, path: outbox }",
      "",
    ].join("\n"),
  );
  const campaigns = rules.map((rule) => campaign(rule, timing));
  writeFileSync(join(folder, "rules.campaign"), [FRAME, ...campaigns].join("\n"));
}

/** Writes the demo bank's own project, its catalog and all its campaigns, over other stores. */
export function writeDemoProject(folder: string, { warehouse, ledger }: TrialStores): void {
  for (const part of ["catalog", "campaigns"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const file = parseDocument(readFileSync(join(root, "baleen.yaml"), "utf8"));
  file.set("warehouse", parse(store(warehouse)));
  file.set("ledger", parse(store(ledger)));
  writeFileSync(join(folder, "baleen.yaml"), file.toString());
}

/** Compiles the project as the command line does; what is to be said of it is written to the terminal. */
export async function compileTrial(folder: string): Promise<CompiledProject> {
  const compiled = await compileProject(folder, {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    color: false,
    interactive: false,
  });
  if (compiled.kind === "unsound") throw new Error("the project does not check");
  return compiled;
}

function store({ engine, place }: { readonly engine: string; readonly place: string }): string {
  const key = engine === "postgres" ? "url" : "path";
  return `{ engine: ${engine}, ${key}: ${JSON.stringify(place)} }`;
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

function campaign(
  rule: string,
  { schedule, window: [first, last] }: Pick<Trial, "schedule" | "window">,
): string {
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

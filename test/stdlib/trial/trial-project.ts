import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Engine } from "../../../plan/index.ts";
import { libraryDeclarations, libraryDescriptions } from "../support.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");

/** An event rule of the library. */
export interface EventRule {
  readonly name: string;
  readonly family: string;
  readonly kind: string;
}

/** The library's event rules, in order of file and place. */
export const eventRules: readonly EventRule[] = libraryDeclarations.flatMap((tree) => {
  if (tree.kind !== "event") return [];
  const name = tree.name.text;
  const { family, kind } = libraryDescriptions.get(name) ?? {};
  return [{ name, family: String(family), kind: String(kind) }];
});

/** The stores that a project runs on. */
export interface TrialStores {
  readonly warehouse: { readonly engine: Engine; readonly place: string };
  readonly ledger: { readonly engine: "sqlite" | "postgres"; readonly place: string };
}

/** Under which name a campaign tries a rule. */
export function campaignOf(rule: string): string {
  return `try_${rule}`;
}

/**
 * Writes a project over the demo bank's catalog in which each rule has a campaign of its own: for everybody, with a cap that nobody reaches, without
 * policy, consent or address, so that whom the rule finds is contacted.
 */
export function writeTrialProject(
  folder: string,
  { warehouse, ledger }: TrialStores,
  [first, last]: readonly [first: string, last: string],
): void {
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
      "campaigns: rules.campaign",
      `warehouse: ${store(warehouse)}`,
      `ledger: ${store(ledger)}`,
      "dispatch:",
      "  default: { adapter: file, path: outbox }",
      "",
    ].join("\n"),
  );
  writeFileSync(
    join(folder, "rules.campaign"),
    [FRAME, ...eventRules.map(({ name }) => campaign(name, first, last))].join("\n"),
  );
}

function store({ engine, place }: { readonly engine: string; readonly place: string }): string {
  return engine === "postgres"
    ? `{ engine: postgres, url: ${JSON.stringify(place)} }`
    : `{ engine: ${engine}, path: ${JSON.stringify(place)} }`;
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

function campaign(rule: string, first: string, last: string): string {
  return `campaign ${campaignOf(rule)} {
  owner    "retail/analytics"
  segment  joined_on >= 1800-01-01
  trigger  daily at 06:00 on ${rule}
  window   ${first} .. ${last}
  offer    word_of_it
  channel  trial_letter
  priority 10
  caps     1_000 per customer per day
}
`;
}

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** The fewest lines of a generated file. */
const leastLines = 20;

/**
 * Makes a project in a temporary folder: the demo bank's catalog and shared declarations, and so many campaign
 * files made from its campaigns under other names and with other figures, each with a tag and a segment of its
 * own. The same count always gives the same files. Gives the folder.
 */
export function makeProject(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "baleen-bench-"));
  // campaigns/describe.yaml describes the demo's own campaigns.
  const project = readFileSync(join(root, "baleen.yaml"), "utf8");
  writeFileSync(join(folder, "baleen.yaml"), project.replace(/^catalog: .*$/m, "catalog: catalog/*.yaml"));
  cpSync(join(root, "catalog"), join(folder, "catalog"), { recursive: true });
  cpSync(join(root, "campaigns", "shared"), join(folder, "campaigns", "shared"), { recursive: true });
  const templates = readTemplates();
  cpSync(join(root, "campaigns", "policy.campaign"), join(folder, "campaigns", "policy.campaign"));
  mkdirSync(join(folder, "campaigns", "generated"));
  for (let number = 0; number < count; number++) {
    const template = templates[number % templates.length];
    if (template === undefined) throw new Error("the demo bank has no campaigns");
    const name = `c${String(number).padStart(4, "0")}.campaign`;
    writeFileSync(join(folder, "campaigns", "generated", name), campaignFile(template, number));
  }
  return folder;
}

function readTemplates(): readonly string[] {
  const folder = join(root, "campaigns");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".campaign"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((text) => /^campaign /m.test(text));
}

/** A campaign under a name of its own, its figures moved a little, with a segment and an offer that it uses. */
function campaignFile(template: string, number: number): string {
  const suffix = `v${number}`;
  const name = /^campaign (\w+)/m.exec(template)?.[1] ?? "";
  const campaign = template
    .replace(/^campaign \w+/m, `campaign ${name}_${suffix}`)
    // What was sent by another campaign is here what was sent by this one.
    .replace(/\(contact where campaign = \w+/, `(contact where campaign = ${name}_${suffix}`)
    .replace(/^( {2}segment +)/m, `$1chosen_${suffix} and `)
    .replace(/\b(\d{1,3})_000 (CNY|USD)/g, (_, thousands: string, currency: string) => {
      return `${Number(thousands)}_${String(number).padStart(3, "0").slice(-3)} ${currency}`;
    })
    .replace(/priority \d+/, `priority ${number % 1000}`)
    .replace(/holdout \d+%/, `holdout ${1 + (number % 20)}%`);
  const own = `/// What customers spent by card, as campaign ${number} counts it.
tag spend_${suffix} "Card spend for ${number}" =
  sum(card_purchase.amount where channel = online, last ${20 + (number % 60)} days)

/// Whom campaign ${number} may choose from.
segment chosen_${suffix} "Chosen for ${number}" =
  age between ${18 + (number % 20)} and ${50 + (number % 30)} and spend_${suffix} >= ${1 + (number % 90)}00 CNY

`;
  const text = `${own}${campaign}`;
  const lines = text.split("\n").length - 1;
  if (lines < leastLines)
    throw new Error(`a campaign file of the demo bank has grown too short: ${lines} lines`);
  return text;
}

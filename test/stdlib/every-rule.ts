import { check, lower } from "../../compiler/compile.ts";
import { emitPlan } from "../../compiler/emit/plan.ts";
import type { Plan, Program } from "../../plan/index.ts";
import { campaignFor, libraryDeclarations, mapping, offer, project } from "./support.ts";

/** Every event rule of the library in a campaign of its own name, for all customers of a bank that maps everything. */
export function everyRule(): { readonly program: Program; readonly plan: () => Plan } {
  const rules = libraryDeclarations.flatMap((tree) => (tree.kind === "event" ? [tree.name.text] : []));
  const campaigns = rules.map((event) =>
    campaignFor(event, "true").replace(
      "daily at 09:00",
      `daily at 09:00 on ${event}\n  caps     100 per customer`,
    ),
  );
  const texts = project(mapping(), offer + campaigns.join(""));
  const { checked, diagnostics } = check(texts);
  if (checked === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const program = lower(texts, checked);
  return { program, plan: () => emitPlan(program, checked.catalog, ({ file }) => file) };
}

import type { Duration } from "../../plan/index.ts";
import { inOrderOfPlace } from "../diagnostics/diagnostic.ts";
import { isLibraryFile } from "../library.ts";
import type { Names } from "../resolve/names.ts";
import type { DataDeclaration } from "../resolve/order.ts";
import { checkCampaign } from "./campaign.ts";
import type { CheckedDefinition, CheckedOccurrence, CheckedOffer, CheckedProject } from "./checked.ts";
import { type Context, createContext, type NameUse } from "./context.ts";
import { declaredOccurrence, definitionOf } from "./definition.ts";
import { checkDescriptions } from "./descriptions.ts";
import { warnNeverWins } from "./never-wins.ts";
import { checkOffer } from "./offer.ts";
import { checkPolicy } from "./policy.ts";
import { checkTest } from "./test.ts";

/**
 * Binds every name and types every expression of a project. Never throws: what is wrong is reported and left
 * out, and the rest is checked. `order` is the order in which definitions depend on each other, `keep` how long the ledger
 * says who was contacted.
 */
export function checkProject(
  names: Names,
  order: readonly DataDeclaration[],
  keep: Duration | undefined,
): CheckedProject {
  // The library's are checked when the project comes to use them.
  const own = order.filter(({ name }) => !isLibraryFile(name.span.file));
  return checkIn(createContext(names, keep), own);
}

/** A project checked together with all that the standard library declares, used or not. */
export interface WholeProject {
  readonly project: CheckedProject;
  /** Declared events by name. */
  readonly events: ReadonlyMap<string, CheckedOccurrence>;
  /** What declared names rest on and is mapped to nothing; only names that rest on some are here. */
  readonly missing: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every place that names something declared. */
  readonly uses: readonly NameUse[];
}

/** The same of all declarations, those of the library that nobody uses among them: what people are told of a project. */
export function checkWholeProject(names: Names, order: readonly DataDeclaration[]): WholeProject {
  const context = createContext(names, undefined);
  const project = checkIn(context, order);
  const events = new Map<string, CheckedOccurrence>();
  for (const [name, event] of context.events) if (event !== undefined) events.set(name, event);
  return { project, events, missing: context.missing, uses: context.uses };
}

function checkIn(context: Context, order: readonly DataDeclaration[]): CheckedProject {
  const { names } = context;
  for (const tree of order) {
    const declared = names.data.get(tree.name.text);
    if (declared?.kind === "event") declaredOccurrence(tree.name.text, declared, undefined, context);
    else definitionOf(tree.name.text, context);
  }
  const offers = new Map<string, CheckedOffer>();
  for (const [name, tree] of names.offers) offers.set(name, checkOffer(tree, context));
  const campaigns = [...names.campaigns.keys()].sort().flatMap((name) => {
    const tree = names.campaigns.get(name);
    const campaign = tree === undefined ? undefined : checkCampaign(tree, offers, context);
    return campaign === undefined ? [] : [campaign];
  });
  const policy = checkPolicy(names.policies, offers, context);
  warnNeverWins(campaigns, policy, offers, context);
  const tests = names.tests.flatMap((tree) => checkTest(tree, campaigns, offers, context) ?? []);
  checkDescriptions(context);
  // Last: the library's come to it as they are used.
  const definitions = new Map<string, CheckedDefinition>();
  for (const [name, definition] of context.definitions) {
    if (definition !== undefined) definitions.set(name, definition);
  }
  const problems = inOrderOfPlace(context.problems);
  const { catalog, openLists } = names;
  return { catalog, definitions, offers, campaigns, policy, tests, openLists, problems };
}

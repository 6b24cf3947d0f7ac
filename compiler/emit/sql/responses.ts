import type { CampaignProgram, Expression, Goal, Program } from "../../../plan/index.ts";
import { newBuild } from "./build.ts";
import { addCustomerTables } from "./customers.ts";
import { inProjectCurrency } from "./detection.ts";
import type { Dialect } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { addContacts, addGoal, matchGoal } from "./goal.ts";
import { fragment, identifier } from "./query.ts";
import { walk } from "./references.ts";
import { rescoped } from "./rescope.ts";
import type { StatementParts } from "./statement-parts.ts";

/**
 * The statement that finds the responses to contacts: a row for each contact and occurrence of the goal after it was due
 * and until its time is over, or the tick, with what it is worth where the goal says so.
 */
export function responses(
  program: Program,
  campaign: CampaignProgram,
  wanted: Goal,
  dialect: Dialect,
): StatementParts {
  const build = newBuild(program, dialect);
  const contacts = addContacts(build, "the contacts that may be responded to");
  const goal = addGoal(build, wanted, contacts, attributesOfWorth(wanted));
  const worth = wanted.worth === undefined ? undefined : inProjectCurrency(wanted.worth, program);
  const customers = addCustomerTables(build, [...goal.rest, ...(worth === undefined ? [] : [worth])], {
    conditions: [],
    among: contacts,
  });
  const match = matchGoal(build, campaign, { goal, customers });
  const amount =
    worth === undefined
      ? fragment`cast(null as text)`
      : fragment`cast(${emitValue(worth, match.worthScope).sql} as text)`;
  return {
    tables: build.tables,
    sources: [...build.sources].sort(),
    selection: {
      columns: [
        { alias: "contact", value: fragment`w.contact` },
        { alias: "event_id", value: identifier("x", "event_id") },
        { alias: "occurred", value: dialect.microseconds(match.occurred) },
        { alias: "amount", value: amount },
      ],
      from: { table: identifier(contacts), alias: "w" },
      joins: [...match.joins, ...match.rates],
      where: match.conditions,
    },
  };
}

/** What of a goal's own event its worth asks for, in the scope that the goal's table knows it by. */
function attributesOfWorth({ occurrence, worth }: Goal): readonly Expression[] {
  const found: Expression[] = [];
  if (worth === undefined) return found;
  walk(worth, (part) => {
    if (part.kind !== "attribute" || part.of !== "row") return;
    found.push(occurrence.kind === "event" ? part : rescoped(part, { row: "event" }));
  });
  return found;
}

import type { Case, CaseRun } from "../../case.ts";
import type { Choices } from "../choices.ts";
import { daysAfter, STAGES } from "../dates.ts";
import { contestBank } from "./bank.ts";
import { contestCampaigns } from "./campaigns.ts";
import { contestPolicy } from "./policy.ts";
import { THEMES } from "./theme.ts";

/**
 * Runs in a row in which campaigns contend for few customers: what one tick accepts decides on the next. The days are about
 * one on which calendars are awkward, and that day is among the ticks.
 */
export function contestOf(choices: Choices): Case {
  const { pick, chance, between } = choices;
  const stage = pick(STAGES);
  const count = between(3, 6);
  const runs: CaseRun[] = [];
  let day = daysAfter(stage.today, -between(0, 3));
  for (let index = 0; index < count; index++) {
    runs.push({ at: `${day} ${pick(["06:00", "06:00", "06:00", "12:00"])}`, dispatches: chance(50) });
    day = daysAfter(day, pick([1, 1, 1, 1, 2, 3]));
  }
  const theme = pick(THEMES);
  const bank = contestBank(choices, stage, runs);
  const declarations = [
    ...contestCampaigns(bank, theme, choices),
    ...(chance(theme.policy) ? [contestPolicy(bank, theme, choices)] : []),
  ];
  const tick = `${day} 06:00`;
  return {
    catalog: bank.catalog,
    declarations,
    relations: bank.relations,
    runs,
    detection: { tick, after: `${daysAfter(day, -pick([1, 2, 7]))} 06:00` },
  };
}

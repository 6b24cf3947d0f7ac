import { arbitration, offers } from "./decisions/arbitration.ts";
import { caps } from "./decisions/caps.ts";
import { campaignClauses } from "./decisions/clauses.ts";
import { policy } from "./decisions/policy.ts";
import { schedules } from "./decisions/schedules.ts";
import { tests } from "./decisions/tests.ts";
import { furtherWaves } from "./decisions/waves.ts";
import { aggregates } from "./expressions/aggregates.ts";
import { history } from "./expressions/history.ts";
import { operators } from "./expressions/operators.ts";
import { windows } from "./expressions/windows.ts";
import { dates } from "./firings/dates.ts";
import { events } from "./firings/events.ts";
import { patterns } from "./firings/patterns.ts";
import { reaches } from "./firings/reaches.ts";
import { turnings } from "./firings/turns.ts";
import type { Family } from "./form.ts";
import { declarations } from "./types/declarations.ts";
import { types } from "./types/types.ts";

/** All families, by the test file that checks them: `types.test.ts` … */
export const FAMILIES = {
  types: [declarations, types],
  expressions: [operators, aggregates, windows, history],
  firings: [schedules, events, patterns, reaches, dates, turnings],
  decisions: [offers, campaignClauses, caps, furtherWaves, policy, arbitration, tests],
} as const satisfies Readonly<Record<string, readonly Family[]>>;

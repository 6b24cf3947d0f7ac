import type { Plan } from "../../plan/index.ts";
import { ALL_TIME } from "../arbitrate/look-back.ts";
import type { Clock, Instant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { assertKnownFormat, assertReadable } from "../run/assert-runnable.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type AnswersOutcome, recordAnswers } from "./record-answers.ts";
import { seekResponses } from "./seek-responses.ts";

/** What a look for responses came to, by campaign with a goal, in order of name. */
export interface ResponsesOutcome {
  readonly campaigns: readonly {
    readonly campaign: string;
    /** What meets the goals of contacts whose time may not be over, of all arms. */
    readonly found: number;
    /** Those of them that the ledger did not have. */
    readonly recorded: number;
    /** Where contacts were left alone, as their time was over when they were last looked at: those due before. */
    readonly leftAloneBefore?: Instant;
  }[];
}

interface RespondOptions {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** How long a run of the project is waited for. */
  readonly waitSeconds: number;
}

/**
 * Looks for what meets campaigns' goals up to an instant, as every run does for its campaigns; with `since` to all contacts
 * due from then on.
 * @throws RuntimeProblem, or an AggregateError of several: what the warehouse lacks.
 */
export async function findResponses(
  options: RespondOptions & {
    readonly warehouse: Warehouse;
    readonly at: Instant;
    readonly since?: Instant;
  },
): Promise<ResponsesOutcome> {
  const { plan, ledger, warehouse, clock, waitSeconds, at, since } = options;
  assertKnownFormat(plan);
  const campaigns = plan.campaigns
    .filter(({ responses }) => responses !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const lock = await ledger.lock(clock, waitSeconds);
  try {
    if (campaigns.length > 0) await assertReadable(plan, warehouse, true);
    const sought = await seekResponses(campaigns, at, { plan, warehouse, ledger }, since);
    await ledger.recordResponses(lock, sought);
    return {
      campaigns: await Promise.all(
        campaigns.map(async ({ name }) => {
          const own = sought.matches.filter(({ contact }) => contact.campaign === name);
          const from = since === undefined ? sought.lookedFrom.get(name) : undefined;
          return {
            campaign: name,
            found: own.length,
            recorded: own.filter(({ known }) => !known).length,
            ...(from !== undefined && (await hasContacts(ledger, name, from)) && { leftAloneBefore: from }),
          };
        }),
      ),
    };
  } finally {
    await lock.release();
  }
}

/** Whether a campaign has contacts that were due before an instant. */
async function hasContacts(ledger: Ledger, campaign: string, until: Instant): Promise<boolean> {
  for await (const rows of ledger.contactsToAnswer(campaign, { from: ALL_TIME, until })) {
    if (rows.length > 0) return true;
  }
  return false;
}

/**
 * Records the answers in a channel's file.
 * @throws RuntimeProblem `answers-file` where the file as a whole cannot be worked with.
 */
export async function importAnswers(
  path: string,
  options: RespondOptions & { readonly dryRun: boolean },
): Promise<AnswersOutcome> {
  const { plan, ledger, clock, waitSeconds, dryRun } = options;
  assertKnownFormat(plan);
  const lock = await ledger.lock(clock, waitSeconds);
  try {
    return await recordAnswers(path, { plan, ledger, lock, clock, dryRun });
  } finally {
    await lock.release();
  }
}

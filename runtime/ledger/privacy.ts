import type { Instant } from "../calendar/instant.ts";
import type { HeldTransaction } from "./dispatching.ts";
import type { LedgerLock } from "./ledger.ts";
import { forgottenBy, keyMark, markOf } from "./marks.ts";
import { pseudonymOf } from "./privacy-queries.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** What of a ledger forgets people. Numbers, caps on numbers and money, and reports stay as they were. */
export interface LedgerPrivacy {
  /** Says of a customer whether she is forgotten, and never to be contacted. */
  forgotten(): Promise<(customer: string) => boolean>;
  /** What the ledger has of a customer. */
  tracesOf(customer: string): Promise<Traces>;
  /**
   * Replaces a customer by a pseudonym that says nothing, erases what belongs to her alone, and cancels what she was still to be
   * sent. Gives what was changed.
   */
  forget(lock: LedgerLock, customer: string, at: Instant): Promise<Traces>;
  /** The same for all that was decided before an instant and has left or will not leave; the rows stay apart from each other. */
  forgetBefore(lock: LedgerLock, before: Instant): Promise<ForgottenRows>;
}

/** Where a customer is met, in rows. */
export interface Traces {
  readonly contacts: number;
  readonly rejections: number;
  readonly memberships: number;
  /** Contacts and responses of a former system. */
  readonly imported: number;
  readonly responses: number;
  /** Tasks of relationship managers. */
  readonly tasks: number;
  /** Messages, whether they have left or not; and those that have not. */
  readonly messages: number;
  readonly waiting: number;
  /** Where messages to her went, which is not the ledger's to erase. In order of time. */
  readonly sent: readonly { readonly channel: string; readonly target: string; readonly at: Instant }[];
  /** Messages to other customers at the same addresses. */
  readonly shared: number;
  /** Whether she has a mark, by which she is not contacted again. */
  readonly marked: boolean;
}

/** How many rows were changed. */
export interface ForgottenRows {
  readonly contacts: number;
  /** Contacts and responses of a former system. */
  readonly imported: number;
  readonly rejections: number;
  readonly messages: number;
}

/** Tables whose rows are changed. */
const TABLES = [
  "contacts",
  "rejections",
  "memberships",
  "responses",
  "tasks",
  "outbox",
  "imported_contacts",
  "imported_responses",
];

interface Engine {
  readonly runner: Pick<QueryRunner, "all">;
  readonly transaction: HeldTransaction;
  /** Does away with what databases leave of rows that were changed, as far as the ledger can. */
  readonly wipe: (tables: readonly string[]) => Promise<void>;
}

/** Forgets by a ledger's queries. */
export function ledgerPrivacy(
  { runner, transaction, wipe }: Engine,
  queries: LedgerQueries,
  key: string | undefined,
): LedgerPrivacy {
  const forgotten = async () => {
    const rows = await runner.all(queries.marks());
    return forgottenBy(new Set(rows.map(({ mark }) => mark)), key);
  };
  return {
    forgotten,
    tracesOf: async (customer) => tracesOf(runner, queries, customer, (await forgotten())(customer)),
    async forget(lock, customer, at) {
      // A key that is not the one of earlier marks is found out before anything is changed.
      await forgotten();
      const found = await transaction(lock, async (inside) => {
        const traces = await tracesOf(inside, queries, customer, key !== undefined);
        await replace(inside, queries, customer, at);
        if (key !== undefined) {
          await inside.all(queries.putMark(keyMark(key), 0));
          await inside.all(queries.putMark(markOf(key, customer), at));
        }
        return traces;
      });
      await wipe(TABLES);
      return found;
    },
    async forgetBefore(lock, before) {
      const found = await transaction(lock, async (inside) => {
        await inside.all(queries.eraseNotesBefore(before));
        await inside.all(queries.blurResponsesBefore(before));
        const imported = await inside.all(queries.pseudonymizeImportedContactsBefore(before));
        const responses = await inside.all(queries.pseudonymizeImportedResponsesBefore(before));
        return {
          messages: (await inside.all(queries.eraseMessagesBefore(before))).length,
          contacts: (await inside.all(queries.pseudonymizeContactsBefore(before))).length,
          imported: imported.length + responses.length,
          rejections: (await inside.all(queries.pseudonymizeRejectionsBefore(before))).length,
        };
      });
      if (found.contacts + found.imported + found.rejections + found.messages > 0) await wipe(TABLES);
      return found;
    },
  };
}

async function tracesOf(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  customer: string,
  marked: boolean,
): Promise<Traces> {
  const [counts] = await inside.all(queries.traces(customer));
  const [shared] = await inside.all(queries.sharedAddresses(customer));
  const sent = await inside.all(queries.targetsOf(customer));
  return {
    contacts: counts?.contacts ?? 0,
    rejections: counts?.rejections ?? 0,
    memberships: counts?.memberships ?? 0,
    imported: (counts?.imported_contacts ?? 0) + (counts?.imported_responses ?? 0),
    responses: counts?.responses ?? 0,
    tasks: counts?.tasks ?? 0,
    messages: counts?.messages ?? 0,
    waiting: counts?.waiting ?? 0,
    sent: sent.map(({ channel, target, at }) => ({ channel, target, at })),
    shared: shared?.count ?? 0,
    marked,
  };
}

/** Occasions name events: each gets a number in their place, by which waves of one chain still belong together. */
async function replace(
  inside: Pick<QueryRunner, "all">,
  queries: LedgerQueries,
  customer: string,
  at: Instant,
): Promise<void> {
  await inside.all(queries.cancelWaiting(customer));
  await inside.all(queries.noteCancelled(customer, at));
  await inside.all(queries.noteReasons(customer));
  await inside.all(queries.closeTasks(customer, at));
  await inside.all(queries.eraseNotes(customer));
  await inside.all(queries.removeWaiting(customer));
  await inside.all(queries.eraseMessages(customer));
  await inside.all(queries.blurResponses(customer));
  await inside.all(queries.removeMemberships(customer));
  const contacts = await inside.all(queries.contactsOf(customer));
  const rejections = await inside.all(queries.rejectionsOf(customer));
  const imported = await inside.all(queries.importedOf(customer));
  const pseudonym = [
    ...contacts.slice(0, 1).map(({ id }) => pseudonymOf("contact", id)),
    ...rejections.slice(0, 1).map(({ id }) => pseudonymOf("rejection", id)),
    ...imported.slice(0, 1).map(({ id, kind }) => pseudonymOf(kind, id)),
  ][0];
  if (pseudonym === undefined) return;
  await inside.all(queries.pseudonymizeImportedContacts(customer, pseudonym));
  await inside.all(queries.pseudonymizeImportedResponses(customer, pseudonym));
  const occasions = new Map<string, string>();
  for (const { occasion } of [...contacts, ...rejections]) {
    if (!occasions.has(occasion)) occasions.set(occasion, String(occasions.size));
  }
  const numberOf = (occasion: string): string => occasions.get(occasion) ?? occasion;
  for (const { id, occasion } of contacts) {
    await inside.all(queries.pseudonymizeContact(id, pseudonym, numberOf(occasion)));
  }
  for (const { id, occasion } of rejections) {
    await inside.all(queries.pseudonymizeRejection(id, pseudonym, numberOf(occasion)));
  }
}

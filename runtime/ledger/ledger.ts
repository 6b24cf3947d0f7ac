import type { Clock, Instant } from "../calendar/instant.ts";
import type { RowBatches } from "./batches.ts";
import type { ChainContact, ContactRow, ResponseRow } from "./contact-rows.ts";
import type { LedgerExplaining } from "./explaining.ts";
import type { LedgerImports } from "./imports.ts";
import type {
  AskedAgain,
  CancelledContacts,
  DeadLetters,
  DeliveryResults,
  DispatchMessage,
  DispatchRecord,
  WaitingMessage,
} from "./outgoing.ts";
import type { LedgerOutlook } from "./outlook.ts";
import type { LedgerOwner } from "./owner.ts";
import type { PastRun } from "./past.ts";
import type { ChannelPlaces, CustomerContact, CustomerPlace, PolicyPlaces, Spending } from "./places.ts";
import type { LedgerPrivacy } from "./privacy.ts";
import type { LedgerProjects } from "./projects.ts";
import type {
  CampaignTick,
  ContactRecord,
  Member,
  MemberState,
  RejectionRecord,
  TickDecision,
} from "./records.ts";
import type { AnsweredContact, FoundResponses, KeyedContact, RecordedAnswer } from "./responses.ts";
import type { LedgerResults } from "./results.ts";
import type { NewTask, TaskFilter, TaskMove, TaskRecord } from "./task-records.ts";
import type { Cell, TransferredTable } from "./transfer/transferred-tables.ts";

/** Where decisions are: what was run, whom it contacted or refused, what is to be sent. */
export interface Ledger
  extends LedgerOutlook,
    LedgerPrivacy,
    LedgerImports,
    LedgerProjects,
    LedgerOwner,
    LedgerExplaining {
  /** Each campaign's last completed tick; with `until`, the last at or before that instant. */
  lastTicks(until?: Instant): Promise<ReadonlyMap<string, CampaignTick>>;
  /** The campaigns' records of one instant, those of them that have completed it. */
  completed(tick: Instant, campaigns: readonly string[]): Promise<readonly CampaignTick[]>;
  contacts(tick: Instant, campaigns: readonly string[]): Promise<readonly ContactRecord[]>;
  rejections(tick: Instant, campaigns: readonly string[]): Promise<readonly RejectionRecord[]>;

  /** Which of the occasions the campaign has decided on, whatever the outcome, as `decisionKey`s. */
  decided(campaign: string, occasions: readonly string[]): Promise<ReadonlySet<string>>;
  // What counts contacts counts those of a former system too, from here to `policyPlaces`.
  /** The campaign's first contacts, all arms, that are due at or after the instant. */
  customerPlaces(campaign: string, from: Instant): RowBatches<CustomerPlace>;
  /** How many of the campaign's contacts, treated and control, all waves, are due when and on which channel. */
  campaignPlaces(campaign: string, from: Instant): Promise<readonly ChannelPlaces[]>;
  /** The same for all campaigns together. */
  channelPlaces(from: Instant): Promise<readonly ChannelPlaces[]>;
  /** What the campaign's treated contacts cost that are due at or after the instant. */
  spending(campaign: string, from: Instant): Promise<readonly Spending[]>;
  /** Treated contacts of all campaigns that are due at or after the instant, each by itself. */
  customerContacts(from: Instant): RowBatches<CustomerContact>;
  /** How many contacts of all campaigns, treated and control, are due when, and what else the policy's limits on numbers and money ask. */
  policyPlaces(from: Instant): Promise<readonly PolicyPlaces[]>;

  /** Who stood how when the campaign last recorded it; undefined where it never has. */
  memberState(campaign: string): Promise<MemberState | undefined>;
  /** In order of customer. */
  members(campaign: string): Promise<readonly Member[]>;
  /** Treated contacts of ticks before the tick and of a former system that are due in [from, tick], in order of due time and id. */
  contactsBefore(tick: Instant, from: Instant): RowBatches<ContactRow>;
  /** Responses in [from, tick] to contacts of ticks before the tick, and those that a former system knew of, in order of time and id. */
  responsesBefore(tick: Instant, from: Instant): RowBatches<ResponseRow>;
  /**
   * All treated contacts of those chains of the campaign whose last wave is below `waves` and due in [from, tick], in order of
   * occasion, customer and wave.
   */
  openChains(
    campaign: string,
    asked: { readonly waves: number; readonly from: Instant; readonly tick: Instant },
  ): Promise<readonly ChainContact[]>;

  /**
   * Takes the project's lock; the system releases it when this process ends, however it ends.
   * @throws RuntimeProblem `ledger-locked` where another still holds it after `waitSeconds`.
   */
  lock(clock: Clock, waitSeconds: number, scope?: LockScope): Promise<LedgerLock>;
  /**
   * Takes what sending messages asks for: where the database lets several send at once a lock that they share, which keeps
   * no run from deciding; else the project's lock, or `held`, the caller's own.
   * @throws RuntimeProblem as `lock`.
   */
  dispatchLock(clock: Clock, waitSeconds: number, held?: LedgerLock): Promise<LedgerLock>;
  /** Writes an instant's decisions in one transaction that first makes sure that the lock is still held. */
  commit(lock: LedgerLock, decision: TickDecision): Promise<void>;

  /** All rows of a table, in order of its key. */
  tableRows(table: TransferredTable): RowBatches<readonly Cell[]>;
  /**
   * Writes another ledger's rows into this one, in one transaction; tables come after those that they refer to.
   * @throws RuntimeProblem where this one is not empty, or the rows contradict each other.
   */
  importTables(lock: LedgerLock, tables: AsyncIterable<TableRows>): Promise<void>;

  /** This ledger as it was before a run, for those who decide its tick again: to read. */
  before(run: PastRun): Ledger;

  /** What reports ask. */
  readonly results: LedgerResults;
  /**
   * Reads this ledger, and does nothing else, as it is at one moment: what others write meanwhile is not seen. One such reading at
   * a time.
   */
  atOneMoment<Result>(read: () => Promise<Result>): Promise<Result>;

  /** Up to when each campaign's responses were looked for. */
  responseSearches(): Promise<ReadonlyMap<string, Instant>>;
  /** A campaign's contacts, of all arms and waves, that are due in [from, until), in order of due time and id. */
  contactsToAnswer(
    campaign: string,
    due: { readonly from: Instant; readonly until: Instant },
  ): RowBatches<AnsweredContact>;
  /** What of goals the ledger has of a campaign's contacts that are due at or after the instant, as `responseKey`s. */
  goalResponses(campaign: string, from: Instant): Promise<ReadonlySet<string>>;
  /** The contacts whose messages have the keys, by key. */
  contactsByKey(keys: readonly string[]): Promise<ReadonlyMap<string, KeyedContact>>;
  /** What channels have reported of contacts. */
  answersTo(contacts: readonly number[]): Promise<readonly RecordedAnswer[]>;
  /**
   * Writes responses, those that are there already left out, and who is credited with them; notes how far was looked.
   * Gives how many were new. In one transaction.
   */
  recordResponses(lock: LedgerLock, found: FoundResponses): Promise<number>;

  /** The campaigns' contacts of one instant whose messages have been cancelled since. */
  cancelled(tick: Instant, campaigns: readonly string[]): Promise<ReadonlyMap<string, CancelledContacts>>;
  /** The number of the last run that decided something; 0 where none has. */
  lastRun(): Promise<number>;
  /** Messages of runs up to a number that a dispatch at the instant is to send, in order of campaign, tick and contact. */
  waitingMessages(at: Instant, lastRun: number): RowBatches<WaitingMessage>;
  /** Dispatches that have not ended and that nobody is at, in order: they are the caller's from now on. */
  takeUpDispatches(lock: LedgerLock): Promise<readonly DispatchRecord[]>;
  /** Puts what has not left of an unfinished dispatch back among what waits, and ends it. */
  releaseDispatch(lock: LedgerLock, dispatch: number, at: Instant, target: string): Promise<void>;
  /**
   * Begins a dispatch for each channel that has something to send at the instant, and gives them: what runs after a number
   * decided and is due, and of earlier runs what `again` allows; what it refuses is cancelled.
   */
  claimDue(
    lock: LedgerLock,
    at: Instant,
    claim: { readonly runsAfter: number; readonly again: AskedAgain },
  ): Promise<readonly DispatchRecord[]>;
  /** How many open tasks each relationship manager has. */
  taskLoads(): Promise<ReadonlyMap<string, number>>;
  /** Makes tasks of a dispatch's messages and ends the dispatch, as one. */
  putTasks(lock: LedgerLock, dispatch: number, at: Instant, tasks: readonly NewTask[]): Promise<void>;
  /** Tasks in order of due time and number. */
  tasks(wanted: TaskFilter): Promise<readonly TaskRecord[]>;
  /** Gives an open task to a manager; undefined where there is no open one of that number. Waits for no run. */
  claimTask(contact: number, manager: string, at: Instant): Promise<TaskRecord | undefined>;
  /**
   * Notes how far an open task has come; won and lost end it, and are an answer to its contact. Undefined where there is no
   * open one of that number. Waits for no run.
   */
  moveTask(contact: number, move: TaskMove, at: Instant): Promise<TaskRecord | undefined>;
  /** Dead letters wait again, to be sent by a dispatch at or after the instant, on the channel or on all; gives how many. */
  retryDeadLetters(lock: LedgerLock, at: Instant, channel: string | undefined): Promise<number>;
  /** How many messages have become dead letters, in order of channel. */
  deadLetters(): Promise<readonly DeadLetters[]>;
  /** A dispatch's messages that have not left, in order of due time, campaign, customer, wave and occasion. */
  dispatchMessages(dispatch: number): RowBatches<DispatchMessage>;
  /** Notes what became of some of a dispatch's messages, which leave one by one. */
  recordDeliveries(lock: LedgerLock, dispatch: number, at: Instant, results: DeliveryResults): Promise<void>;
  /** Ends a dispatch: all that is still in it has left. */
  finishDispatch(lock: LedgerLock, dispatch: number, at: Instant, target: string): Promise<void>;
  close(): Promise<void>;
}

/** What a lock keeps others from: deciding, or sending messages as well. */
export type LockScope = "decisions" | "everything";

/** That this process may decide and dispatch. `token` grows with every holder. */
export interface LedgerLock {
  /** Whether it is the project's, or that of those who send alone. */
  readonly kind: "project" | "dispatch";
  readonly token: number;
  isHeld(): boolean;
  release(): Promise<void>;
}

/** Some rows of a table, cells in the order of its columns. */
export interface TableRows {
  readonly table: TransferredTable;
  readonly rows: readonly (readonly Cell[])[];
}

/** What identifies a decision of a campaign, as one text. */
export function decisionKey(customer: string, occasion: string): string {
  return `${customer}\u001f${occasion}`;
}

import type { RowBatches } from "../ledger/batches.ts";
import type { DispatchMessage, DispatchRecord } from "../ledger/outgoing.ts";
import type { RuntimeProblem } from "../problem.ts";
import type { FileSettings } from "./file-adapter.ts";
import type { SmtpSettings } from "./smtp/smtp-settings.ts";
import type { TaskSettings } from "./tasks/task-settings.ts";
import type { WebhookSettings } from "./webhook/webhook-adapter.ts";

/** Hands messages over to a channel. */
export type ChannelAdapter = BatchAdapter | MessageAdapter | TaskAdapter;

/** Takes a dispatch's messages as one. */
export interface BatchAdapter {
  readonly kind: "batch";
  /**
   * Delivers a dispatch's messages and gives where they went. Asked again for the same dispatch after a crash, it
   * replaces what it has delivered.
   * @throws RuntimeProblem where it cannot, and nobody has seen anything of it; UncertainDelivery where somebody may have.
   */
  deliver(dispatch: DispatchRecord, messages: RowBatches<DispatchMessage>): Promise<string>;
}

/** Puts messages on work lists, which are in the ledger itself. */
export interface TaskAdapter {
  readonly kind: "tasks";
  readonly settings: TaskSettings;
}

/** That a batch may have been seen, but is not to be relied on: the same dispatch is to be delivered again. */
export class UncertainDelivery extends Error {
  override readonly name = "UncertainDelivery";
  readonly problem: RuntimeProblem;

  constructor(problem: RuntimeProblem) {
    super(problem.message, { cause: problem });
    this.problem = problem;
  }
}

/** Takes messages one by one. Asked again after a crash, it sends the same key again: the receiver knows it by that. */
export interface MessageAdapter {
  readonly kind: "message";
  /** Where messages go, without secrets. */
  readonly target: string;
  /** How many are under way at once. */
  readonly concurrency: number;
  /** Never throws for what the receiver or the way there does. */
  send(channel: string, message: DispatchMessage): Promise<SendResult>;
  /** Lets go of connections. */
  close(): Promise<void>;
}

/**
 * What became of a message: taken; refused for good; not to be had just now, for so many seconds at least; or the channel
 * is wrongly set up, and takes none until somebody mends that.
 */
export type SendResult =
  | { readonly kind: "sent" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "closed"; readonly reason: string }
  | { readonly kind: "later"; readonly reason: string; readonly seconds?: number };

/** How a channel's messages leave, from the project file. */
export type AdapterSettings = FileSettings | WebhookSettings | SmtpSettings | TaskSettings;

/** By channel; `default` for those not named. */
export type DispatchSettings = Readonly<Record<string, AdapterSettings>>;

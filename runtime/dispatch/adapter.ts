import type { RowBatches } from "../ledger/batches.ts";
import type { DispatchMessage, DispatchRecord } from "../ledger/ledger.ts";

/** Hands messages over to a channel. */
export interface ChannelAdapter {
  /**
   * Delivers a dispatch's messages and gives where they went. Asked again for the same dispatch after a crash, it
   * replaces what it has delivered, or leaves out what went out under the same key.
   * @throws RuntimeProblem where it cannot; nothing is then taken as delivered.
   */
  deliver(dispatch: DispatchRecord, messages: RowBatches<DispatchMessage>): Promise<string>;
}

/** How a channel's messages leave, from the project file; paths are absolute. */
export interface AdapterSettings {
  readonly adapter: "file";
  /** The folder of the files. */
  readonly path: string;
}

/** By channel; `default` for those not named. */
export type DispatchSettings = Readonly<Record<string, AdapterSettings>>;

import type { Instant } from "../calendar/instant.ts";
import type { LedgerQueries } from "./queries.ts";
import type { QueryRunner } from "./reading.ts";

/** What of a ledger says how dispatches stand: for those who watch it. */
export interface LedgerOutlook {
  /** How many messages wait and how many are dead letters, in order of channel; channels that have had no message are missing. */
  outlook(): Promise<readonly ChannelOutlook[]>;
}

export interface ChannelOutlook {
  readonly channel: string;
  /** Messages that have not left, nor been given up: whether due or not. */
  readonly waiting: number;
  /** The first instant at which one of those is to be sent that no dispatch has; null where there is none. */
  readonly next: Instant | null;
  /** How many of those were tried in vain, and a reason of one of them; null without one. */
  readonly tried: number;
  readonly failure: string | null;
  /** How many of them are in dispatches that were cut short. */
  readonly unfinished: number;
  readonly dead: number;
}

/** Reads how dispatches stand by a ledger's queries. */
export function ledgerOutlook(runner: Pick<QueryRunner, "all">, queries: LedgerQueries): LedgerOutlook {
  return {
    async outlook() {
      const channels = new Map<string, ChannelOutlook>();
      const add = (channel: string, more: Partial<ChannelOutlook>): void => {
        const known = channels.get(channel) ?? NOTHING;
        channels.set(channel, { ...known, channel, ...more });
      };
      for (const { channel, count, ...more } of await runner.all(queries.waitingByChannel())) {
        add(channel, { waiting: count, ...more });
      }
      for (const { channel, count } of await runner.all(queries.unfinishedByChannel())) {
        add(channel, { waiting: (channels.get(channel)?.waiting ?? 0) + count, unfinished: count });
      }
      for (const { channel, count } of await runner.all(queries.deadByChannel()))
        add(channel, { dead: count });
      return [...channels.values()].sort((a, b) => (a.channel < b.channel ? -1 : 1));
    },
  };
}

const NOTHING = { waiting: 0, next: null, tried: 0, failure: null, unfinished: 0, dead: 0 } as const;

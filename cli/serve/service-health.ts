import { isoInstant, type ServiceEvent } from "../../runtime/index.ts";

/** What a service answers of its health. */
export interface Readiness {
  readonly isReady: boolean;
  /** One line or more; of campaigns names alone, of customers nothing. */
  readonly text: string;
}

/** Keeps account of what keeps a service from its work. */
export interface ServiceHealth {
  take(event: ServiceEvent): void;
  /** It was asked to end. */
  end(): void;
  /** Whether it could do its work, or stand by, were it asked to: the ledger answers, and no end was asked for. */
  readiness(): Readiness;
}

export function serviceHealth(): ServiceHealth {
  let reached = false;
  let ends = false;
  let silent: readonly string[] = [];
  return {
    take(event) {
      if (event.kind === "looked") reached = true;
      if (event.kind === "failed" && event.work === "ledger") reached = false;
      if (event.kind === "ahead") {
        silent = event.campaigns.map(({ campaign, completed, again }) => {
          const until = again === null ? "any more" : `until ${isoInstant(again)}`;
          return `${campaign} does nothing ${until}: its tick of ${isoInstant(completed)} is completed\n`;
        });
      }
    },
    end() {
      ends = true;
    },
    readiness() {
      if (ends || !reached) return { isReady: false, text: "not ready\n" };
      return { isReady: true, text: ["ready\n", ...silent].join("") };
    },
  };
}

import { isoInstant, type ServiceEvent } from "../../runtime/index.ts";
import { failureFields } from "./harmless-text.ts";

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

/** `unfit`: what keeps it from being of use for as long as it lives. */
export function serviceHealth(unfit?: string): ServiceHealth {
  let obstacle: string | undefined = "the ledger has not been asked yet";
  let ends = false;
  let silent: readonly string[] = [];
  return {
    take(event) {
      if (event.kind === "looked") obstacle = undefined;
      if (event.kind === "failed" && event.work === "ledger") obstacle = ledgerObstacle(event);
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
      if (ends) return { isReady: false, text: "not ready: it is to end\n" };
      if (unfit !== undefined) return { isReady: false, text: `not ready: ${unfit}\n` };
      if (obstacle !== undefined) return { isReady: false, text: `not ready: ${obstacle}\n` };
      return { isReady: true, text: ["ready\n", ...silent].join("") };
    },
  };
}

/** By its code alone: who may ask for health need not know where the ledger is. The log says more. */
function ledgerObstacle({ causes, again }: ServiceEvent & { readonly kind: "failed" }): string {
  const codes = causes.map((cause) => failureFields(cause).code).join(", ");
  return `the ledger cannot be used (${codes}), and is tried again at ${isoInstant(again)}; the log says why`;
}

import type { ColumnMapping, EventSource, ValueType } from "../../plan/index.ts";

/** An event that the ledger remembers: what was sent to customers, and what came of it. */
export interface LedgerEvent {
  readonly name: LedgerEventName;
  readonly source: EventSource;
}

export type LedgerEventName = "contact" | "response";

/** What is declared in a project, by kind, for the attributes that are chosen from it. */
export interface DeclaredNames {
  readonly campaigns: Iterable<string>;
  readonly offers: Iterable<string>;
  readonly groups: Iterable<string>;
  readonly channels: Iterable<string>;
  /** The project's currency. */
  readonly currency: string;
}

const states = ["waiting", "sent", "delivered", "failed", "cancelled"];

/** Whether a name is that of an event which every project has. */
export function isLedgerEventName(name: string): name is LedgerEventName {
  return name === "contact" || name === "response";
}

/**
 * The events `contact` and `response`. `openLists` are the lists of members that grow with what is declared: a
 * condition on one of them means the same whatever else is declared.
 */
export function ledgerEvents(names: DeclaredNames): {
  readonly events: readonly LedgerEvent[];
  readonly openLists: ReadonlySet<readonly string[]>;
} {
  const campaigns = [...names.campaigns].sort();
  const offers = [...names.offers].sort();
  const groups = [...names.groups].sort();
  const channels = [...names.channels].sort();
  const oneOf = (members: readonly string[]): ValueType => ({ kind: "enum", members, ordered: false });
  const someOf = (members: readonly string[]): ValueType => ({ kind: "set", members });
  const shared = { campaign: oneOf(campaigns), offer: someOf(offers), channel: oneOf(channels) };
  return {
    events: [
      ledgerEvent("contact", {
        ...shared,
        group: someOf(groups),
        state: oneOf(states),
        wave: { kind: "integer" },
      }),
      ledgerEvent("response", {
        ...shared,
        amount: { kind: "money", currency: names.currency, scale: 6 },
      }),
    ],
    openLists: new Set([campaigns, offers, groups, channels]),
  };
}

function ledgerEvent(name: LedgerEventName, types: Readonly<Record<string, ValueType>>): LedgerEvent {
  const attributes: Record<string, ColumnMapping> = {};
  for (const [attribute, type] of Object.entries(types)) {
    attributes[attribute] = { source: "", column: attribute, type, unknown: [] };
  }
  return { name, source: { name, source: "", where: {}, attributes } };
}

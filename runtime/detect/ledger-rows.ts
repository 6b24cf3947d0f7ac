import type { LedgerRows, Plan, Statement } from "../../plan/index.ts";
import { ALL_TIME } from "../arbitrate/look-back.ts";
import type { Instant } from "../calendar/instant.ts";
import { bindStatement, type LedgerText, momentInstant, type TickTime } from "../calendar/parameters.ts";
import { batchesOf, type RowBatches } from "../ledger/batches.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Member } from "../ledger/records.ts";
import type { BoundStatement } from "../warehouse/warehouse.ts";

/** A contact that a further wave asks about. */
export interface WaveRow {
  readonly contact: number;
  readonly customer: string;
  readonly due: Instant;
  /** When the goal's time is over, the tick at the latest; without a goal the due time. */
  readonly until: Instant;
  /** In the order of `DetectionColumns.carried`. */
  readonly carried: readonly (string | null)[];
}

/** A message that is asked again before it leaves. */
export interface MessageRow {
  readonly contact: number;
  readonly customer: string;
}

/** The rows that are a statement's own: everything else is the same for all campaigns of a tick. */
export interface OwnRows {
  readonly members?: readonly Member[];
  readonly waves?: readonly WaveRow[];
  readonly messages?: readonly MessageRow[];
}

/** Puts a tick's values and the ledger's rows in for statements' parameters. */
export interface StatementBinder {
  bind(statement: Statement, at: TickTime, own?: OwnRows): Promise<BoundStatement>;
}

/** Rows of contacts and responses are read once for all statements of a tick that look back as far. */
export function statementBinder(plan: Plan, ledger: Ledger): StatementBinder {
  const known = new Map<string, Promise<string>>();
  const remembered = (key: string, read: () => Promise<string>): Promise<string> => {
    const found = known.get(key) ?? read();
    known.set(key, found);
    return found;
  };
  const textOf = (rows: LedgerRows, at: TickTime, own: OwnRows): Promise<string> => {
    switch (rows.kind) {
      case "contact":
      case "response": {
        const since = rows.since === undefined ? ALL_TIME : momentInstant(rows.since, at, plan);
        const read = rows.kind === "contact" ? contactText : responseText;
        return remembered(`${rows.kind} ${at.tick} ${since}`, () => read(plan, ledger, at.tick, since));
      }
      case "members":
        return jsonList(batchesOf(ownRows(own.members, rows)), ({ customer, value }) => ({
          customer,
          value,
        }));
      case "waves":
        return jsonList(batchesOf(ownRows(own.waves, rows)), (row) => row);
      case "messages":
        return jsonList(batchesOf(ownRows(own.messages, rows)), ({ contact, customer }) => ({
          contact,
          customer,
        }));
    }
  };
  return {
    async bind(statement, at, own = {}) {
      const texts = new Map<LedgerRows, string>();
      for (const parameter of statement.parameters) {
        if (parameter.kind === "ledger") texts.set(parameter.rows, await textOf(parameter.rows, at, own));
      }
      const ledgerText: LedgerText = (rows) => ownRows(texts.get(rows), rows);
      return bindStatement(statement, at, plan, ledgerText);
    },
  };
}

function ownRows<Value>(value: Value | undefined, { kind }: LedgerRows): Value {
  if (value === undefined) throw new Error(`a statement asks for the ledger's ${kind}, which it isn't given`);
  return value;
}

async function contactText(plan: Plan, ledger: Ledger, tick: Instant, since: Instant): Promise<string> {
  const groups = groupsOf(plan);
  return jsonList(
    ledger.contactsBefore(tick, since),
    ({ customer, campaign, wave, offers, channel, state, due, id }) => ({
      customer,
      campaign,
      wave,
      offers,
      groups: groups(offers),
      channel,
      state,
      time: due,
      id,
    }),
  );
}

async function responseText(_: Plan, ledger: Ledger, tick: Instant, since: Instant): Promise<string> {
  return jsonList(
    ledger.responsesBefore(tick, since),
    ({ customer, campaign, offers, channel, amount, time, id }) => ({
      customer,
      campaign,
      offers,
      channel,
      amount: amount?.amount ?? null,
      currency: amount?.currency ?? null,
      time,
      id,
    }),
  );
}

/** The groups of a contact's offers by what the offers are now, in order of name. */
function groupsOf(plan: Plan): (offers: readonly string[]) => readonly string[] {
  const known = new Map<readonly string[], readonly string[]>();
  return (offers) => {
    const found =
      known.get(offers) ??
      [
        ...new Set(
          offers.flatMap((offer) =>
            Object.hasOwn(plan.offers, offer) ? (plan.offers[offer]?.groups ?? []) : [],
          ),
        ),
      ].sort();
    known.set(offers, found);
    return found;
  };
}

async function jsonList<Row>(batches: RowBatches<Row>, change: (row: Row) => object): Promise<string> {
  const texts: string[] = [];
  for await (const batch of batches) for (const row of batch) texts.push(JSON.stringify(change(row)));
  return `[${texts.join(",")}]`;
}

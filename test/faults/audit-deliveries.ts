import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repeated } from "./audit.ts";
import type { LedgerRows, Row } from "./ledger-rows.ts";
import type { World } from "./world.ts";

/** What there is outside of the ledger of messages that left. */
export interface Evidence {
  /** The lines of all files of the outbox: keys, and whom they are for. */
  readonly filed: readonly FiledLine[];
  /** How often each key came, by channel, at receivers that keep each once. */
  readonly received: Readonly<Record<string, ReadonlyMap<string, number>>>;
  /** Keys under which different things were sent. */
  readonly changed: readonly string[];
}

interface FiledLine {
  readonly key: string;
  /** Campaign, wave and customer. */
  readonly whom: string;
}

/** Looks at a world's outbox folder and receivers. */
export function evidenceOf({ folder, receivers: { received, changed } }: World): Evidence {
  const outbox = join(folder, "outbox");
  const files = existsSync(outbox) ? readdirSync(outbox).filter((name) => /^[^.].*\.csv$/.test(name)) : [];
  const filed = files.flatMap((name) =>
    readFileSync(join(outbox, name), "utf8")
      .split("\r\n")
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => {
        const [key = "", ...whom] = line.split(",");
        return { key, whom: whom.slice(0, 3).join(",") };
      }),
  );
  return { filed, received, changed };
}

interface DeliveryFindings {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly contradictions: readonly string[];
}

const say = ({ id, campaign, customer, occasion, wave, channel }: Row): string =>
  `contact ${id} (${campaign}, ${customer}, ${occasion}, wave ${wave}, ${channel})`;

/** What the ledger has of each contact's message, by the contact's number. */
interface Ends {
  readonly outbox: ReadonlyMap<Row[string], Row>;
  readonly deliveries: ReadonlySet<Row[string]>;
  readonly deadLetters: ReadonlySet<Row[string]>;
  readonly cancelled: ReadonlySet<Row[string]>;
  readonly reasons: ReadonlySet<Row[string]>;
  readonly tasks: ReadonlySet<Row[string]>;
}

/**
 * Every treated contact that is due is delivered, cancelled with a reason, or a dead letter, and one of these; what the ledger
 * says has left is where it went to, in files exactly once; and nothing is there that the ledger does not know.
 */
export function auditDeliveries(rows: LedgerRows, evidence: Evidence, now: number): DeliveryFindings {
  const contactsOf = (table: readonly Row[]) => new Set(table.map(({ contact }) => contact ?? null));
  const ends: Ends = {
    outbox: new Map(rows.outbox.map((row) => [row["contact"] ?? null, row])),
    deliveries: contactsOf(rows.deliveries),
    deadLetters: contactsOf(rows.dead_letters),
    cancelled: contactsOf(rows.cancellations),
    reasons: contactsOf(rows.cancellation_reasons),
    tasks: contactsOf(rows.tasks),
  };
  const treated = rows.contacts.filter(({ arm }) => arm === "treated");
  const holdouts = rows.contacts.filter(({ arm }) => arm !== "treated");
  const open = rows.dispatches.filter((row) => row["finished_at"] === null);
  return {
    lost: [
      ...treated.flatMap((contact) => lostOf(contact, ends, evidence, now)),
      ...open.map(({ id, channel }) => `dispatch ${id} on ${channel} was never ended`),
    ],
    duplicated: [
      ...treated.flatMap((contact) => endedTwice(contact, ends)),
      ...tooMuch(rows, ends, evidence),
    ],
    contradictions: [
      ...holdouts
        .filter(({ id }) => ends.outbox.has(id ?? null))
        .map((contact) => `${say(contact)} of a holdout has a message`),
      ...treated.flatMap((contact) => {
        const end = endsOf(contact, ends)[0] ?? "waiting";
        return end === contact["state"] ? [] : [`${say(contact)} is ${contact["state"]}, but ${end}`];
      }),
    ],
  };
}

function endsOf({ id = null }: Row, { deliveries, deadLetters, cancelled }: Ends): readonly string[] {
  return [
    ...(deliveries.has(id) ? ["sent"] : []),
    ...(deadLetters.has(id) ? ["failed"] : []),
    ...(cancelled.has(id) ? ["cancelled"] : []),
  ];
}

function endedTwice(contact: Row, all: Ends): readonly string[] {
  const ends = endsOf(contact, all);
  return ends.length > 1 ? [`${say(contact)} has ended as ${ends.join(" and ")}`] : [];
}

function lostOf(contact: Row, ends: Ends, { filed, received }: Evidence, now: number): readonly string[] {
  const { id = null, channel, due } = contact;
  const end = endsOf(contact, ends)[0];
  if (end === undefined) {
    if (!ends.outbox.has(id)) return [`${say(contact)} has no message`];
    return Number(due) <= now ? [`${say(contact)} is due and waits`] : [];
  }
  if (end === "cancelled")
    return ends.reasons.has(id) ? [] : [`${say(contact)} is cancelled without a reason`];
  if (end === "failed") return [];
  const key = String(ends.outbox.get(id)?.["key"]);
  switch (channel) {
    case "letter":
      return filed.some((line) => line.key === key) ? [] : [`${say(contact)} is sent, but in no file`];
    case "manager":
      return ends.tasks.has(id) ? [] : [`${say(contact)} is sent, but no task`];
    default:
      return received[String(channel)]?.has(key) ? [] : [`${say(contact)} is sent, but never came`];
  }
}

/** What is there twice, or should not be there at all. */
function tooMuch(rows: LedgerRows, ends: Ends, { filed, received, changed }: Evidence): readonly string[] {
  const contactOf = new Map(rows.contacts.map((row) => [row["id"], row]));
  const known = new Map(rows.outbox.map((row) => [row["key"], row]));
  const strangers = Object.entries(received).flatMap(([channel, keys]) =>
    [...keys.keys()].filter((key) => known.get(key)?.["channel"] !== channel),
  );
  const misfiled = filed.filter(({ key, whom }) => {
    const contact = known.get(key)?.["contact"] ?? null;
    const { campaign, wave, customer, channel } = contactOf.get(contact) ?? {};
    const isIts = `${campaign},${wave},${customer}` === whom && channel === "letter";
    return !isIts || !ends.deliveries.has(contact);
  });
  const undelivered = [...ends.tasks].filter((contact) => !ends.deliveries.has(contact));
  return [
    ...repeated(filed.map(({ key }) => key)).map((key) => `${key} is in files twice`),
    ...repeated(rows.outbox.map(({ key }) => key)).map((key) => `${key} is two messages'`),
    ...repeated(rows.tasks.map(({ contact }) => contact)).map((task) => `contact ${task} is two tasks`),
    ...changed.map((key) => `${key} came with different contents`),
    ...strangers.map((key) => `${key} came and was never decided`),
    ...misfiled.map(({ key, whom }) => `${key} is in a file for ${whom}, and was not to be`),
    ...undelivered.map((task) => `contact ${task} is a task, and was not to be`),
  ];
}

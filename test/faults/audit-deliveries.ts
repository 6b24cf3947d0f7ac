import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repeated } from "./audit.ts";
import type { LedgerRows, Row } from "./ledger-rows.ts";
import type { World } from "./world.ts";

/** What there is outside of the ledger of messages that left. */
export interface Evidence {
  /** The keys in all files of the outbox, as often as they stand there. */
  readonly filed: readonly string[];
  /** How often each key came, by channel, at receivers that keep each once. */
  readonly received: Readonly<Record<string, ReadonlyMap<string, number>>>;
  /** Keys under which different things were sent. */
  readonly changed: readonly string[];
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
      .map((line) => line.split(",")[0] ?? ""),
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

/**
 * Every treated contact that is due is delivered, cancelled with a reason, or a dead letter, and one of these; what the ledger
 * says has left is where it went to, in files exactly once; and nothing is there that the ledger does not know.
 */
export function auditDeliveries(rows: LedgerRows, evidence: Evidence, now: number): DeliveryFindings {
  const lost: string[] = [];
  const duplicated: string[] = [];
  const contradictions: string[] = [];
  const byContact = (table: readonly Row[]) => new Map(table.map((row) => [row["contact"], row]));
  const [outbox, deliveries, dead, cancelled] = [
    byContact(rows.outbox),
    byContact(rows.deliveries),
    byContact(rows.dead_letters),
    byContact(rows.cancellations),
  ];
  const reasons = new Set(rows.cancellation_reasons.map(({ contact }) => contact));
  const tasks = rows.tasks.map(({ contact }) => contact);
  const filed = new Map<string, number>();
  for (const key of evidence.filed) filed.set(key, (filed.get(key) ?? 0) + 1);
  for (const contact of rows.contacts) {
    const { id, channel, state } = contact;
    const key = String(outbox.get(id)?.["key"]);
    if (contact["arm"] !== "treated") {
      if (outbox.has(id)) contradictions.push(`${say(contact)} of a holdout has a message`);
      continue;
    }
    const ends = [
      ...(deliveries.has(id) ? ["sent"] : []),
      ...(dead.has(id) ? ["failed"] : []),
      ...(cancelled.has(id) ? ["cancelled"] : []),
    ];
    if (ends.length > 1) duplicated.push(`${say(contact)} has ended as ${ends.join(" and ")}`);
    if (ends.length === 0 && Number(contact["due"]) <= now) lost.push(`${say(contact)} is due and waits`);
    if (ends.length === 0 && !outbox.has(id)) lost.push(`${say(contact)} has no message`);
    if ((ends[0] ?? "waiting") !== state) contradictions.push(`${say(contact)} is ${state}, but ${ends}`);
    if (cancelled.has(id) && !reasons.has(id)) lost.push(`${say(contact)} is cancelled without a reason`);
    if (!deliveries.has(id)) continue;
    switch (channel) {
      case "letter":
        if (!filed.has(key)) lost.push(`${say(contact)} is sent, but in no file`);
        break;
      case "manager":
        if (!tasks.includes(id ?? null)) lost.push(`${say(contact)} is sent, but no task`);
        break;
      default:
        if (!evidence.received[String(channel)]?.has(key))
          lost.push(`${say(contact)} is sent, but never came`);
    }
  }
  for (const key of repeated(evidence.filed)) duplicated.push(`${key} is in files twice`);
  for (const key of evidence.changed) duplicated.push(`${key} came with different contents`);
  for (const key of repeated(rows.outbox.map((row) => row["key"])))
    duplicated.push(`${key} is two messages'`);
  for (const task of repeated(tasks)) duplicated.push(`contact ${task} is two tasks`);
  const known = new Map(rows.outbox.map(({ key, channel }) => [key, channel]));
  for (const key of filed.keys()) {
    if (known.get(key) !== "letter") duplicated.push(`${key} is in a file and was never decided`);
  }
  for (const [channel, keys] of Object.entries(evidence.received)) {
    for (const key of keys.keys()) {
      if (known.get(key) !== channel) duplicated.push(`${key} came by ${channel} and was never decided`);
    }
  }
  const open = rows.dispatches.filter((row) => row["finished_at"] === null);
  for (const { id, channel } of open) lost.push(`dispatch ${id} on ${channel} was never ended`);
  return { lost, duplicated, contradictions };
}

import type { LedgerRows, Row } from "./ledger-rows.ts";

/** Columns that say nothing of what was decided: numbers, which a transaction that was undone has used up, too. */
const NUMBERS: ReadonlySet<string> = new Set(["id", "contact", "reason_list", "run", "dispatch"]);

/**
 * What was decided and what has become of it, a line each, in an order of its own: the same for ledgers that know the same.
 * Without `states` what has become of messages is left out.
 */
export function decisionsOf(rows: LedgerRows, { states = true } = {}): readonly string[] {
  const leftOut = states ? NUMBERS : new Set([...NUMBERS, "state"]);
  const text = (row: Row): string =>
    Object.keys(row)
      .filter((name) => !leftOut.has(name))
      .toSorted()
      .map((name) => `${name}=${row[name]}`)
      .join(" ");
  const contactOf = new Map(
    rows.contacts.map((row) => [
      row["id"],
      `${row["campaign"]} ${row["customer"]} ${row["occasion"]} ${row["wave"]}`,
    ]),
  );
  const reasonsOf = Map.groupBy(rows.reasons, ({ reason_list }) => reason_list);
  const reasons = ({ reason_list }: Row): string =>
    (reasonsOf.get(reason_list ?? null) ?? [])
      .toSorted((a, b) => Number(a["position"]) - Number(b["position"]))
      .map(text)
      .join("; ");
  return [
    ...rows.contacts.map((row) => `contact ${text(row)}`),
    ...rows.rejections.map((row) => `rejection ${text(row)}: ${reasons(row)}`),
    ...rows.memberships.map((row) => `member ${text(row)}`),
    ...rows.responses.map(
      (row) => `response to ${contactOf.get(row["contact"] ?? null)}: ${text({ ...row, found_at: 0 })}`,
    ),
    ...rows.campaign_ticks.map((row) => `tick ${text(row)}`),
    ...(states
      ? rows.cancellation_reasons.map(
          (row) => `cancelled ${contactOf.get(row["contact"] ?? null)}: ${text(row)}`,
        )
      : []),
  ].toSorted();
}

/** The events that a campaign has decided on, whatever it decided. */
export function occasionsDecided({ contacts, rejections }: LedgerRows, campaign: string): readonly string[] {
  return [...contacts, ...rejections]
    .filter((row) => row["campaign"] === campaign)
    .map((row) => String(row["event_id"]));
}

/** What the one has and the other lacks, at most so many lines. */
export function differencesBetween(
  expected: readonly string[],
  found: readonly string[],
  most = 4,
): readonly string[] {
  const [wanted, had] = [new Set(expected), new Set(found)];
  return [
    ...expected.filter((line) => !had.has(line)).map((line) => `missing: ${line}`),
    ...found.filter((line) => !wanted.has(line)).map((line) => `too much: ${line}`),
    ...(expected.length === found.length ? [] : [`${found.length} lines instead of ${expected.length}`]),
  ].slice(0, most);
}

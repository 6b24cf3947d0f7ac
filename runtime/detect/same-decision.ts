import type { WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate } from "./candidate.ts";

/** A candidate with the row that it was read from. */
export interface DetectedRow {
  readonly candidate: Candidate;
  readonly row: WarehouseRow;
}

/**
 * Data may hold a customer or an event's id twice, though the catalog says otherwise: the earlier row stands,
 * among equals the one whose columns come first, so that the order in which rows arrive means nothing. Gives all of them, the
 * one that stands first.
 */
export function withRow(rows: readonly DetectedRow[], more: DetectedRow): readonly DetectedRow[] {
  const [first, ...others] = rows;
  if (first === undefined) return [more];
  return isBefore(more, first) ? [more, first, ...others] : [first, ...others, more];
}

/** The candidate of the first row. Consent that one of the others does not give is not given. */
export function asOne(rows: readonly DetectedRow[]): Candidate {
  const [first, ...others] = rows;
  if (first === undefined) throw new Error("a candidate without a row");
  if (others.length === 0) return first.candidate;
  return {
    ...first.candidate,
    reach: (channel) => {
      const reach = first.candidate.reach(channel);
      const denied = others
        .map(({ candidate }) => candidate.reach(channel).consent)
        .find((consent) => consent !== true);
      return reach.consent === true && denied !== undefined ? { ...reach, consent: denied } : reach;
    },
  };
}

function isBefore({ candidate, row }: DetectedRow, other: DetectedRow): boolean {
  const time = (candidate.event?.time ?? 0) - (other.candidate.event?.time ?? 0);
  if (time !== 0) return time < 0;
  return rowText(row) < rowText(other.row);
}

function rowText(row: WarehouseRow): string {
  // The rank among equal events is the only column that depends on the order of rows.
  return JSON.stringify(
    Object.keys(row)
      .filter((column) => column !== "event_order")
      .sort()
      .map((column) => row[column] ?? null),
  );
}

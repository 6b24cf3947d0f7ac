import type { DetectionColumns } from "../../plan/index.ts";
import type { WarehouseRow } from "../warehouse/warehouse.ts";
import type { Candidate, Reachability } from "./candidate.ts";
import { readBoolean, readNumber, readText } from "./cells.ts";

/** What a row says of its customer. */
export type CustomerCells = Pick<
  Candidate,
  "reach" | "placeholder" | "inSegment" | "lastOccurrence" | "carried"
>;

/**
 * Reads the columns of a row that detection and further waves share (`DetectionColumns`). What is asked of a cell is read
 * then, so that nothing is copied.
 */
export function customerColumns(columns: DetectionColumns): (row: WarehouseRow) => CustomerCells {
  const addresses = columnNames(columns.addresses, "a");
  const consents = columnNames(columns.consents, "c");
  const placeholders = columnNames(namesOf(columns.placeholders), "p");
  const segments = columnNames(columns.segments, "s");
  const occurrences = columnNames(columns.occurrences, "d");
  const carried = [...columnNames(namesOf(columns.carried), "e")];
  return (row) => ({
    reach: (channel) => readReachability(row, addresses.get(channel), consents.get(channel)),
    placeholder(name) {
      const column = placeholders.get(name);
      if (column === undefined) throw new Error(`no statement reads {${name}}`);
      return readText(row, column) ?? undefined;
    },
    inSegment(name) {
      const column = segments.get(name);
      return column === undefined ? undefined : readBoolean(row, column) === true;
    },
    lastOccurrence(name) {
      const column = occurrences.get(name);
      return column === undefined ? undefined : readNumber(row, column);
    },
    carried: () => Object.fromEntries(carried.map(([name, column]) => [name, readText(row, column)])),
  });
}

function namesOf(columns: readonly { readonly name: string }[]): readonly string[] {
  return columns.map(({ name }) => name);
}

function columnNames(names: readonly string[], prefix: string): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, `${prefix}${index}`]));
}

function readReachability(
  row: WarehouseRow,
  address: string | undefined,
  consent: string | undefined,
): Reachability {
  return {
    address: address === undefined ? undefined : readText(row, address),
    consent: consent === undefined ? undefined : readBoolean(row, consent),
  };
}

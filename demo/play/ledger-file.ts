import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** A contact, or the place of a holdout's member who would have been contacted, as `baleen ledger export` writes it. */
export interface DecidedContact {
  readonly campaign: string;
  readonly occasion: string;
  readonly customer: string;
  /** 0 for a first contact. */
  readonly wave: number;
  readonly arm: string;
  readonly channel: string;
  readonly offers: readonly string[];
  /** Microseconds since 1970, UTC. */
  readonly due: number;
  /** What became of the message; null for members of holdouts, who got none. */
  readonly state: string | null;
}

/**
 * Reads the contacts in a file that `baleen ledger export` has written. All other tables in it are passed over.
 * @throws Error where the file is none of these, or is cut short.
 */
export async function readDecidedContacts(path: string): Promise<readonly DecidedContact[]> {
  const contacts: DecidedContact[] = [];
  let columns: readonly string[] | undefined;
  let number = 0;
  let ended = false;
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity });
  for await (const line of lines) {
    number += 1;
    if (line.startsWith("[")) {
      if (columns !== undefined) contacts.push(contactOf(columns, JSON.parse(line)));
      continue;
    }
    const mark: unknown = JSON.parse(line);
    if (!isRecord(mark) || (number === 1 && mark["baleen"] !== "ledger")) {
      throw new Error(`${path}:${number}: this is no file of \`baleen ledger export\``);
    }
    columns = mark["table"] === "contacts" ? (mark["columns"] as readonly string[]) : undefined;
    ended = "end" in mark;
  }
  if (!ended) throw new Error(`${path} is cut short: its last line is missing`);
  return contacts;
}

function contactOf(columns: readonly string[], cells: readonly unknown[]): DecidedContact {
  const cell = (name: string): unknown => cells[columns.indexOf(name)];
  const text = (name: string): string => String(cell(name));
  const state = cell("state");
  return {
    campaign: text("campaign"),
    occasion: text("occasion"),
    customer: text("customer"),
    wave: Number(cell("wave")),
    arm: text("arm"),
    channel: text("channel"),
    offers: JSON.parse(text("offers")),
    due: Number(cell("due")),
    state: state === null ? null : String(state),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

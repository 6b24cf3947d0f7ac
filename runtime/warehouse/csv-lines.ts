import { createReadStream } from "node:fs";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The line, counted from 1, in which a record of a CSV file begins; the header is record 0. Line breaks in quotes end
 * no record, nor do empty lines, but in a file of one column, where they are records with an unknown cell.
 */
export async function lineOfRecord(path: string, record: number, columns: number): Promise<number> {
  let line = 1;
  let begin = 1;
  let records = 0;
  let quoted = false;
  let empty = true;
  let afterReturn = false;
  for await (const bytes of createReadStream(path)) {
    for (const byte of bytes as Buffer) {
      const continues = byte === LINE_FEED && afterReturn;
      afterReturn = byte === CARRIAGE_RETURN;
      if (continues) continue;
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
        empty = false;
        if (byte === QUOTE) quoted = !quoted;
        continue;
      }
      line += 1;
      if (quoted) continue;
      if (!empty || columns === 1) {
        if (records === record) return begin;
        records += 1;
      }
      begin = line;
      empty = true;
    }
  }
  return begin;
}

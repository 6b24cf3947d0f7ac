import { column } from "./column.ts";

/** Numbers customers from 0 on, by their keys' texts. */
export interface CustomerNumbers {
  readonly size: number;
  /** The customer's number; a new one for a new customer. */
  numberOf(customer: string): number;
  /** Undefined where the customer has none. */
  find(customer: string): number | undefined;
  textOf(number: number): string;
}

/** Places for numbers in the table, two or more for each: of the size of a power of two. */
const FIRST_PLACES = 1024;

/** Keys in UTF-8 one behind the other, and a table of their numbers by their hashes: some 25 bytes a customer. */
export function customerNumbers(): CustomerNumbers {
  let bytes = Buffer.from(new ArrayBuffer(FIRST_PLACES));
  let used = 0;
  let size = 0;
  /** Where each key ends. */
  const ends = column();
  /** Numbers plus one; 0 where there is none. */
  let table = new Uint32Array(FIRST_PLACES);
  const startOf = (number: number): number => (number === 0 ? 0 : ends.at(number - 1));

  /** Writes a key behind the others, where it isn't counted yet; gives its length. */
  const write = (customer: string): number => {
    const most = used + customer.length * 3;
    if (most > bytes.length) bytes = Buffer.from(bytes.buffer.transfer(Math.ceil(most * 1.5)));
    for (let index = 0; index < customer.length; index += 1) {
      const code = customer.charCodeAt(index);
      if (code > 0x7f) return bytes.write(customer, used, "utf8");
      bytes[used + index] = code;
    }
    return customer.length;
  };
  const isAt = (number: number, length: number): boolean => {
    const start = startOf(number);
    if (ends.at(number) - start !== length) return false;
    for (let index = 0; index < length; index += 1) {
      if (bytes[start + index] !== bytes[used + index]) return false;
    }
    return true;
  };
  /** The place in the table of the key that was written, or of its number to be. */
  const placeOf = (length: number): number => {
    const mask = table.length - 1;
    let place = hashOf(bytes, used, used + length) & mask;
    for (;;) {
      const number = table[place] ?? 0;
      if (number === 0 || isAt(number - 1, length)) return place;
      place = (place + 1) & mask;
    }
  };
  const enlarge = (): void => {
    table = new Uint32Array(table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < size; number += 1) {
      let place = hashOf(bytes, startOf(number), ends.at(number)) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = number + 1;
    }
  };
  return {
    get size() {
      return size;
    },
    numberOf(customer) {
      const length = write(customer);
      const place = placeOf(length);
      const found = table[place] ?? 0;
      if (found > 0) return found - 1;
      table[place] = size + 1;
      used += length;
      ends.set(size, used);
      size += 1;
      if (size * 2 > table.length) enlarge();
      return size - 1;
    },
    find(customer) {
      const found = table[placeOf(write(customer))] ?? 0;
      return found === 0 ? undefined : found - 1;
    },
    textOf: (number) => bytes.toString("utf8", startOf(number), ends.at(number)),
  };
}

/** FNV-1a, stirred once more: its last bits alone say where a key stands. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

import { createHash } from "node:crypto";

/** What a file system can keep of a name with room for an ending. */
const longest = 120;

/** Names that some systems keep for devices, whatever the ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A name as a file's name that no other name gets, also where case is folded: lower-case ASCII letters, digits, `_`
 * and `-` stand for themselves, every other byte of the UTF-8 text as `~` and two hex digits. Long names are cut and
 * end in their hash.
 */
export function fileName(name: string): string {
  const escaped = (byte: number): string => `~${byte.toString(16).padStart(2, "0")}`;
  const bytes = [...new TextEncoder().encode(name)];
  let encoded = bytes
    .map((byte) => (/[a-z0-9_-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : escaped(byte)))
    .join("");
  if (devices.test(encoded)) encoded = `${escaped(encoded.charCodeAt(0))}${encoded.slice(1)}`;
  if (encoded.length <= longest) return encoded;
  return `${encoded.slice(0, longest - 18)}~~${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
}

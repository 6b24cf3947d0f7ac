/**
 * MD5 (RFC 1321) of short texts. Every candidate asks for up to three: a call into the library of the platform, which is
 * made for long ones, takes some five times as long.
 */
export interface Md5 {
  /** The first four bytes of the last digest as one number, as its first eight hex digits say it. */
  readonly high: number;
  /** The four bytes behind them. */
  readonly low: number;
  /** Works out the digest of the beginning followed by the text, in UTF-8. */
  digest(text: string): void;
}

const BLOCK = 64;

/** Bytes behind a text: the mark of its end, and its length. */
const END = 9;

/** Digests of texts that begin alike. */
export function md5After(beginning: string): Md5 {
  const prefix = Buffer.from(beginning, "utf8");
  let buffer = paddedBuffer(prefix, prefix.length + BLOCK);
  let words = new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
  const state = new Int32Array(4);
  // Where the last text and its blocks ended: all behind is 0.
  let last = 0;
  let lastEnd = 0;
  return {
    get high() {
      return bigEndian(state[0] ?? 0);
    },
    get low() {
      return bigEndian(state[1] ?? 0);
    },
    digest(text) {
      const most = prefix.length + text.length * 3 + END;
      if (most > buffer.length) {
        buffer = paddedBuffer(prefix, most);
        words = new Int32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
        last = 0;
        lastEnd = 0;
      }
      if (lastEnd > 0) {
        words[lastEnd / 4 - 2] = 0;
        words[lastEnd / 4 - 1] = 0;
      }
      const length = prefix.length + writeText(buffer, text, prefix.length);
      const end = Math.ceil((length + END) / BLOCK) * BLOCK;
      for (let byte = length + 1; byte <= last; byte += 1) buffer[byte] = 0;
      buffer[length] = 0x80;
      last = length;
      lastEnd = end;
      words[end / 4 - 2] = length << 3;
      words[end / 4 - 1] = length >>> 29;
      state[0] = 0x67452301;
      state[1] = 0xefcdab89;
      state[2] = 0x98badcfe;
      state[3] = 0x10325476;
      for (let block = 0; block < end / 4; block += BLOCK / 4) addBlock(state, words, block);
    },
  };
}

function paddedBuffer(prefix: Uint8Array, most: number): Buffer {
  const buffer = Buffer.from(new ArrayBuffer(Math.ceil(most / BLOCK + 1) * BLOCK));
  buffer.set(prefix);
  return buffer;
}

/** Gives the number of bytes. */
function writeText(buffer: Buffer, text: string, at: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return buffer.write(text, at, "utf8");
    buffer[at + index] = code;
  }
  return text.length;
}

function bigEndian(word: number): number {
  return (
    (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | ((word >>> 24) & 0xff)) >>> 0
  );
}

/** The sines of RFC 1321. */
const SINES = Int32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** Adds one block of sixteen words to the state: written out, for a call a step takes twice the time. */
function addBlock(state: Int32Array, words: Int32Array, at: number): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let step = 0; step < 16; step += 4) {
    a = (a + ((b & c) | (~b & d)) + (words[at + step] as number) + (SINES[step] as number)) | 0;
    a = (((a << 7) | (a >>> 25)) + b) | 0;
    d = (d + ((a & b) | (~a & c)) + (words[at + step + 1] as number) + (SINES[step + 1] as number)) | 0;
    d = (((d << 12) | (d >>> 20)) + a) | 0;
    c = (c + ((d & a) | (~d & b)) + (words[at + step + 2] as number) + (SINES[step + 2] as number)) | 0;
    c = (((c << 17) | (c >>> 15)) + d) | 0;
    b = (b + ((c & d) | (~c & a)) + (words[at + step + 3] as number) + (SINES[step + 3] as number)) | 0;
    b = (((b << 22) | (b >>> 10)) + c) | 0;
  }
  for (let step = 16; step < 32; step += 4) {
    a =
      (a + ((b & d) | (c & ~d)) + (words[at + ((5 * step + 1) & 15)] as number) + (SINES[step] as number)) |
      0;
    a = (((a << 5) | (a >>> 27)) + b) | 0;
    d =
      (d +
        ((a & c) | (b & ~c)) +
        (words[at + ((5 * step + 6) & 15)] as number) +
        (SINES[step + 1] as number)) |
      0;
    d = (((d << 9) | (d >>> 23)) + a) | 0;
    c =
      (c +
        ((d & b) | (a & ~b)) +
        (words[at + ((5 * step + 11) & 15)] as number) +
        (SINES[step + 2] as number)) |
      0;
    c = (((c << 14) | (c >>> 18)) + d) | 0;
    b =
      (b + ((c & a) | (d & ~a)) + (words[at + ((5 * step) & 15)] as number) + (SINES[step + 3] as number)) |
      0;
    b = (((b << 20) | (b >>> 12)) + c) | 0;
  }
  for (let step = 32; step < 48; step += 4) {
    a = (a + (b ^ c ^ d) + (words[at + ((3 * step + 5) & 15)] as number) + (SINES[step] as number)) | 0;
    a = (((a << 4) | (a >>> 28)) + b) | 0;
    d = (d + (a ^ b ^ c) + (words[at + ((3 * step + 8) & 15)] as number) + (SINES[step + 1] as number)) | 0;
    d = (((d << 11) | (d >>> 21)) + a) | 0;
    c = (c + (d ^ a ^ b) + (words[at + ((3 * step + 11) & 15)] as number) + (SINES[step + 2] as number)) | 0;
    c = (((c << 16) | (c >>> 16)) + d) | 0;
    b = (b + (c ^ d ^ a) + (words[at + ((3 * step + 14) & 15)] as number) + (SINES[step + 3] as number)) | 0;
    b = (((b << 23) | (b >>> 9)) + c) | 0;
  }
  for (let step = 48; step < 64; step += 4) {
    a = (a + (c ^ (b | ~d)) + (words[at + ((7 * step) & 15)] as number) + (SINES[step] as number)) | 0;
    a = (((a << 6) | (a >>> 26)) + b) | 0;
    d =
      (d + (b ^ (a | ~c)) + (words[at + ((7 * step + 7) & 15)] as number) + (SINES[step + 1] as number)) | 0;
    d = (((d << 10) | (d >>> 22)) + a) | 0;
    c =
      (c + (a ^ (d | ~b)) + (words[at + ((7 * step + 14) & 15)] as number) + (SINES[step + 2] as number)) | 0;
    c = (((c << 15) | (c >>> 17)) + d) | 0;
    b =
      (b + (d ^ (c | ~a)) + (words[at + ((7 * step + 5) & 15)] as number) + (SINES[step + 3] as number)) | 0;
    b = (((b << 21) | (b >>> 11)) + c) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
}

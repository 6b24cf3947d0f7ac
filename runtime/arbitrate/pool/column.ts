/** One number for each candidate, close together; what was never set is 0. */
export interface Column<Numbers extends Uint32Array | Float64Array> {
  set(index: number, value: number): void;
  at(index: number): number;
  /** Whether all numbers are 0; then they take no room. */
  readonly isBlank: boolean;
  /** The numbers of the first so many candidates; nothing may be set any more. */
  close(count: number): Numbers;
}

/** Numbers that a column begins with. */
const FIRST = 1024;

/** Grown by a third at a time: little stands empty, and what is copied stays below four times the whole. */
const GROWTH = 4 / 3;

export function column(): Column<Uint32Array<ArrayBuffer>> {
  return growing(Uint32Array);
}

export function exactColumn(): Column<Float64Array<ArrayBuffer>> {
  return growing(Float64Array);
}

function growing<Numbers extends Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(type: {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): Numbers;
}): Column<Numbers> {
  let numbers = new type(new ArrayBuffer(0));
  const resize = (length: number): void => {
    numbers = new type(numbers.buffer.transfer(length * type.BYTES_PER_ELEMENT));
  };
  return {
    set(index, value) {
      if (index >= numbers.length) {
        if (value === 0) return;
        resize(Math.ceil(Math.max(FIRST, index * GROWTH)));
      }
      numbers[index] = value;
    },
    at: (index) => numbers[index] ?? 0,
    get isBlank() {
      return numbers.length === 0;
    },
    close(count) {
      resize(count);
      return numbers;
    },
  };
}

/** Rows as they come, some at a time, so that many never lie in memory at once. Read once. */
export type RowBatches<Row> = AsyncIterable<readonly Row[]>;

/** Rows handed over at once. */
export const ROWS_PER_BATCH = 10_000;

/** Rows that can be had at once, or one after the other, in batches. */
export async function* batchesOf<Row>(rows: Iterable<Row>): RowBatches<Row> {
  yield* lists(rows);
}

/** Rows as they come, in lists of some. */
export function* lists<Row>(rows: Iterable<Row>): Iterable<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_PER_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The same rows, each changed. */
export async function* mapBatches<From, To>(
  batches: RowBatches<From>,
  change: (row: From) => To,
): RowBatches<To> {
  for await (const batch of batches) yield batch.map(change);
}

/** Puts further rows among rows that are in order, both by the same order. */
export async function* mergeBatches<Row>(
  batches: RowBatches<Row>,
  others: readonly Row[],
  order: (a: Row, b: Row) => number,
): RowBatches<Row> {
  let next = 0;
  for await (const batch of batches) {
    const last = batch.at(-1);
    const from = next;
    while (last !== undefined && next < others.length && order(others[next] as Row, last) < 0) next += 1;
    yield from === next ? batch : [...batch, ...others.slice(from, next)].sort(order);
  }
  if (next < others.length) yield others.slice(next);
}

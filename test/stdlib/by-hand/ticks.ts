/** A tick and the one before it, as local times: `2026-03-08 06:00:00`. */
export interface Span {
  readonly tick: string;
  readonly previous: string;
}

/** Ticks at six in the morning of days, each after one of the same hour on the day that stands before it. */
export function spansOf(days: readonly (readonly [previous: string, tick: string])[]): readonly Span[] {
  return days.map(([previous, tick]) => ({ tick: `${tick} 06:00:00`, previous: `${previous} 06:00:00` }));
}

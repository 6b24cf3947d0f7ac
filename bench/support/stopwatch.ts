/** How long something took. */
export interface Lap {
  readonly seconds: number;
  /** Seconds of processor time: what it would take if nothing else ran. */
  readonly processor: number;
  /** `3.21 s (2.90 s of processor time), 311,526 a second` */
  text(count: number): string;
}

export function stopwatch(): { readonly read: () => Lap } {
  const began = performance.now();
  const processor = process.cpuUsage();
  return {
    read() {
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(processor);
      const used = (user + system) / 1e6;
      return {
        seconds,
        processor: used,
        text: (count) =>
          `${seconds.toFixed(2)} s (${used.toFixed(2)} s of processor time), ` +
          `${Math.round(count / seconds).toLocaleString("en")} a second`,
      };
    },
  };
}

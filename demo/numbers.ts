/** A number of customers as people write it: 500, 20k, 1m. */
export function numberOfCustomers(text: string): number | undefined {
  const [, digits, size] = /^(\d+)([km]?)$/i.exec(text) ?? [];
  const times = { "": 1, k: 1_000, m: 1_000_000 }[(size ?? "").toLowerCase()];
  return digits === undefined || times === undefined
    ? undefined
    : wholeNumber(`${Number(digits) * times}`, 1, 50_000_000);
}

/** A whole number within bounds, both among them; undefined where the text is none. */
export function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

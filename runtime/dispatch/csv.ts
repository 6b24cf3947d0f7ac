/** A line of RFC 4180 CSV, its end included. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What spreadsheets take for the start of a formula; the last four are wide forms that some take as well. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;

function csvCell(text: string): string {
  const harmless = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

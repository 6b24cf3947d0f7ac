/** A line of RFC 4180 CSV, its end included. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** What spreadsheets take for the start of a formula; the last four are wide forms that some take as well. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A number or a telephone number: a spreadsheet makes nothing else of it, and gateways need it as it is. */
const NUMBER = /^[+-]?[0-9][0-9 .()-]*$/;

function csvCell(text: string): string {
  const harmless = FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

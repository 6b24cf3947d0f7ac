import type { CampaignResults, ResultsReport } from "./results.ts";
import { localText } from "./shown.ts";
import { campaignTables, overviewTable, type ReportTable, sharedTables } from "./tables.ts";

/** A report for readers of a terminal. */
export function resultsText(report: ResultsReport): string {
  const { project, period, currency, campaigns } = report;
  const overview = campaigns.length > 1 ? [tableText(overviewTable(report))] : [];
  return [
    `${project}, ${period.from} .. ${period.to}, amounts in ${currency}`,
    ...overview,
    ...campaigns.flatMap((campaign) => [
      headingOf(campaign, report.timezone),
      ...campaignTables(campaign, report).map(tableText),
    ]),
    ...(campaigns.length > 1 ? ["all campaigns together"] : []),
    ...sharedTables(report).map(tableText),
  ]
    .join("\n\n")
    .concat("\n");
}

function headingOf({ campaign, label, owner, status, ticks }: CampaignResults, zone: string): string {
  const name = label === null ? campaign : `${campaign}  ${label}`;
  const state = status === "active" ? "" : status === "gone" ? ", no longer in the project" : `, ${status}`;
  const runs = ticks.completed === 1 ? "1 tick" : `${ticks.completed} ticks`;
  const span =
    ticks.completed === 1
      ? localText(ticks.first, zone)
      : `${localText(ticks.first, zone)} .. ${localText(ticks.last, zone)}`;
  return `${name}  (${owner}${state})\n${runs}, ${span}`;
}

/** The first column to the left, the figures to the right. */
function tableText({ title, columns, rows, notes }: ReportTable): string {
  const [nameColumn = "", ...figures] = columns;
  const lines = rows.map(({ name, depth, cells }) => [
    `${"  ".repeat(depth)}${name}`,
    ...cells.map((cell) => cell.text),
  ]);
  const all = [[nameColumn, ...figures], ...lines];
  const widths = columns.map((_, index) => Math.max(...all.map((cells) => widthOf(cells[index] ?? ""))));
  const shown = all.map((cells) =>
    cells
      .map((cell, index) => {
        const space = " ".repeat((widths[index] ?? 0) - widthOf(cell));
        return index === 0 ? `${cell}${space}` : `${space}${cell}`;
      })
      .join("  ")
      .trimEnd(),
  );
  return [`  ${title}`, ...shown.map((line) => `    ${line}`), ...notes.map((note) => `    ${note}`)].join(
    "\n",
  );
}

/** Code points: what stands in most columns of a terminal. */
function widthOf(cell: string): number {
  return [...cell].length;
}

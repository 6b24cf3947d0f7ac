import { csvLine } from "../../dispatch/csv.ts";
import type { ResultsReport } from "./results.ts";
import { campaignTables, type ReportTable, sharedTables } from "./tables.ts";

/** A report for spreadsheets: a line for each figure, with the campaign, table, row and column that it stands in. */
export function resultsCsv(report: ResultsReport): string {
  return [
    csvLine(["campaign", "table", "row", "column", "value"]),
    ...report.campaigns.flatMap((campaign) =>
      campaignTables(campaign, report).flatMap((table) => linesOf(campaign.campaign, table)),
    ),
    ...sharedTables(report).flatMap((table) => linesOf("", table)),
  ].join("");
}

function linesOf(campaign: string, { key, about, columns, rows }: ReportTable): readonly string[] {
  const path: string[] = [];
  const table = about === undefined ? key : `${key} ${about}`;
  return rows.flatMap(({ name, depth, cells }) => {
    path.splice(depth, path.length, name);
    const place = path.join(" / ");
    return cells.flatMap((cell, index) =>
      cell.raw === "" ? [] : [csvLine([campaign, table, place, columns[index + 1] ?? "", cell.raw])],
    );
  });
}

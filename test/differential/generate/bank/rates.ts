import type { CaseRow } from "../../case.ts";
import { daysAfter } from "../dates.ts";
import { date, number, text } from "./cells.ts";
import type { Making } from "./making.ts";

/** Rates of some days. */
export function makeRates({ choices, stage: { today }, relations }: Making): void {
  const rows: CaseRow[] = [];
  for (const [ccy, rates] of [
    ["USD", ["0.8", "0.75", "0.33333333"]],
    ["JPY", ["0.0051", "0.005", "0.0049999950"]],
  ] as const) {
    for (const offset of [-400, -30, -2, -1, 0, 1]) {
      if (choices.chance(35)) continue;
      rows.push({
        cells: { day: date(daysAfter(today, offset)), ccy: text(ccy), rate: number(choices.pick(rates)) },
        run: 0,
      });
    }
  }
  relations["rates"] = { columns: { day: "date", ccy: "text", rate: "decimal(18,10)" }, rows };
}

import type { Stored } from "../../../../oracle/index.ts";
import type { Choices } from "../choices.ts";
import { daysAfter, instantOf, isShown, type Stage } from "../dates.ts";
import { date, type StoredColumn, text } from "./cells.ts";

/** Local times about a day, those first that are chosen most. */
export function timesAbout({ today, timezone }: Stage): readonly string[] {
  return [0, 0, -1, 0, -1, -2, -3, -7, -30, -31, -14, -45, -75, 1, -365]
    .flatMap((offset) =>
      // Ticks are at six, noon and midnight: what lies at edges of spans is at the same times of day.
      [
        "06:00:00",
        "00:00:00",
        "06:00:00",
        "01:30:00",
        "12:00:00",
        "23:59:59.999999",
        "02:30:00",
        "09:00:00",
      ].map((time) => `${daysAfter(today, offset)} ${time}`),
    )
    .filter((time) => isShown(time, timezone));
}

/** How dates are stored. */
export function storedDate(today: string, choices: Choices): StoredColumn {
  const near = [0, 1, -1, 5, 7, -7, 3, -30, 30];
  const far = [
    "2000-02-29",
    "1990-12-31",
    "2020-02-29",
    "2016-02-29",
    `${Number(today.slice(0, 4)) - 1}-08-31`,
    `${Number(today.slice(0, 4)) - 1}-10-31`,
    `2019${today.slice(4)}`.replace("02-29", "02-28"),
  ];
  const values = [...near.map((offset) => date(daysAfter(today, offset))), ...far.map(date)];
  if (choices.chance(25)) {
    return {
      column: {
        type: "text",
        values: [...values.map((one) => text(dateText(one).replaceAll("-", ""))), text("20260230"), text("")],
      },
      yaml: { format: "yyyyMMdd" },
    };
  }
  return { column: { type: "date", values }, yaml: {} };
}

/** How instants are stored; those of events not as text, which is a form of their own. */
export function storedInstant(
  stage: Stage,
  times: readonly string[],
  forEvents: boolean,
  choices: Choices,
): StoredColumn {
  const form = choices.below(4);
  if (form === 1) {
    const zone = choices.pick([stage.timezone, "America/New_York", "UTC"]);
    return {
      column: {
        type: "local-time",
        values: times.filter((time) => isShown(time, zone)).map((time) => ({ kind: "local-time", time })),
      },
      yaml: { zone },
    };
  }
  if (form === 2 && !forEvents) {
    return {
      column: {
        type: "text",
        values: [...times.map((time) => text(time.slice(0, 19).replace(/\D/g, ""))), text("x")],
      },
      yaml: { format: "yyyyMMddHHmmss" },
    };
  }
  return {
    column: {
      type: "instant",
      values: times.map((time) => ({ kind: "instant", instant: instantOf(time, stage.timezone) })),
    },
    yaml: {},
  };
}

function dateText(stored: Stored): string {
  return stored?.kind === "date" ? stored.date : "";
}

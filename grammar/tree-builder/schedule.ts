import type { CstNode } from "chevrotain";
import type { Token } from "../scan/token.ts";
import type { ScheduleTree, TimeRangeTree, TimeTree } from "../tree.ts";
import {
  type Building,
  nodesOf,
  oneNode,
  oneToken,
  optionalNode,
  optionalToken,
  spanOf,
} from "./building.ts";
import { buildCount, buildDate, buildDuration, buildName, buildText, buildTime } from "./literals.ts";
import { firstTokenOf, lastTokenOf } from "./row.ts";

/** The tree of a trigger's schedule. */
export function buildSchedule(building: Building, node: CstNode): ScheduleTree {
  const first = firstTokenOf(node);
  const span = spanOf(building, first, lastTokenOf(node));
  switch (first.image) {
    case "daily":
      return { kind: "daily", at: clock(building, node), span };
    case "business":
      return { kind: "business-days", at: clock(building, node), span };
    case "weekly": {
      const days = nodesOf(node, "name").map((day) => buildName(building, day));
      return { kind: "weekly", days, at: clock(building, node), span };
    }
    case "monthly": {
      const number = optionalToken(node, "Number");
      const day = number === undefined ? "last" : buildCount(building, number, 1);
      return { kind: "monthly", day, at: clock(building, node), span };
    }
    case "every":
      return { kind: "every", interval: buildDuration(building, oneNode(node, "duration")), span };
    case "once": {
      const at = buildTime(building, oneToken(node, "Time"));
      return { kind: "once", date: buildDate(building, oneToken(node, "Date")), at, span };
    }
    case "cron":
      return { kind: "cron", expression: buildText(building, oneToken(node, "Text")), span };
    default:
      throw new Error(`a \`schedule\` was read that begins with \`${first.image}\``);
  }
}

function clock(building: Building, node: CstNode): TimeTree {
  const clockNode = optionalNode(node, "clock");
  if (clockNode === undefined) throw new Error("a `schedule` was read without its time");
  return buildTime(building, oneToken(clockNode, "Time"));
}

/** `09:00 .. 20:00`; undefined where no two times are given. */
export function buildTimeRange(building: Building, times: readonly Token[]): TimeRangeTree | undefined {
  const [from, to] = times;
  if (from === undefined || to === undefined) return undefined;
  return {
    from: buildTime(building, from),
    to: buildTime(building, to, true),
    span: spanOf(building, from, to),
  };
}

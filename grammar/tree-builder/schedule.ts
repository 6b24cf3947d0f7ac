import type { CstNode } from "chevrotain";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
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

/** The tree of a trigger's schedule. */
export function buildSchedule(building: Building, node: CstNode): ScheduleTree {
  const first = keywords.map((keyword) => optionalToken(node, keyword)).find((token) => token !== undefined);
  switch (first?.image) {
    case "daily": {
      const at = clock(building, node);
      return { kind: "daily", at, span: from(first, at) };
    }
    case "business": {
      const at = clock(building, node);
      return { kind: "business-days", at, span: from(first, at) };
    }
    case "weekly": {
      const days = nodesOf(node, "name").map((day) => buildName(building, day));
      const at = clock(building, node);
      return { kind: "weekly", days, at, span: from(first, at) };
    }
    case "monthly": {
      const number = optionalToken(node, "Number");
      const day = number === undefined ? "last" : buildCount(building, number, 1);
      const at = clock(building, node);
      return { kind: "monthly", day, at, span: from(first, at) };
    }
    case "every": {
      const interval = buildDuration(building, oneNode(node, "duration"));
      return { kind: "every", interval, span: from(first, interval) };
    }
    case "once": {
      const at = buildTime(building, oneToken(node, "Time"));
      return { kind: "once", date: buildDate(building, oneToken(node, "Date")), at, span: from(first, at) };
    }
    case "cron": {
      const expression = buildText(building, oneToken(node, "Text"));
      return { kind: "cron", expression, span: from(first, expression) };
    }
    default:
      throw new Error("a `schedule` was read without its keyword");
  }
}

const keywords = ["daily", "business", "weekly", "monthly", "every", "once", "cron"] as const;

function from(first: Token, last: { readonly span: Span }): Span {
  return { ...last.span, start: first.startOffset };
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

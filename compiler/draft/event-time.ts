import type { SurveyedColumn, SurveyedTable } from "../../plan/index.ts";
import { plainName, words } from "./words.ts";

/** The column that says when something happened. */
export interface EventTime {
  readonly column: string;
  readonly content: SurveyedColumn["content"];
  /** Whether the column by itself makes its table one of events. */
  readonly certain: boolean;
  /** Whether the time is written as text. */
  readonly text: boolean;
  readonly doubts: readonly string[];
}

/** The column that most likely says when what a row tells of happened; undefined where none seems to. */
export function eventTime({ columns }: SurveyedTable): EventTime | undefined {
  const ranked = columns
    .flatMap((column) => {
      const rank = rankOf(column);
      return rank === undefined ? [] : [{ column, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const { name, content } = best.column;
  const others = ranked
    .slice(1)
    .filter(({ rank, column }) => rank < RANK.written && column.content !== "text");
  const doubts = [
    ...(others.length === 0
      ? []
      : [
          `did it happen at \`${name}\`, or at ${others.map(({ column }) => `\`${column.name}\``).join(" or ")}?`,
        ]),
    ...(best.rank === RANK.written
      ? [`\`${name}\` may only say when the row was written, not when it happened`]
      : []),
  ];
  return { column: name, content, certain: best.rank <= RANK.moment, text: content === "text", doubts };
}

/** Least is best. */
const RANK = { named: 1, plain: 2, day: 3, moment: 4, plainDay: 5, written: 6, text: 7 } as const;

function rankOf({ name, content }: SurveyedColumn): number | undefined {
  const plain = plainName(name);
  if (content === "text") {
    const says = words.happened.test(plain) || words.plainTime.test(plain);
    return says && (words.date.test(plain) || /time|时间/u.test(plain)) ? RANK.text : undefined;
  }
  const isMoment = content === "instant" || content === "local-time";
  if (!isMoment && content !== "date") return undefined;
  if (
    /(?:^|_)(?:update|updated|modified|changed|load|loaded|etl|sync|synced|dw|batch)(?:_|$)|更新|修改|加载/u.test(
      plain,
    )
  ) {
    return undefined;
  }
  if (words.lasts.test(plain)) return undefined;
  if (words.written.test(plain)) return RANK.written;
  if (words.happened.test(plain)) return isMoment ? RANK.named : RANK.day;
  if (words.plainTime.test(plain)) return isMoment ? RANK.plain : RANK.plainDay;
  return isMoment ? RANK.moment : undefined;
}

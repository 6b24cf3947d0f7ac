import {
  DateLiteral,
  Identifier,
  punctuation as mark,
  NumberLiteral,
  Period,
  Unit,
  word,
} from "../scan/token.ts";
import type { WindowTree } from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { dateTree } from "../tree-builder/literals.ts";
import { currentPeriod, previousPeriods, timeAgo } from "../tree-builder/window.ts";
import { BaseParser, type Rule } from "./base-parser.ts";
import { oneOf } from "./expectation.ts";

/** The windows of time over which aggregates look. */
export class WindowParser extends BaseParser {
  protected beginsWindow(): boolean {
    if (this.is(1, word.last)) return this.is(2, NumberLiteral);
    if (this.is(1, word.this)) return this.is(2, Period);
    if (this.is(1, word.previous)) return this.is(2, Unit) || this.is(2, NumberLiteral);
    if (this.is(1, NumberLiteral)) return this.is(2, mark[".."]);
    if (this.is(1, word.since)) return this.is(2, DateLiteral);
    const whole = this.is(1, word.today) || this.is(1, word.yesterday) || this.is(1, word.ever);
    return whole && this.is(2, mark[")"]);
  }

  /** Gives undefined where a window's form was reported. */
  readonly window: Rule<WindowTree | undefined> = this.RULE("window", () => this.OR(this.windows));

  private readonly windows = oneOf<WindowTree | undefined>("expected-window", [
    { ALT: () => this.lastDuration() },
    { ALT: () => this.timeAgo() },
    { ALT: () => this.durationBeforeEvent() },
    { ALT: () => this.wholeDay("today") },
    { ALT: () => this.wholeDay("yesterday") },
    { ALT: () => this.currentPeriod() },
    { ALT: () => this.previousPeriods() },
    { ALT: () => this.sinceDate() },
    { ALT: () => this.ever() },
    { GATE: () => this.LA(1).image === "that", ALT: () => this.thatPeriod(), IGNORE_AMBIGUITIES: true },
  ]);

  private lastDuration(): WindowTree {
    const first = this.take(word.last);
    const duration = this.SUBRULE(this.duration);
    return this.ACTION(() => {
      return { kind: "last", duration, span: { ...duration.span, start: first.startOffset } };
    });
  }

  private timeAgo(): WindowTree | undefined {
    const from = this.take(NumberLiteral);
    this.CONSUME(mark[".."]);
    const to = this.take(NumberLiteral, 1);
    const unit = this.take(Unit);
    const last = this.take(word.ago);
    return this.ACTION(() => timeAgo(this.building, from, to, unit, last));
  }

  private durationBeforeEvent(): WindowTree {
    const duration = this.SUBRULE1(this.duration);
    this.CONSUME(word.before);
    const last = this.take(word.event);
    return this.ACTION(() => {
      return { kind: "before-event", duration, span: { ...duration.span, end: last.endOffset + 1 } };
    });
  }

  private wholeDay(kind: "today" | "yesterday"): WindowTree {
    const token = this.take(word[kind]);
    return this.ACTION(() => ({ kind, span: spanOf(this.building, token) }));
  }

  private currentPeriod(): WindowTree | undefined {
    const first = this.take(word.this);
    const unit = this.take(Period);
    return this.ACTION(() => currentPeriod(this.building, first, unit));
  }

  private previousPeriods(): WindowTree | undefined {
    const first = this.take(word.previous);
    const count = this.takeIf(NumberLiteral, 2);
    const unit = this.take(Unit, 1);
    return this.ACTION(() => previousPeriods(this.building, first, count, unit));
  }

  private sinceDate(): WindowTree {
    const since = this.take(word.since);
    const date = this.take(DateLiteral);
    return this.ACTION(() => {
      return { kind: "since", date: dateTree(this.building, date), span: spanOf(this.building, since, date) };
    });
  }

  private ever(): WindowTree {
    const ever = this.take(word.ever);
    const event = this.OPTION1(() => {
      this.CONSUME1(word.before);
      return this.take(word.event, 1);
    });
    return this.ACTION(() =>
      event === undefined
        ? { kind: "ever", span: spanOf(this.building, ever) }
        : { kind: "before-event", duration: undefined, span: spanOf(this.building, ever, event) },
    );
  }

  /** `that period`, inside `in each of`. */
  private thatPeriod(): WindowTree {
    const that = this.take(Identifier);
    const period = this.take(word.period);
    return this.ACTION(() => ({ kind: "that-period", span: spanOf(this.building, that, period) }));
  }
}

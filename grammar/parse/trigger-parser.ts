import type { IOrAlt } from "chevrotain";
import { DateLiteral, NumberLiteral, TextLiteral, TimeLiteral, type Token, word } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { CountTree, FiringTree, ScheduleTree, TimeTree } from "../tree.ts";
import { countTree, dateTree, textTree, timeTree } from "../tree-builder/literals.ts";
import type { Rule } from "./base-parser.ts";
import { oneOf } from "./expectation.ts";
import { FiringParser } from "./firing-parser.ts";

/** What a trigger holds; a firing without a schedule is a later version's. */
export interface TriggerParts {
  readonly schedule: ScheduleTree | undefined;
  readonly firing: FiringTree | undefined;
}

/** When a campaign runs, and what fires it. */
export class TriggerParser extends FiringParser {
  readonly trigger: Rule<TriggerParts> = this.RULE("trigger", () => this.OR(this.triggers));

  private readonly triggers = oneOf<TriggerParts>("expected-schedule", [
    {
      ALT: () => {
        const schedule = this.SUBRULE(this.schedule);
        const firing = this.OPTION(() => this.SUBRULE(this.firingOfTrigger));
        return { schedule, firing };
      },
    },
    { ALT: () => ({ schedule: undefined, firing: this.SUBRULE1(this.firingOfTrigger) }) },
  ]);

  readonly firingOfTrigger: Rule<FiringTree> = this.RULE("firingOfTrigger", () =>
    this.OR(this.firingsOfTrigger),
  );

  private readonly firingsOfTrigger: IOrAlt<FiringTree>[] = [
    {
      ALT: () => {
        const when = this.take(word.when);
        const predicate = this.SUBRULE(this.expression);
        return { kind: "when", predicate, span: { ...predicate.span, start: when.startOffset } };
      },
    },
    {
      ALT: () => {
        const on = this.take(word.on);
        const firing = this.SUBRULE(this.firing);
        return { ...firing, span: { ...firing.span, start: on.startOffset } };
      },
    },
  ];

  readonly schedule: Rule<ScheduleTree> = this.RULE("schedule", () => this.OR(this.schedules));

  private readonly schedules = oneOf<ScheduleTree>("expected-schedule", [
    {
      ALT: () => {
        const first = this.take(word.daily);
        const at = this.clock(0);
        return { kind: "daily", at, span: from(first, at) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.business);
        this.CONSUME(word.days);
        const at = this.clock(1);
        return { kind: "business-days", at, span: from(first, at) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.weekly);
        this.CONSUME(word.on);
        const days = this.SUBRULE(this.names);
        const at = this.clock(2);
        return { kind: "weekly", days, at, span: from(first, at) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.monthly);
        this.CONSUME1(word.on);
        const day = this.dayOfMonth();
        const at = this.clock(3);
        return { kind: "monthly", day, at, span: from(first, at) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.every);
        const interval = this.SUBRULE(this.duration);
        return { kind: "every", interval, span: from(first, interval) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.once);
        this.CONSUME(word.at);
        const date = dateTree(this.building, this.take(DateLiteral));
        const at = timeTree(this.building, this.take(TimeLiteral, 4));
        return { kind: "once", date, at, span: from(first, at) };
      },
    },
    {
      ALT: () => {
        const first = this.take(word.cron);
        const expression = textTree(this.building, this.take(TextLiteral));
        return { kind: "cron", expression, span: from(first, expression) };
      },
    },
  ]);

  private clock(occurrence: number): TimeTree {
    this.take(word.at, occurrence + 1);
    return timeTree(this.building, this.take(TimeLiteral, occurrence));
  }

  private dayOfMonth(): CountTree | "last" {
    return this.OR1(
      oneOf<CountTree | "last">("expected-number", [
        {
          ALT: () => {
            const day = this.take(NumberLiteral);
            return this.ACTION(() => countTree(this.building, day, 1));
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.last);
            this.CONSUME(word.day);
            return "last";
          },
        },
      ]),
    );
  }
}

function from(first: Token, last: { readonly span: Span }): Span {
  return { ...last.span, start: first.startOffset };
}

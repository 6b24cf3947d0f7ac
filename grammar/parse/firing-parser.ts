import { EOF, type IOrAlt } from "chevrotain";
import { Identifier, punctuation as mark, type Token, word } from "../scan/token.ts";
import { type Span, spanBetween } from "../span.ts";
import type {
  DateFiringTree,
  EventFiringTree,
  EventTree,
  ExpressionTree,
  FiringTree,
  NameTree,
  PatternTree,
  ReachesTree,
  UnknownTree,
} from "../tree.ts";
import type { Rule } from "./base-parser.ts";
import { oneOf } from "./expectation.ts";
import { ExpressionParser } from "./expression-parser.ts";

type MoveTree = Extract<FiringTree, { readonly kind: "enter" | "leave" }>;
type ChangeTree = Extract<FiringTree, { readonly kind: "change" }>;
type Step = PatternTree["steps"][number];

/** What happens to customers: events, chains of them, sums that are reached, days, and what they come into or leave. */
export class FiringParser extends ExpressionParser {
  /** What stands behind `on`, and behind an event declaration's `=`. */
  readonly firing: Rule<Exclude<FiringTree, { readonly kind: "when" }>> = this.RULE("firing", () =>
    this.OR(this.firings),
  );

  private readonly reachingFirst: IOrAlt<EventTree["firing"]> = {
    GATE: () => this.beginsReaching(),
    ALT: () => this.SUBRULE(this.reaching),
    IGNORE_AMBIGUITIES: true,
  };

  /** A day is told from an event by what stands behind its name: the chain, which takes any name, comes last. */
  private readonly daysAndChains: readonly IOrAlt<EventTree["firing"]>[] = [
    {
      GATE: () => this.beginsReturningDay(),
      ALT: () => this.SUBRULE(this.returningDay),
      IGNORE_AMBIGUITIES: true,
    },
    { ALT: () => this.SUBRULE(this.shiftedDay) },
    { ALT: () => this.SUBRULE(this.chain), IGNORE_AMBIGUITIES: true },
  ];

  /** Their first words may be names as well, so that two are looked at. */
  private readonly firings = oneOf<Exclude<FiringTree, { readonly kind: "when" }>>("expected-firing", [
    this.reachingFirst,
    { GATE: () => this.beginsMove(), ALT: () => this.SUBRULE(this.move), IGNORE_AMBIGUITIES: true },
    {
      GATE: () => this.is(1, word.change) && this.is(2, word.of),
      ALT: () => this.SUBRULE(this.changeOfTag),
      IGNORE_AMBIGUITIES: true,
    },
    ...this.daysAndChains,
  ]);

  /** Of firings, those that happen at a time: what an event can be declared as. */
  readonly occurrence: Rule<EventTree["firing"]> = this.RULE("occurrence", () => this.OR(this.occurrences));

  private readonly occurrences = oneOf<EventTree["firing"]>("expected-firing", [
    this.reachingFirst,
    ...this.daysAndChains,
  ]);

  private beginsReaching(): boolean {
    return (this.is(1, word.count) || this.is(1, word.sum)) && this.is(2, mark["("]);
  }

  private beginsReturningDay(): boolean {
    return (this.is(1, word.day) || this.is(1, word.anniversary)) && this.is(2, word.of);
  }

  /** An event can be called `enter` too, and a segment `where`: what ends behind that word has named a segment. */
  private beginsMove(): boolean {
    if (!this.is(1, word.enter) && !this.is(1, word.leave)) return false;
    if (!this.is(2, Identifier)) return false;
    const goesOn = this.is(2, word.as) || this.is(2, word.where) || this.is(2, word.followed);
    return !goesOn || this.LA(3).tokenType === EOF || this.is(3, mark["."]);
  }

  /** `E [as x] [where P]`. */
  readonly oneEvent: Rule<EventFiringTree> = this.RULE("oneEvent", (): EventFiringTree => {
    const event = this.SUBRULE(this.name);
    const alias = this.OPTION({
      GATE: () => !this.is(2, word.of),
      DEF: () => {
        this.CONSUME(word.as);
        return this.SUBRULE1(this.name);
      },
    });
    const where = this.OPTION1(() => {
      this.CONSUME(word.where);
      return this.SUBRULE(this.expression);
    });
    return this.ACTION(() => {
      const span = spanBetween(event.span, (where ?? alias ?? event).span);
      return { kind: "on-event", event, alias, where, span };
    });
  });

  /** An event, or a chain: `A … followed by B … within 3 days …`. */
  readonly chain: Rule<EventFiringTree | PatternTree> = this.RULE("chain", () => {
    const steps: Step[] = [];
    const first = this.SUBRULE(this.oneEvent);
    this.MANY(() => steps.push(this.SUBRULE(this.step)));
    return this.ACTION((): EventFiringTree | PatternTree => {
      const last = steps.at(-1);
      if (last === undefined) return first;
      return { kind: "pattern", first, steps, span: spanBetween(first.span, last.span) };
    });
  });

  readonly step: Rule<Step> = this.RULE("step", () => {
    const start = this.LA(1).startOffset;
    const absent = this.OPTION(() => this.take(word.not)) !== undefined;
    this.CONSUME(word.followed);
    this.CONSUME(word.by);
    const event = this.SUBRULE(this.oneEvent);
    this.CONSUME(word.within);
    const within = this.SUBRULE(this.duration);
    return this.ACTION(() => ({ absent, event, within, span: { ...within.span, start } }));
  });

  /** `count(E [where P]) reaches 3 within 1 day`. */
  readonly reaching: Rule<ReachesTree> = this.RULE("reaching", (): ReachesTree => {
    const first = this.OR([{ ALT: () => this.take(word.count) }, { ALT: () => this.take(word.sum) }]);
    this.CONSUME(mark["("]);
    const subject = this.SUBRULE(this.expression);
    const where = this.OPTION(() => {
      this.CONSUME(word.where);
      return this.SUBRULE1(this.expression);
    });
    this.CONSUME(mark[")"]);
    this.CONSUME(word.reaches);
    const figure = this.SUBRULE2(this.expression);
    this.CONSUME(word.within);
    const within = this.SUBRULE(this.duration);
    return this.ACTION(() => {
      const of = first.tokenType === word.count ? "count" : "sum";
      const span = startingAt(first, within.span);
      return { kind: "reaches", function: of, subject, where, figure, within, span };
    });
  });

  /** `enter SEGMENT`, `leave SEGMENT`. */
  readonly move: Rule<MoveTree> = this.RULE("move", () => {
    const first = this.OR([{ ALT: () => this.take(word.enter) }, { ALT: () => this.take(word.leave) }]);
    const segment = this.SUBRULE(this.name);
    return this.ACTION((): MoveTree => {
      const kind = first.tokenType === word.enter ? "enter" : "leave";
      return { kind, segment, span: startingAt(first, segment.span) };
    });
  });

  /** `change of TAG [from V] [to W]`. */
  readonly changeOfTag: Rule<ChangeTree> = this.RULE("changeOfTag", () => {
    const first = this.take(word.change);
    this.CONSUME(word.of);
    const tag = this.SUBRULE(this.name);
    const from = this.OPTION(() => {
      this.CONSUME(word.from);
      return this.SUBRULE(this.expression);
    });
    const to = this.OPTION1(() => {
      this.CONSUME(word.to);
      return this.SUBRULE1(this.expression);
    });
    return this.ACTION((): ChangeTree => {
      const span = startingAt(first, (to ?? from ?? tag).span);
      return { kind: "change", tag, from: from && orUnknown(from), to: to && orUnknown(to), span };
    });
  });

  /** `day of X [where P]`, `anniversary of X [where P]`. */
  readonly returningDay: Rule<DateFiringTree> = this.RULE("returningDay", () => {
    const first = this.OR([{ ALT: () => this.take(word.day) }, { ALT: () => this.take(word.anniversary) }]);
    this.CONSUME(word.of);
    const of = this.SUBRULE(this.name);
    const where = this.OPTION(this.condition);
    return this.ACTION(() => {
      const anniversary = first.tokenType === word.anniversary;
      return dayOf(of, undefined, anniversary, where, first.startOffset);
    });
  });

  /** `7 days before X`, `5 business days after anniversary of X`. */
  readonly shiftedDay: Rule<DateFiringTree> = this.RULE("shiftedDay", () => {
    const duration = this.SUBRULE(this.duration);
    const direction = this.OR(
      oneOf<Token>("expected-before-or-after", [
        { ALT: () => this.take(word.before) },
        { ALT: () => this.take(word.after) },
      ]),
    );
    const anniversary = this.OPTION1({
      GATE: () => this.is(2, word.of),
      DEF: () => {
        this.CONSUME(word.anniversary);
        return this.take(word.of);
      },
    });
    const of = this.SUBRULE(this.name);
    const where = this.OPTION(this.condition);
    return this.ACTION(() => {
      const offset = {
        duration,
        direction: direction.tokenType === word.before ? ("before" as const) : ("after" as const),
      };
      return dayOf(of, offset, anniversary !== undefined, where, duration.span.start);
    });
  });

  private readonly condition = (): ExpressionTree => {
    this.CONSUME(word.where);
    return this.SUBRULE(this.expression);
  };
}

function dayOf(
  of: NameTree,
  offset: DateFiringTree["offset"],
  anniversary: boolean,
  where: ExpressionTree | undefined,
  start: number,
): DateFiringTree {
  return { kind: "date", of, offset, anniversary, where, span: { ...(where ?? of).span, start } };
}

/** `unknown` as a value: it is a word of the language only where a value is asked for. */
function orUnknown(tree: ExpressionTree): ExpressionTree | UnknownTree {
  return tree.kind === "name" && tree.text === "unknown" && !tree.quoted
    ? { kind: "unknown", span: tree.span }
    : tree;
}

function startingAt(first: Token, span: Span): Span {
  return { ...span, start: first.startOffset };
}

import type { IOrAlt, TokenType } from "chevrotain";
import {
  Currency,
  Identifier,
  punctuation as mark,
  NumberLiteral,
  Percentage,
  Period,
  TimeLiteral,
  Unit,
  word,
} from "../scan/token.ts";
import { type Span, spanBetween } from "../span.ts";
import type {
  CapTree,
  ClauseTree,
  DateTree,
  NumberTree,
  RouteConditionTree,
  RouteTree,
  TimeRangeTree,
} from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { calendarPeriodOf, numberTree, timeRangeTree, unitOf } from "../tree-builder/literals.ts";
import type { Rule } from "./base-parser.ts";
import { expecting, oneOf } from "./expectation.ts";
import { TriggerParser } from "./trigger-parser.ts";

/** What a campaign's `window` holds. */
export interface CampaignWindowParts {
  readonly from: DateTree;
  readonly to: DateTree;
  readonly contact: TimeRangeTree | undefined;
  readonly businessDaysOnly: boolean;
}

/** What stands behind a cap's limit, and where it ends. */
type CapEnding = Pick<CapTree, "scope" | "via"> & { readonly end: Span };

/** What a `goal` holds. */
export type GoalParts = Omit<Extract<ClauseTree, { readonly kind: "goal" }>, "kind" | "span">;

/** What a `followup` holds. */
export type FollowUpParts = Omit<Extract<ClauseTree, { readonly kind: "followup" }>, "kind" | "span">;

/** What stands behind a cap's second `per`. */
type CustomerSpan = Extract<
  CapTree["scope"],
  { readonly kind: "per-customer-sliding" | "per-customer-calendar" }
>;

/** The clauses of a campaign whose forms are their own. */
export class ClauseParser extends TriggerParser {
  readonly campaignWindow: Rule<CampaignWindowParts> = this.RULE("campaignWindow", () => {
    let contact: TimeRangeTree | undefined;
    let businessDaysOnly = false;
    const { from, to } = this.SUBRULE(this.dates);
    this.MANY(() => {
      this.CONSUME(mark[","]);
      this.OR(
        oneOf<void>("expected-contact-rule", [
          {
            ALT: () => {
              this.CONSUME(word.contact);
              const first = this.take(TimeLiteral);
              this.CONSUME(mark[".."]);
              const last = this.take(TimeLiteral, 1);
              contact ??= timeRangeTree(this.building, first, last);
            },
          },
          {
            ALT: () => {
              this.CONSUME(word.business);
              this.CONSUME(word.days);
              this.CONSUME(word.only);
              businessDaysOnly = true;
            },
          },
        ]),
      );
    });
    return { from, to, contact, businessDaysOnly };
  });

  readonly routes: Rule<readonly RouteTree[]> = this.RULE("routes", () => {
    const routes = [this.SUBRULE(this.route)];
    this.MANY({
      GATE: () => this.beginsRoute(),
      DEF: () => routes.push(this.SUBRULE1(this.route)),
    });
    return routes;
  });

  /** A further branch is a name with a condition: a lone word that opens a line may as well be a misspelt clause. */
  private beginsRoute(): boolean {
    const chooses = this.is(1, word.first) || this.is(1, word.all) || this.is(1, word.best);
    if (chooses && this.is(2, word.of)) return true;
    let ahead = 2;
    while (this.is(ahead, mark["."]) && this.is(ahead + 1, Identifier)) ahead += 2;
    return this.is(ahead, word.when) || this.is(ahead, word.otherwise);
  }

  readonly route: Rule<RouteTree> = this.RULE("route", () => {
    const { startOffset } = this.LA(1);
    // Most branches name one offer or channel, and what else they can be is not asked then.
    const chosen = this.RECORDING_PHASE || this.is(2, word.of) ? this.OR(this.choices) : this.one();
    const condition = this.OPTION(this.routeCondition);
    return this.ACTION(() => {
      const last = condition ?? chosen.by ?? chosen.names.at(-1);
      if (last === undefined) throw new Error("a `route` was read without a name");
      const span = { ...last.span, start: startOffset };
      return { ...chosen, condition: condition ?? { kind: "always" }, span };
    });
  });

  private readonly choices = oneOf<Pick<RouteTree, "choice" | "names" | "by">>("expected-name", [
    {
      GATE: () => this.is(1, word.first) && this.is(2, word.of),
      ALT: () => {
        this.CONSUME(word.first);
        this.CONSUME(word.of);
        return { choice: "first-of", names: this.SUBRULE(this.names), by: undefined };
      },
      IGNORE_AMBIGUITIES: true,
    },
    {
      GATE: () => this.is(1, word.all) && this.is(2, word.of),
      ALT: () => {
        this.CONSUME(word.all);
        this.CONSUME1(word.of);
        return { choice: "all-of", names: this.SUBRULE1(this.names), by: undefined };
      },
      IGNORE_AMBIGUITIES: true,
    },
    {
      GATE: () => this.is(1, word.best) && this.is(2, word.of),
      ALT: () => {
        this.CONSUME(word.best);
        this.CONSUME2(word.of);
        const names = this.SUBRULE2(this.names);
        this.CONSUME(word.by);
        return { choice: "best-of", names, by: this.SUBRULE1(this.expression) };
      },
      IGNORE_AMBIGUITIES: true,
    },
    { ALT: () => this.one() },
  ]);

  private one(): Pick<RouteTree, "choice" | "names" | "by"> {
    return { choice: "one", names: [this.nameFrom(this.take(Identifier))], by: undefined };
  }

  private readonly routeCondition = (): Exclude<RouteConditionTree, { readonly kind: "always" }> =>
    this.OR1<IOrAlt<Exclude<RouteConditionTree, { readonly kind: "always" }>>[]>([
      {
        ALT: () => {
          const when = this.take(word.when);
          const predicate = this.SUBRULE(this.expression);
          return { kind: "when", predicate, span: { ...predicate.span, start: when.startOffset } };
        },
      },
      {
        ALT: () => {
          return { kind: "otherwise", span: spanOf(this.building, this.take(word.otherwise)) };
        },
      },
    ]);

  readonly caps: Rule<readonly CapTree[]> = this.RULE("caps", () => {
    const caps: CapTree[] = [];
    this.AT_LEAST_ONE({ DEF: () => caps.push(this.SUBRULE(this.cap)), ...expecting("expected-cap") });
    return caps;
  });

  readonly cap: Rule<CapTree> = this.RULE("cap", () => {
    const limit = this.OR(this.limits);
    const ending = this.OR1(this.capEndings);
    return this.ACTION(() => {
      const { scope, via, end } = ending;
      return { limit, scope, via, span: spanBetween(limit.span, end) };
    });
  });

  protected readonly limits = oneOf<NumberTree>("expected-cap", [
    {
      ALT: () => {
        const number = this.take(NumberLiteral);
        return numberTree(this.building, number, this.takeIf(Currency));
      },
    },
    { ALT: () => numberTree(this.building, this.take(Percentage)) },
  ]);

  protected readonly capEndings = oneOf<CapEnding>("expected-cap-scope", [
    {
      ALT: () => {
        this.CONSUME(word.per);
        return this.OR2(this.capScopes);
      },
    },
    {
      ALT: () => {
        this.CONSUME(word.in);
        const all = this.take(word.all);
        return { scope: { kind: "in-all" }, via: undefined, end: spanOf(this.building, all) };
      },
    },
  ]);

  /** What stands behind a cap's first `per`. */
  private readonly capScopes = oneOf<CapEnding>("expected-cap-scope", [
    { ALT: () => this.perCustomer() },
    { ALT: () => this.perPeriod() },
  ]);

  protected perCustomer(): CapEnding {
    const customer = this.take(word.customer);
    const within = this.OPTION1(() => {
      this.CONSUME1(word.per);
      return this.OR3(this.customerSpans);
    });
    if (within === undefined) {
      return { scope: { kind: "per-customer-ever" }, via: undefined, end: spanOf(this.building, customer) };
    }
    return { scope: within, via: undefined, end: within.span };
  }

  private perPeriod(): CapEnding {
    const token = this.take(Period);
    const via = this.OPTION2(() => {
      this.CONSUME(word.via);
      return this.SUBRULE(this.name);
    });
    return this.ACTION(() => {
      const span = spanOf(this.building, token);
      const period = calendarPeriodOf(token) ?? "day";
      return { scope: { kind: "per-period", period, span }, via, end: via?.span ?? span };
    });
  }

  private readonly customerSpans = oneOf<CustomerSpan>("expected-cap-scope", [
    {
      ALT: () => {
        const within = this.SUBRULE(this.duration);
        return { kind: "per-customer-sliding", within, span: within.span };
      },
    },
    {
      ALT: () => {
        const calendar = this.take(word.calendar);
        const token = this.take(Period, 1);
        return this.ACTION(() => {
          const span = spanOf(this.building, calendar, token);
          return { kind: "per-customer-calendar", period: calendarPeriodOf(token) ?? "day", span };
        });
      },
    },
    {
      // `per day` is `per 1 day`.
      ALT: () => {
        const token = this.take(Unit);
        return this.ACTION(() => {
          const span = spanOf(this.building, token);
          const within = { kind: "duration", count: 1, unit: unitOf(token), span } as const;
          return { kind: "per-customer-sliding", within, span };
        });
      },
    },
  ]);

  /** `E [where P] within W [worth X]`. */
  readonly goalParts: Rule<GoalParts> = this.RULE("goalParts", () => {
    const event = this.SUBRULE(this.oneEvent);
    this.CONSUME(word.within);
    const within = this.SUBRULE(this.duration);
    const worth = this.OPTION(() => {
      this.CONSUME(word.worth);
      return this.SUBRULE(this.expression);
    });
    return { event, within, worth };
  });

  /** `NAME after D unless goal|responded [via C …] [offering A]`. */
  readonly followUp: Rule<FollowUpParts> = this.RULE("followUp", () => {
    const name = this.SUBRULE(this.name);
    this.CONSUME(word.after);
    const after = this.SUBRULE(this.duration);
    this.CONSUME(word.unless);
    const unless = this.OR(
      oneOf<"goal" | "responded">("expected-goal-or-responded", [
        { ALT: () => this.word(word.goal, "goal") },
        { ALT: () => this.word(word.responded, "responded") },
      ]),
    );
    const via = this.OPTION(() => {
      this.CONSUME(word.via);
      return this.SUBRULE(this.names);
    });
    const offering = this.OPTION1(() => {
      this.CONSUME(word.offering);
      return this.SUBRULE1(this.names);
    });
    return { name, after, unless, via: via ?? [], offering: offering ?? [] };
  });

  private word<Meaning>(type: TokenType, meaning: Meaning): Meaning {
    this.CONSUME(type);
    return meaning;
  }
}

import {
  Currency,
  DateLiteral,
  Identifier,
  punctuation as mark,
  NumberLiteral,
  Percentage,
  Period,
  TextLiteral,
  TimeLiteral,
  Unit,
  word,
} from "../scan/token.ts";
import { expecting } from "./expectation.ts";
import { ExpressionParser } from "./expression-parser.ts";
import type { ParserOptions, Rule } from "./window-parser.ts";

/**
 * The grammar of what stands behind a keyword: heads of declarations, clauses, an offer's lines. Files are cut
 * at the keywords that open a line before they come here, so that a mistake reaches no further than its
 * clause and no rule has to know the words with which the next one begins.
 */
export class CampaignParser extends ExpressionParser {
  constructor(options: ParserOptions) {
    super(options);
    this.performSelfAnalysis();
  }

  // Heads of declarations

  readonly head: Rule = this.RULE("head", () => {
    this.SUBRULE(this.name);
    this.OPTION(() => this.CONSUME(TextLiteral));
  });

  readonly tagHead: Rule = this.RULE("tagHead", () => {
    this.SUBRULE(this.name);
    this.OPTION(() => this.CONSUME(TextLiteral));
    this.OPTION2(() => {
      this.CONSUME(word.in);
      this.SUBRULE(this.set);
    });
  });

  // Clauses whose forms are their own

  readonly text: Rule = this.RULE("text", () => {
    this.CONSUME(TextLiteral);
  });

  readonly firing: Rule = this.RULE("firing", () => {
    this.SUBRULE(this.name);
    this.OPTION({
      GATE: () => !this.is(2, word.of),
      DEF: () => {
        this.CONSUME(word.as);
        this.SUBRULE2(this.name, { LABEL: "alias" });
      },
    });
    this.OPTION2(() => {
      this.CONSUME(word.where);
      this.SUBRULE(this.expression);
    });
  });

  readonly trigger: Rule = this.RULE("trigger", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.SUBRULE(this.schedule);
            this.OPTION(() => this.SUBRULE(this.firingOfTrigger));
          },
        },
        { ALT: () => this.SUBRULE2(this.firingOfTrigger) },
      ],
      ...expecting("expected-schedule"),
    });
  });

  readonly firingOfTrigger: Rule = this.RULE("firingOfTrigger", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(word.when);
          this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.on);
          this.SUBRULE(this.firing);
        },
      },
    ]);
  });

  readonly schedule: Rule = this.RULE("schedule", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.daily);
            this.SUBRULE(this.clock);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.business);
            this.CONSUME(word.days);
            this.SUBRULE2(this.clock);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.weekly);
            this.CONSUME(word.on);
            this.AT_LEAST_ONE_SEP({
              SEP: mark[","],
              DEF: () => this.SUBRULE(this.name),
              ...expecting("expected-name"),
            });
            this.SUBRULE3(this.clock);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.monthly);
            this.CONSUME2(word.on);
            this.OR2({
              DEF: [
                { ALT: () => this.CONSUME(NumberLiteral) },
                {
                  ALT: () => {
                    this.CONSUME(word.last);
                    this.CONSUME(word.day);
                  },
                },
              ],
              ...expecting("expected-number"),
            });
            this.SUBRULE4(this.clock);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.every);
            this.SUBRULE(this.duration);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.once);
            this.CONSUME(word.at);
            this.CONSUME(DateLiteral);
            this.CONSUME(TimeLiteral);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.cron);
            this.CONSUME(TextLiteral);
          },
        },
      ],
      ...expecting("expected-schedule"),
    });
  });

  readonly clock: Rule = this.RULE("clock", () => {
    this.CONSUME(word.at);
    this.CONSUME(TimeLiteral);
  });

  readonly campaignWindow: Rule = this.RULE("campaignWindow", () => {
    this.SUBRULE(this.dates);
    this.MANY(() => {
      this.CONSUME(mark[","]);
      this.OR({
        DEF: [
          {
            ALT: () => {
              this.CONSUME(word.contact);
              this.CONSUME(TimeLiteral);
              this.CONSUME(mark[".."]);
              this.CONSUME2(TimeLiteral);
            },
          },
          {
            ALT: () => {
              this.CONSUME(word.business);
              this.CONSUME(word.days);
              this.CONSUME(word.only);
            },
          },
        ],
        ...expecting("expected-contact-rule"),
      });
    });
  });

  readonly dates: Rule = this.RULE("dates", () => {
    this.CONSUME(DateLiteral);
    this.CONSUME(mark[".."]);
    this.CONSUME2(DateLiteral);
  });

  readonly routes: Rule = this.RULE("routes", () => {
    this.SUBRULE(this.route);
    this.MANY({
      GATE: () => this.beginsRoute(),
      DEF: () => this.SUBRULE2(this.route),
    });
  });

  /** A further branch is a name with a condition: a lone word that opens a line may as well be a misspelt clause. */
  private beginsRoute(): boolean {
    if (this.is(1, word.first) && this.is(2, word.of)) return true;
    let ahead = 2;
    while (this.is(ahead, mark["."]) && this.is(ahead + 1, Identifier)) ahead += 2;
    return this.is(ahead, word.when) || this.is(ahead, word.otherwise);
  }

  readonly route: Rule = this.RULE("route", () => {
    this.OR({
      DEF: [
        {
          GATE: () => this.is(1, word.first) && this.is(2, word.of),
          ALT: () => {
            this.CONSUME(word.first);
            this.CONSUME(word.of);
            this.AT_LEAST_ONE_SEP({
              SEP: mark[","],
              DEF: () => this.SUBRULE(this.name),
              ...expecting("expected-name"),
            });
          },
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE2(this.name) },
      ],
      ...expecting("expected-name"),
    });
    this.OPTION(() =>
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(word.when);
            this.SUBRULE(this.expression);
          },
        },
        { ALT: () => this.CONSUME(word.otherwise) },
      ]),
    );
  });

  readonly number: Rule = this.RULE("number", () => {
    this.CONSUME(NumberLiteral);
  });

  readonly caps: Rule = this.RULE("caps", () => {
    this.AT_LEAST_ONE({ DEF: () => this.SUBRULE(this.cap), ...expecting("expected-cap") });
  });

  readonly cap: Rule = this.RULE("cap", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(NumberLiteral, { LABEL: "limit" });
            this.OPTION(() => this.CONSUME(Currency));
          },
        },
        { ALT: () => this.CONSUME(Percentage, { LABEL: "limit" }) },
      ],
      ...expecting("expected-cap"),
    });
    this.OR2({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.per);
            this.SUBRULE(this.capScope);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.in);
            this.CONSUME(word.all);
          },
        },
      ],
      ...expecting("expected-cap-scope"),
    });
  });

  /** What stands behind a cap's first `per`. */
  readonly capScope: Rule = this.RULE("capScope", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.customer);
            this.OPTION(() => {
              this.CONSUME(word.per);
              this.SUBRULE(this.customerSpan);
            });
          },
        },
        {
          ALT: () => {
            this.CONSUME(Period);
            this.OPTION2(() => {
              this.CONSUME(word.via);
              this.SUBRULE(this.name);
            });
          },
        },
      ],
      ...expecting("expected-cap-scope"),
    });
  });

  readonly customerSpan: Rule = this.RULE("customerSpan", () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.duration) },
        {
          ALT: () => {
            this.CONSUME(word.calendar);
            this.CONSUME(Period, { LABEL: "calendarPeriod" });
          },
        },
        { ALT: () => this.CONSUME2(Unit) },
      ],
      ...expecting("expected-period"),
    });
  });

  // An offer's lines

  readonly names: Rule = this.RULE("names", () => {
    this.AT_LEAST_ONE_SEP({
      SEP: mark[","],
      DEF: () => this.SUBRULE(this.name),
      ...expecting("expected-name"),
    });
  });

  readonly validity: Rule = this.RULE("validity", () => {
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.dates) },
        {
          ALT: () => {
            this.SUBRULE(this.duration);
            this.CONSUME(word.from);
            this.CONSUME(word.contact);
          },
        },
      ],
      ...expecting("expected-validity"),
    });
  });

  readonly message: Rule = this.RULE("message", () => {
    this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(word.subject);
      this.CONSUME(TextLiteral, { LABEL: "subjectText" });
    });
    this.CONSUME2(TextLiteral, { LABEL: "body" });
  });
}

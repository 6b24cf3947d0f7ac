import { punctuation as mark, Period, TimeLiteral, type Token, word } from "../scan/token.ts";
import type { CapTree, NameTree, PolicyLineTree } from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { calendarPeriodOf, timeRangeTree } from "../tree-builder/literals.ts";
import type { Rule } from "./base-parser.ts";
import { ClauseParser } from "./clause-parser.ts";
import { oneOf } from "./expectation.ts";

/** What a line of the policy of a kind holds behind its keyword. */
export type PolicyParts<Kind extends PolicyLineTree["kind"]> = Omit<
  Extract<PolicyLineTree, { readonly kind: Kind }>,
  "span"
>;

/** The lines of the contact policy. */
export class PolicyParser extends ClauseParser {
  readonly suppress: Rule<PolicyParts<"suppress">> = this.RULE("suppress", (): PolicyParts<"suppress"> => {
    const segment = this.SUBRULE(this.name);
    return { kind: "suppress", segment, includingService: this.includingService() };
  });

  /** What stands behind `at`: `most N per customer …`. */
  readonly atMost: Rule<PolicyParts<"at-most">> = this.RULE("atMost", (): PolicyParts<"at-most"> => {
    this.CONSUME(word.most);
    const limit = this.OR(this.limits);
    const scope = this.OR1(this.policyScopes);
    const of = this.OPTION7(() => {
      this.CONSUME(word.of);
      return this.OR4(this.policyOffers);
    });
    const via = this.OPTION4(() => {
      this.CONSUME(word.via);
      return this.SUBRULE(this.names);
    });
    const forSegment = this.OPTION5(() => {
      this.CONSUME(word.for);
      return this.SUBRULE1(this.name);
    });
    const during = this.OPTION6(() => {
      const first = this.take(word.during);
      const dates = this.SUBRULE(this.dates);
      return this.ACTION(() => {
        return { ...dates, span: { ...dates.to.span, start: first.startOffset } };
      });
    });
    const includingService = this.includingService();
    return { kind: "at-most", limit, scope, of, via: via ?? [], for: forSegment, during, includingService };
  });

  private readonly policyScopes = oneOf<CapTree["scope"]>("expected-cap-scope", [
    {
      ALT: () => {
        this.CONSUME(word.per);
        return this.OR2(this.policyPeriods);
      },
    },
    {
      ALT: () => {
        this.CONSUME(word.in);
        this.CONSUME(word.all);
        return { kind: "in-all" };
      },
    },
  ]);

  private readonly policyPeriods = oneOf<CapTree["scope"]>("expected-cap-scope", [
    { ALT: () => this.perCustomer().scope },
    {
      ALT: () => {
        const token = this.take(Period);
        return this.ACTION(() => {
          const period = calendarPeriodOf(token) ?? "day";
          return { kind: "per-period", period, span: spanOf(this.building, token) };
        });
      },
    },
  ]);

  private readonly policyOffers = oneOf<NameTree | "each-offer">("expected-name", [
    {
      GATE: () => this.is(1, word.each),
      ALT: () => {
        this.CONSUME(word.each);
        this.CONSUME(word.offer);
        return "each-offer";
      },
      IGNORE_AMBIGUITIES: true,
    },
    { ALT: () => this.SUBRULE(this.name) },
  ]);

  /** `X after Y within D`, `X with Y within D`. */
  readonly never: Rule<PolicyParts<"never">> = this.RULE("never", (): PolicyParts<"never"> => {
    const what = this.SUBRULE(this.name);
    const relation = this.OR(
      oneOf<Token>("expected-after-or-with", [
        { ALT: () => this.take(word.after) },
        { ALT: () => this.take(word.with) },
      ]),
    );
    const other = this.SUBRULE1(this.name);
    this.CONSUME(word.within);
    const within = this.SUBRULE(this.duration);
    const includingService = this.includingService();
    return this.ACTION((): PolicyParts<"never"> => {
      const kind = relation.tokenType === word.after ? "after" : "with";
      return { kind: "never", what, relation: kind, other, within, includingService };
    });
  });

  /** `X to SEGMENT`, `X after Y within D`. */
  readonly onlyParts: Rule<PolicyParts<"only-to"> | PolicyParts<"only-after">> = this.RULE(
    "onlyParts",
    () => {
      const what = this.SUBRULE(this.name);
      const rest = this.OR(
        oneOf<
          | Pick<PolicyParts<"only-to">, "kind" | "segment">
          | Pick<PolicyParts<"only-after">, "kind" | "other" | "within">
        >("expected-to-or-after", [
          {
            ALT: () => {
              this.CONSUME(word.to);
              return { kind: "only-to", segment: this.SUBRULE1(this.name) };
            },
          },
          {
            ALT: () => {
              this.CONSUME(word.after);
              const other = this.SUBRULE2(this.name);
              this.CONSUME(word.within);
              return { kind: "only-after", other, within: this.SUBRULE(this.duration) };
            },
          },
        ]),
      );
      return { ...rest, what, includingService: this.includingService() };
    },
  );

  readonly quiet: Rule<PolicyParts<"quiet">> = this.RULE("quiet", (): PolicyParts<"quiet"> => {
    const from = this.take(TimeLiteral);
    this.CONSUME(mark[".."]);
    const to = this.take(TimeLiteral, 1);
    const via = this.OPTION(() => {
      this.CONSUME(word.via);
      return this.SUBRULE(this.names);
    });
    const includingService = this.includingService();
    return this.ACTION((): PolicyParts<"quiet"> => {
      const range = timeRangeTree(this.building, from, to);
      return { kind: "quiet", range, via: via ?? [], includingService };
    });
  });

  readonly universalHoldout: Rule<PolicyParts<"holdout">> = this.RULE(
    "universalHoldout",
    (): PolicyParts<"holdout"> => {
      const share = this.SUBRULE(this.expression);
      return { kind: "holdout", share, includingService: this.includingService() };
    },
  );

  /** `including service`, at the end of any line. */
  private includingService(): boolean {
    const including = this.OPTION9(() => {
      this.CONSUME(word.including);
      return this.take(word.service);
    });
    return including !== undefined;
  }
}

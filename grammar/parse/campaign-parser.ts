import { Identifier, TextLiteral, word } from "../scan/token.ts";
import type { NameTree, SetTree, TextTree, ValidityTree } from "../tree.ts";
import { textTree } from "../tree-builder/literals.ts";
import type { ParserOptions, Rule } from "./base-parser.ts";
import { oneOf } from "./expectation.ts";
import { TestParser } from "./test-parser.ts";

/** What stands between a declaration's keyword and its `=` or `{`. */
export interface HeadParts {
  readonly name: NameTree;
  readonly label: TextTree | undefined;
  readonly members: SetTree | undefined;
}

/** What an offer's `message` holds. */
export interface MessageParts {
  readonly channel: NameTree;
  readonly subject: TextTree | undefined;
  readonly body: TextTree;
}

/**
 * The grammar of what stands behind a keyword: clauses and what they hold, heads of declarations, an offer's lines.
 * Files are cut at the keywords that open a line before they come here, so that a mistake reaches no further than
 * its clause and no rule has to know the words with which the next one begins.
 */
export class CampaignParser extends TestParser {
  constructor(options: ParserOptions) {
    super(options);
    this.performSelfAnalysis();
  }

  readonly head: Rule<HeadParts> = this.RULE("head", () => {
    const name = this.nameFrom(this.take(Identifier));
    const label = this.takeIf(TextLiteral);
    return { name, label: label && textTree(this.building, label), members: undefined };
  });

  readonly tagHead: Rule<HeadParts> = this.RULE("tagHead", () => {
    const { name, label } = this.SUBRULE(this.head);
    const members = this.OPTION(() => {
      this.CONSUME(word.in);
      return this.SUBRULE(this.set);
    });
    return { name, label, members };
  });

  readonly validity: Rule<ValidityTree> = this.RULE("validity", () =>
    this.OR(
      oneOf<ValidityTree>("expected-validity", [
        {
          ALT: () => {
            const { from, to } = this.SUBRULE(this.dates);
            return this.ACTION(() => {
              return { kind: "dates", from, to, span: { ...from.span, end: to.span.end } };
            });
          },
        },
        {
          ALT: () => {
            const duration = this.SUBRULE(this.duration);
            this.CONSUME(word.from);
            const { endOffset } = this.take(word.contact);
            return { kind: "from-contact", duration, span: { ...duration.span, end: endOffset + 1 } };
          },
        },
      ]),
    ),
  );

  readonly message: Rule<MessageParts> = this.RULE("message", () => {
    const channel = this.SUBRULE(this.name);
    const subject = this.OPTION(() => {
      this.CONSUME(word.subject);
      return textTree(this.building, this.take(TextLiteral));
    });
    const body = textTree(this.building, this.take(TextLiteral, 1));
    return { channel, subject, body };
  });
}

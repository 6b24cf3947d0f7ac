import fc from "fast-check";
import type { Case } from "./case.ts";
import { type CasePurpose, caseOf } from "./generate/case.ts";
import { choicesOf } from "./generate/choices.ts";
import { smallerCases } from "./shrink.ts";

/**
 * Cases of choices made at random, shrunk by taking runs, declarations, rows, parts of expressions, keys of the catalog and
 * cells away.
 */
export class CaseArbitrary extends fc.Arbitrary<Case> {
  readonly #mayGoOn: () => boolean;
  readonly #purposes: readonly CasePurpose[] | undefined;

  /**
   * @param mayGoOn Whether there is time left for shrinking.
   * @param purposes What cases may be made for; anything unless given.
   */
  constructor(mayGoOn: () => boolean, purposes?: readonly CasePurpose[]) {
    super();
    this.#mayGoOn = mayGoOn;
    this.#purposes = purposes;
  }

  override generate(random: fc.Random): fc.Value<Case> {
    const made = caseOf(
      choicesOf((bound) => random.nextInt(0, bound - 1)),
      this.#purposes,
    );
    return new fc.Value(made, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Case {
    return value !== undefined;
  }

  override shrink(value: Case): fc.Stream<fc.Value<Case>> {
    return fc.stream(this.#shrunk(value));
  }

  *#shrunk(value: Case): Generator<fc.Value<Case>> {
    for (const smaller of smallerCases(value)) {
      if (!this.#mayGoOn()) return;
      yield new fc.Value(smaller, undefined);
    }
  }
}

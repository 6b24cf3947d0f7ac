import { error, warning } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What is said of tests: what they set up, and what they expect. */
export const testMessages = {
  "test-expect-early": error(
    () => "nothing has run yet of which this could be expected",
    () => "write `at 2026-03-02 06:00` above it: each `expect` speaks of the nearest `at` above",
  ),

  "test-at-order": error<{ readonly before: string }>(
    ({ before }) => `this is not after ${before}, which is run first`,
    () => "runs go forward in time",
  ),

  "test-expects-nothing": warning<{ readonly title: string }>(
    ({ title }) => `the test "${title}" expects nothing, and cannot fail`,
    () => "add `expect contact 1` or `expect no contact 1`",
  ),

  "test-customer-unknown": error<{ readonly key: string; readonly nearest: string | undefined }>(
    ({ key }) => `this test has no customer ${key}`,
    ({ key, nearest }) => didYouMean({ nearest }) ?? `add \`customer ${key} { }\` to the test`,
  ),

  "test-customer-doubled": error<{ readonly key: string }>(
    ({ key }) => `customer ${key} stands twice in this test`,
    () => "put all that is known of the customer into one line",
  ),

  "test-customer-key": error<{ readonly type: "integer" | "text" }>(
    ({ type }) =>
      type === "integer" ? "customers' keys are whole numbers here" : "customers' keys are texts here",
    ({ type }) => (type === "integer" ? "write one like `1`" : 'write one like `"A-1"`'),
  ),

  "test-field-doubled": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` is said twice`,
    () => "leave one out",
  ),

  "test-field-missing": error<{ readonly of: string; readonly fields: string; readonly example: string }>(
    ({ of, fields }) => `this \`${of}\` does not say its ${fields}`,
    ({ example }) => `add \`${example}\``,
  ),

  "test-field-dated": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` of a row is not said for a date`,
    () => "only a customer's tags are: `age at 2026-01-01: 39`",
  ),

  "test-derived": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`${name}\` is ${what}, and follows from other things`,
    () => "say what it follows from: tags of the catalog and rows of its events",
  ),

  "test-value": error<{ readonly name: string; readonly type: string }>(
    ({ name, type }) => `\`${name}\` is ${type}, and here stands something to be worked out`,
    () => "write a value as it is, or `unknown`",
  ),

  "test-value-type": error<{
    readonly name: string;
    readonly type: string;
    readonly found: string;
    readonly example: string;
  }>(
    ({ name, type, found }) => `\`${name}\` is ${type}, and this is ${found}`,
    ({ name, example }) => `write it like \`${name}: ${example}\``,
  ),

  "test-rate-own": error<{ readonly currency: string }>(
    ({ currency }) => `${currency} is the project's own currency, whose rate is 1`,
    ({ currency }) => `give what one unit of another currency costs in ${currency}: \`rate USD: 7.1\``,
  ),

  "test-rate-value": error(
    () => "a rate is a number above zero, without a currency",
    () => "write what one unit costs in the project's currency: `rate USD: 7.1`",
  ),

  "test-rate-doubled": error<{ readonly currency: string }>(
    ({ currency }) => `the rate of ${currency} for this date is said twice`,
    () => "leave one out",
  ),

  "test-unknown-reason": error<{ readonly reason: string; readonly nearest: string | undefined }>(
    ({ reason }) => `\`${reason}\` is no reason that a customer is not contacted for`,
    ({ nearest }) =>
      didYouMean({ nearest }) ??
      "reasons are `segment`, `exclude`, `trigger`, `consent`, `address`, `cap`, `capacity`, `budget`, `suppressed`, `never`, `only`, `expired`, `no offer`, `no channel`, `too long` and `unknown x`",
  ),

  "test-holdout": error(
    () => "in a test nobody is held out, so this can never be met",
    () =>
      "leave the line out: holdouts are off in tests, and a test says what becomes of those who are in none",
  ),

  "test-reason-placeholder": error<{
    readonly name: string;
    readonly campaign: string;
    readonly nearest: string | undefined;
  }>(
    ({ name, campaign }) => `no message of the campaign \`${campaign}\` has a placeholder \`{${name}}\``,
    ({ nearest }) => didYouMean({ nearest }) ?? "`unknown x` names a placeholder of a message",
  ),

  "test-expect-parts": error<{ readonly part: string; readonly contact: boolean }>(
    ({ part, contact }) =>
      contact ? `a contact has no \`${part}\`` : `\`${part}\` says nothing of a contact that is not made`,
    ({ contact }) =>
      contact
        ? "`because` gives the reason of `expect no contact`"
        : "write `expect contact` or leave it out",
  ),

  "test-never-expected": error<{
    readonly what: string;
    readonly name: string;
    readonly campaign: string;
  }>(
    ({ what, name, campaign }) => `the campaign \`${campaign}\` has no ${what} \`${name}\``,
    () => "a test expects what its own campaign does",
  ),
} as const;

import { error, warning } from "../define.ts";

/** What is said of campaigns and offers: their clauses, schedules, branches, caps and dates. */
export const campaignMessages = {
  "clause-missing": error<{ readonly campaign: string; readonly clauses: string }>(
    ({ campaign, clauses }) => `the campaign \`${campaign}\` does not say its ${clauses}`,
    () => "every campaign says `owner`, `segment`, `trigger`, `window`, `offer`, `channel` and `priority`",
  ),

  "clause-doubled": error<{ readonly clause: string }>(
    ({ clause }) => `\`${clause}\` stands twice`,
    () => "keep one of the two",
  ),

  "schedule-interval": error<{ readonly count: number; readonly unit: string }>(
    ({ count, unit }) =>
      `\`every ${count} ${unit}${count === 1 ? "" : "s"}\` is not a schedule that repeats from day to day`,
    ({ unit }) =>
      unit === "minute" || unit === "hour"
        ? "minutes must divide an hour (5, 10, 15, 20, 30 …), hours a day (1, 2, 3, 4, 6, 8, 12, 24)"
        : "write `daily at 06:00`, `weekly on monday at 06:00` or `monthly on 1 at 06:00`",
  ),

  "schedule-day": error<{ readonly day: number }>(
    ({ day }) => `no month has a day ${day}`,
    () => "write a day from 1 to 31, or `monthly on last day`",
  ),

  "schedule-cron": error<{ readonly reason: string }>(
    ({ reason }) => `this is not a cron schedule: ${reason}`,
    () => 'write five fields, minute, hour, day of month, month, day of week: `cron "0 6 * * *"`',
  ),

  "schedule-never": error<{ readonly reason: string }>(
    ({ reason }) => `this campaign never runs: ${reason}`,
    () => "change its schedule or its window",
  ),

  "window-reversed": error<{ readonly from: string; readonly to: string }>(
    ({ from, to }) => `this ends on ${to}, before it begins on ${from}`,
    () => "write the first day, then the last: both are in",
  ),

  "branch-unreachable": error<{ readonly reason: "after-all" | "same" }>(
    ({ reason }) =>
      reason === "same"
        ? "this branch is never taken: an earlier one has the same condition"
        : "this branch is never taken: one before it takes everything",
    ({ reason }) =>
      reason === "same"
        ? "change its condition, or leave it out"
        : "give every branch a condition with `when`; `otherwise` comes last",
  ),

  "name-repeated": error<{ readonly name: string }>(
    ({ name }) => `\`${name}\` stands twice here`,
    () => "leave one out",
  ),

  "message-missing": error<{ readonly offer: string; readonly channel: string }>(
    ({ offer, channel }) => `the offer \`${offer}\` has no message for \`${channel}\``,
    ({ channel }) =>
      `add \`message ${channel} "…"\` to the offer; a channel that needs none says \`message: none\` in the catalog`,
  ),

  "offer-money": error<{ readonly property: string }>(
    ({ property }) => `an offer's ${property} is a fixed amount of money, zero or more`,
    () => "write a number with its currency: `320 CNY`",
  ),

  "offer-never-valid": error<{ readonly offer: string }>(
    ({ offer }) => `the offer \`${offer}\` is valid on no day of this campaign's window`,
    () => "change the offer's `valid`, or the campaign's `window`",
  ),

  "offer-expires": warning<{ readonly offer: string; readonly to: string }>(
    ({ offer, to }) => `the offer \`${offer}\` expires on ${to}, inside this campaign's window`,
    () => "contacts due later are rejected as expired",
  ),

  "contact-hours-empty": error<{ readonly time: string }>(
    ({ time }) => `no time of day lies between ${time} and ${time}`,
    () => "leave `contact` out if every hour will do; a range may wrap past midnight: `21:00 .. 09:00`",
  ),

  "priority-range": error(
    () => "a priority is a whole number from 0 to 1000",
    () => "higher goes first",
  ),

  "value-not-money": error<{ readonly found: string }>(
    ({ found }) => `a campaign's \`value\` is an amount of money, and this is ${found}`,
    () =>
      "multiply by an amount, as in `… * 1 CNY`, or leave the clause out: the offer's value is taken then",
  ),

  "holdout-range": error(
    () => "a holdout is a share above 0% and below 100%",
    () => "write `holdout 5%`",
  ),

  "cap-limit": error(
    () => "this cap allows nothing",
    () => "a cap is a whole number of contacts from 1, or an amount of money above zero",
  ),

  "cap-not-count": error<{ readonly found: string }>(
    ({ found }) => `a cap is a whole number of contacts or an amount of money, and this is ${found}`,
    () => "such as `500 per day`, `1 per customer per 30 days` or `10_000 CNY per month`",
  ),

  "cap-currency": error<{ readonly currency: string; readonly project: string }>(
    ({ currency, project }) => `caps are kept in ${project}, and this one is in ${currency}`,
    ({ project }) => `write the amount in ${project}: costs in other currencies are converted as they arise`,
  ),

  "cap-money-per-customer": error(
    () => "a cap `per customer` counts contacts, not money",
    () => "write a number of contacts, or cap the money `per day`, `per week`, `per month` or `in all`",
  ),

  "cap-period": error<{ readonly period: string; readonly allowed: string }>(
    ({ period }) => `a cap of this kind cannot be per ${period}`,
    ({ allowed }) => `write ${allowed}`,
  ),

  "cap-via": error(
    () => "`via` cannot stand on this cap",
    () => "`via` narrows a number of contacts `per day`, `per week` or `per month` to one channel",
  ),

  "cap-never-binds": warning<{ readonly reason: string }>(
    ({ reason }) => `this cap is never reached: ${reason}`,
    () => "leave it out, or make it tighter",
  ),

  "contacts-not-kept": warning<{ readonly asked: string; readonly kept: string }>(
    ({ asked, kept }) =>
      `this looks back over ${asked}, and the ledger says who was contacted for ${kept} only: what is older counts for nobody`,
    ({ asked, kept }) =>
      `look back over ${kept} at the most, or keep contacts for longer than ${asked} (\`keep\` under \`ledger:\` in baleen.yaml)`,
  ),

  "customer-cap-missing": warning(
    () => "the event may recur, but each customer is contacted at most once ever",
    () => "add a line `1 per customer per 30 days` to `caps`, or `1 per customer` if once is meant",
  ),

  "best-of-measure": error<{ readonly found: string }>(
    ({ found }) => `offers are compared by a number or an amount of money, and this is ${found}`,
    () => "such as `offer.value`, `offer.value - offer.cost`, or a score of the customer's",
  ),

  "best-of-currencies": error<{
    readonly first: string;
    readonly firstType: string;
    readonly second: string;
    readonly secondType: string;
    readonly currency: string;
  }>(
    ({ first, firstType, second, secondType }) =>
      `for \`${first}\` this is ${firstType}, for \`${second}\` ${secondType}: they cannot be compared`,
    ({ currency }) => `convert what differs: \`offer.value in ${currency}\``,
  ),

  "followup-doubled": error<{ readonly name: string }>(
    ({ name }) => `another follow-up is called \`${name}\` already`,
    () => "give each follow-up of a campaign a name of its own",
  ),

  "followup-without-goal": error<{ readonly campaign: string }>(
    ({ campaign }) => `the campaign \`${campaign}\` has no \`goal\` that could be met`,
    () => "add a `goal`, or write `unless responded`",
  ),

  "campaign-never-wins": warning<{ readonly campaign: string; readonly line: string }>(
    ({ campaign, line }) =>
      `this campaign never reaches anybody: \`${campaign}\` comes first for each of its customers, and then \`${line}\` is full`,
    () => "give it the higher priority, other customers or other times, or change the policy",
  ),

  "purpose-not-allowed": error<{
    readonly tag: string;
    readonly purpose: string;
    readonly via: string | undefined;
  }>(
    ({ tag, purpose, via }) =>
      via === undefined
        ? `the tag \`${tag}\` may not be used for ${purpose}`
        : `\`${via}\` uses the tag \`${tag}\`, which may not be used for ${purpose}`,
    ({ purpose }) => `the catalog lists a tag's \`purposes\`; the campaign's is \`${purpose}\``,
  ),

  "tag-draft": error<{ readonly tag: string; readonly via: string | undefined }>(
    ({ tag, via }) =>
      via === undefined
        ? `the tag \`${tag}\` is a draft`
        : `\`${via}\` uses the tag \`${tag}\`, which is a draft`,
    () => "only campaigns with `status draft` may use draft tags",
  ),

  "schedule-too-fine": warning<{ readonly tags: string; readonly refreshed: string }>(
    ({ tags, refreshed }) => `this runs more often than ${tags} changes: it is refreshed ${refreshed}`,
    () => "nothing new can be found in between",
  ),
} as const;

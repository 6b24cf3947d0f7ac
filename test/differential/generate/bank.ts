import type { Stored } from "../../../oracle/index.ts";
import { makeAccounts } from "./bank/accounts.ts";
import { number, text } from "./bank/cells.ts";
import { channelsYaml } from "./bank/channels.ts";
import { makeCollection } from "./bank/collections.ts";
import { makeCustomerSource } from "./bank/customer-sources.ts";
import { makeEventSource } from "./bank/events.ts";
import { type Bank, PRODUCTS } from "./bank/kinds.ts";
import type { Making } from "./bank/making.ts";
import { makeRates } from "./bank/rates.ts";
import { timesAbout } from "./bank/stored-times.ts";
import { makeTagRows } from "./bank/tag-rows.ts";
import { FIGURES, MOVES, PEOPLE, VISITS } from "./bank/wanted.ts";
import type { Choices } from "./choices.ts";
import { BANK_STAGES, daysAfter } from "./dates.ts";

const CURRENCY = "GBP";

/** Makes a bank of choices. @param runs How many runs there are: some rows come only with the later ones. */
export function bankOf(choices: Choices, runs: number): Bank {
  const stage = choices.pick(BANK_STAGES);
  const hasRates = choices.chance(85);
  const making: Making = {
    choices,
    stage,
    runs,
    times: timesAbout(stage),
    ...customers(choices),
    relations: {},
    sources: {},
    tags: {},
    bankTags: [],
    events: {},
    bankEvents: [],
    collections: {},
    bankCollections: [],
    readiness: [],
  };
  makeCustomerSource(making, "people", PEOPLE, true, ["plain", "plain", "snapshot", "history"]);
  makeCustomerSource(making, "figures", FIGURES, false, ["snapshot", "history", "plain", "snapshot"]);
  makeTagRows(making);
  const hasAccounts = choices.chance(50);
  if (hasAccounts) makeAccounts(making);
  const whenLate = choices.deck(["wait 4 hours", "skip", "fail"]);
  makeEventSource(making, "moves", MOVES, { kinds: ["buy", "pay"], most: 30, hasAccounts, whenLate });
  makeEventSource(making, "visits", VISITS, { kinds: ["visit"], most: 20, hasAccounts, whenLate });
  makeCollection(making);
  makeReadiness(making);
  const per = choices.pick([1, 100]);
  if (hasRates) makeRates(making);
  return bankMade(making, hasRates, per);
}

function customers(choices: Choices): Pick<Making, "keys" | "keyColumn" | "nobody"> {
  const isText = choices.chance(35);
  const all = isText ? ["a", "10", "9", "ü", "Z", "a b"].map(text) : [1, 2, 3, 10, 9, 11].map(number);
  const keys: readonly Stored[] = all.slice(0, choices.between(2, 6));
  return { keys, keyColumn: isText ? "text" : "integer", nobody: isText ? text("nobody") : number(99) };
}

function makeReadiness({ sources, relations, readiness }: Making): void {
  const isAsked = Object.values(sources).some(
    (source) => typeof source === "object" && source !== null && "ready" in source,
  );
  if (readiness.length > 0 || isAsked) {
    relations["etl"] = { columns: { job: "text", day: "date" }, rows: readiness };
  }
}

function bankMade(making: Making, hasRates: boolean, per: number): Bank {
  const { choices, stage, keyColumn, relations, sources, tags, events, collections } = making;
  const channels = channelsYaml(choices, hasRates);
  return {
    stage,
    currency: CURRENCY,
    hasRates,
    tags: making.bankTags,
    events: making.bankEvents,
    collections: making.bankCollections,
    channels: Object.keys(channels),
    relations,
    catalog: {
      catalog: 1,
      timezone: stage.timezone,
      currency: CURRENCY,
      calendar: {
        ...(choices.chance(30) && { weekend: ["friday", "saturday"] }),
        holidays: [daysAfter(stage.today, 1), daysAfter(stage.today, -3)],
        workdays: [daysAfter(stage.today, 2)],
      },
      customer: { key: "id", type: keyColumn, source: "people" },
      ...(hasRates && { rates: { source: "rates", date: "day", from: "ccy", rate: "rate", per } }),
      sources,
      tags,
      events,
      collections,
      channels,
      products: Object.fromEntries(PRODUCTS.map((product) => [product, {}])),
    },
  };
}

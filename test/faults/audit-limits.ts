import type { Row } from "./ledger-rows.ts";
import type { Limit } from "./limits.ts";

/** The local date of a due time in Shanghai, as days since 1970: its clocks have not changed since 1991. */
function localDay(due: string | number | null | undefined): number {
  return Math.floor((Number(due) / 1_000_000 + 8 * 3_600) / 86_400);
}

/** Counts contacts against limits, one contact after the other; gives each limit that does not hold, and where. */
export function auditLimits(contacts: readonly Row[], limits: readonly Limit[]): readonly string[] {
  return limits.flatMap((limit) => broken(contacts, limit));
}

function broken(contacts: readonly Row[], limit: Limit): readonly string[] {
  switch (limit.kind) {
    case "customer":
      return ofCustomers(contacts, limit);
    case "volume":
      return ofDays(contacts, limit);
    case "money":
      return ofWeeks(contacts, limit);
  }
}

function ofCustomers(
  contacts: readonly Row[],
  limit: Limit & { readonly kind: "customer" },
): readonly string[] {
  const counted = contacts.filter(
    (row) =>
      (limit.campaign === undefined || row["campaign"] === limit.campaign) &&
      (!limit.firstAlone || row["wave"] === 0) &&
      (!limit.marketingAlone || row["purpose"] === "marketing") &&
      limit.arms.includes(String(row["arm"])),
  );
  return [...Map.groupBy(counted, ({ customer }) => customer)].flatMap(([customer, own]) => {
    const days = own.map(({ due }) => localDay(due));
    const most = Math.max(
      ...days.map((from) => days.filter((day) => day >= from && day < from + limit.days).length),
    );
    return most > limit.count ? [`${limit.text}: ${customer} has ${most}`] : [];
  });
}

/** Members of a campaign's holdout take their places too. */
const takesPlaces = ({ arm }: Row): boolean => arm === "treated" || arm === "control";

function ofDays(contacts: readonly Row[], limit: Limit & { readonly kind: "volume" }): readonly string[] {
  const counted = contacts.filter(
    (row) =>
      takesPlaces(row) &&
      (limit.campaign === undefined || row["campaign"] === limit.campaign) &&
      (limit.channel === undefined || row["channel"] === limit.channel),
  );
  return [...Map.groupBy(counted, ({ due }) => localDay(due))].flatMap(([day, own]) =>
    own.length > limit.count ? [`${limit.text}: ${own.length} on day ${day}`] : [],
  );
}

function ofWeeks(contacts: readonly Row[], limit: Limit & { readonly kind: "money" }): readonly string[] {
  const counted = contacts.filter((row) => row["arm"] === "treated" && row["campaign"] === limit.campaign);
  // The first of January 1970 was a Thursday.
  const week = ({ due }: Row): number => Math.floor((localDay(due) + 3) / 7);
  return [...Map.groupBy(counted, week)].flatMap(([number, own]) =>
    own.length * limit.each > limit.amount
      ? [`${limit.text}: ${own.length * limit.each} in week ${number}`]
      : [],
  );
}

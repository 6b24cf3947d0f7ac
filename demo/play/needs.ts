/** What moves a customer to do something. What she then does stands in `sql/2-act.sql`. */
export type Need = "travel" | "spending" | "investing" | "saving" | "visiting";

/** The need that an offer speaks to, by the offer's name. */
const needs: Readonly<Record<string, Need>> = {
  go_abroad_card: "travel",
  instalment_plan: "spending",
  fx_wealth_90: "investing",
  stable_90: "investing",
  growth_180: "investing",
  top_up: "investing",
  next_product: "investing",
  td_renewal: "saving",
  large_deposit: "saving",
  payroll_plus: "saving",
};

/** What a contact with these offers moves a customer to: of an offer that is not known here she has a look, at most. */
export function needOf(offers: readonly string[]): Need {
  return offers.flatMap((offer) => needs[offer] ?? []).at(0) ?? "visiting";
}

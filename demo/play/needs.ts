/** What moves a customer to do something. What she then does stands in `sql/2-act.sql`. */
export type Need = "travel" | "spending" | "investing" | "saving" | "visiting";

/** The need that an offer speaks to, by the offer's name. */
const needs: Readonly<Record<string, Need>> = {
  go_abroad_card: "travel",
  journey_currency: "travel",
  travel_help: "travel",
  festival_instalments: "spending",
  gold_card: "spending",
  instalment_plan: "spending",
  purchase_in_parts: "spending",
  closed_365: "investing",
  daily_wealth: "investing",
  fx_wealth_90: "investing",
  growth_180: "investing",
  next_product: "investing",
  stable_90: "investing",
  top_up: "investing",
  bonus_saving: "saving",
  first_salary: "saving",
  flexible_deposit: "saving",
  large_deposit: "saving",
  payroll_plus: "saving",
  payroll_return: "saving",
  pension_welcome: "saving",
  school_savings: "saving",
  td_renewal: "saving",
};

/** What a contact with these offers moves a customer to: of an offer that is not known here she has a look, at most. */
export function needOf(offers: readonly string[]): Need {
  return offers.flatMap((offer) => needs[offer] ?? []).at(0) ?? "visiting";
}

import type { NameTree } from "../../grammar/tree.ts";
import type { CampaignWindow } from "../../plan/index.ts";
import type { CheckedOffer } from "./checked.ts";
import { type Context, report } from "./context.ts";

/** Reports offers that are valid on no day of a campaign's window, and those that expire inside it. */
export function checkValidity(
  names: readonly NameTree[],
  window: CampaignWindow,
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): void {
  for (const name of names) {
    const offer = offers.get(name.text);
    if (offer?.valid?.kind !== "dates") continue;
    const { from, to, span } = offer.valid;
    const related = [{ span, label: "the offer is valid then" }];
    if (to < window.from || from > window.to) {
      report(context, "offer-never-valid", name.span, { offer: offer.name }, { related });
    } else if (to < window.to) {
      report(context, "offer-expires", name.span, { offer: offer.name, to }, { related });
    }
  }
}

import { compile } from "../../compiler/compile.ts";
import { date, detectOracle, localTime, number, type StoredRow, text } from "../../oracle/index.ts";
import { campaignFor, mapping, offer, project } from "./support.ts";

/** The instant that is asked for, local. */
export const tick = "2026-03-02T09:00:00";

/** An event of the library's, by its name. */
export interface Happening {
  readonly kind: string;
  /** Local: `2026-02-10 09:00:00`. */
  readonly at: string;
  readonly amount?: string;
  readonly counterparty?: string;
  readonly channel?: string;
}

/** What is known of a customer: tags of the day before, and of earlier days by their date. */
export interface Person {
  readonly tags?: StoredRow;
  readonly earlier?: Readonly<Record<string, StoredRow>>;
  readonly happenings?: readonly Happening[];
}

/**
 * Gives what some tags are for a customer, over a bank that maps all of the library's; text, null where unknown.
 * `declarations` are made besides.
 */
export function asker(
  probes: readonly string[],
  declarations = "",
): (person: Person) => Readonly<Record<string, string | null>> {
  const message = probes.map((name) => `{${name}}`).join(" ");
  const campaigns = `${declarations}\n${offer.replace("Good day.", message)}${campaignFor("probe", "true")}`;
  const { program, diagnostics } = compile(project(mapping(), campaigns));
  if (program === undefined) throw new Error(diagnostics.map((each) => each.message).join("\n"));
  return ({ tags = {}, earlier = {}, happenings = [] }) => {
    const copies = { ...earlier, "2026-03-01": tags };
    const world = {
      customers: Object.entries(copies).map(([day, row]) => ({
        customer_id: number(1),
        ds: date(day),
        ...row,
      })),
      happenings: happenings.map(({ kind, at, amount, counterparty, channel }, index) => ({
        customer_id: number(1),
        id: number(index + 1),
        happening: text(kind),
        at: localTime(at),
        amount: amount === undefined ? null : number(amount),
        counterparty: counterparty === undefined ? null : text(counterparty),
        channel: channel === undefined ? null : text(channel),
      })),
    };
    const [candidate] = detectOracle(program, "probe", world, { tick, from: tick }).candidates;
    if (candidate === undefined) throw new Error("the customer was not found");
    return candidate.placeholders;
  };
}

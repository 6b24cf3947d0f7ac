import { expect, test } from "vitest";
import { type Creditable, creditsOf } from "../../../runtime/ledger/credit.ts";
import { stableHash } from "../../../runtime/stable-hash.ts";

const due = Date.parse("2026-03-02T06:00:00Z") * 1_000;
const contact = (campaign: string, more: Partial<Creditable> = {}): Creditable => ({
  campaign,
  customer: "7",
  arm: "treated",
  wave: 0,
  tick: due,
  occasion: "2026-03-02T06:00:00Z",
  due,
  ...more,
});

/** The campaigns and waves that are credited best, and the shares of all. */
function credited(contacts: readonly Creditable[], priorities: Readonly<Record<string, number>> = {}) {
  const credits = creditsOf(contacts, new Map(Object.entries(priorities)));
  return {
    best: contacts.filter((one) => credits.get(one)?.best).map(({ campaign, wave }) => `${campaign} ${wave}`),
    shares: contacts.map((one) => credits.get(one)?.shares),
  };
}

test("the latest contact is credited best, a further wave as well, whatever its priority", () => {
  const contacts = [contact("a"), contact("b", { due: due + 1 }), contact("a", { wave: 1, due: due + 2 })];
  expect(credited(contacts, { a: 1, b: 99 })).toEqual({ best: ["a 1"], shares: [3, 3, 3] });
});

test("of contacts due at once that of the higher priority, then the least stable hash", () => {
  const contacts = [contact("a"), contact("b"), contact("c")];
  expect(credited(contacts, { a: 5, b: 6, c: 1 }).best).toEqual(["b 0"]);
  const hash = ({ campaign }: Creditable): string => stableHash(["2026-03-02T06:00:00Z", campaign, "7"]);
  const [least] = [...contacts].sort((a, b) => (hash(a) < hash(b) ? -1 : 1));
  expect(credited(contacts, { a: 5, b: 5, c: 5 }).best).toEqual([`${least?.campaign} 0`]);
});

test("members of holdouts are counted, and neither credited nor shared with", () => {
  const late = { due: due + 9 };
  const contacts = [
    contact("a"),
    contact("b", { arm: "control", ...late }),
    contact("c", { arm: "universal", ...late }),
  ];
  expect(credited(contacts)).toEqual({ best: ["a 0"], shares: [1, null, null] });
});

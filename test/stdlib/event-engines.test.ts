import { expect, test } from "vitest";
import { detectOracle } from "../../oracle/index.ts";
import { detectAll } from "../support/detection.ts";
import { useEngines } from "../support/engines.ts";
import { alerts } from "./cases/alert.ts";
import { reasonsToCare } from "./cases/care.ts";
import { opportunities } from "./cases/opportunity.ts";
import { tick } from "./cases/person.ts";
import { everyRule } from "./every-rule.ts";
import { statementsFor, tablesOf } from "./world.ts";

const engines = useEngines("event_rules");

test("each rule finds on both engines whom it finds by the reference, among the people of all cases", async () => {
  const cases = Object.entries({ ...opportunities, ...alerts, ...reasonsToCare });
  const people = cases.flatMap(([rule, { finds, passes }]) => [
    ...Object.values(finds).map((person) => ({ person, foundBy: rule })),
    ...Object.values(passes).map((person) => ({ person, foundBy: undefined })),
  ]);
  const tables = tablesOf(people.map(({ person }) => person));
  const { program, plan } = everyRule();
  const loaded = await engines.load(statementsFor(tables), "Asia/Shanghai");
  const detected = await detectAll(plan(), loaded, { tick });
  const from = "2026-03-01T09:00:00.000001";
  for (const [rule] of cases) {
    const said = (candidates: readonly { readonly customer: string; readonly event: unknown }[]) =>
      candidates.map(({ customer, event }) => [customer, event]);
    const { candidates } = detectOracle(program, rule, { ...tables }, { tick, from });
    expect(said(detected[rule]?.candidates ?? []), rule).toEqual(said(candidates));
    const customers = candidates.map(({ customer }) => customer);
    const own = people.flatMap(({ foundBy }, index) => (foundBy === rule ? [String(index + 1)] : []));
    expect(customers, rule).toEqual(expect.arrayContaining(own));
  }
}, 120_000);

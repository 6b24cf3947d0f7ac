import type { Engine, Program, ReadinessPlan, Statement } from "../../plan/index.ts";
import { dialects, readinessStatement } from "./sql/statement.ts";

/** How to ask each source that says so whether its data for D − 1 are there, by the source's name. */
export function readinessPlans(program: Program): Readonly<Record<string, ReadinessPlan>> {
  return Object.fromEntries(
    Object.values(program.sources).flatMap(({ name, ready }) => {
      if (ready === undefined) return [];
      const statement: Readonly<Record<Engine, Statement>> = {
        duckdb: readinessStatement(ready, dialects.duckdb),
        postgres: readinessStatement(ready, dialects.postgres),
      };
      return [[name, { whenLate: ready.whenLate, statement }]];
    }),
  );
}

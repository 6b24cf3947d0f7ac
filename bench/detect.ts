import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadProject } from "../cli/project/load-project.ts";
import { lower } from "../compiler/compile.ts";
import { emitPlan } from "../compiler/emit/plan.ts";
import { demoWeek, generateBank, usualBank } from "../demo/bank.ts";
import type { Plan } from "../plan/index.ts";
import { bindStatement } from "../runtime/calendar/parameters.ts";
import { previousInstant } from "../runtime/calendar/schedule.ts";
import { type Instant, openWarehouse, parseInstant, type Warehouse } from "../runtime/index.ts";
import { handWritten } from "./hand-written.ts";

const root = resolve(import.meta.dirname, "..");

/** How often each statement is run; the median counts. */
const runs = 5;

/** How many customers the bank has, unless `BENCH_CUSTOMERS` says otherwise. */
const customers = Number(process.env["BENCH_CUSTOMERS"] ?? usualBank.customers);

/** Measures each demo campaign's detection on DuckDB, and statements written by hand for two of them. */
export async function benchDetect(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-bench-"));
  try {
    const path = join(folder, "warehouse.duckdb");
    await generateBank({ ...usualBank, customers }, path);
    const plan = await demoPlan();
    const { timezone, relations } = plan;
    const warehouse = await openWarehouse({ engine: "duckdb", path }, { timezone, relations });
    try {
      await measure(plan, warehouse);
    } finally {
      await warehouse.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function demoPlan(): Promise<Plan> {
  const { project, checked, catalogFiles, campaignFiles, library } = await loadProject(root, process.env);
  if (project === undefined || checked === undefined) throw new Error("the demo bank's project has errors");
  const program = lower({ project: project.name, catalogFiles, campaignFiles, library }, checked);
  return emitPlan(program, checked.catalog, ({ file }) => file);
}

async function measure(plan: Plan, warehouse: Warehouse): Promise<void> {
  const tick = parseInstant(`${demoWeek[0]}T06:00`, plan.timezone);
  if (tick === undefined) throw new Error("the demo's week begins on no day");
  process.stdout.write(
    `detection at ${demoWeek[0]} 06:00 over ${customers} customers on DuckDB, milliseconds, the median of ${runs} runs\n` +
      `${"".padEnd(28)} compiled    rows  by hand    rows   ratio\n`,
  );
  for (const campaign of plan.campaigns) {
    const before = previousInstant(campaign.schedule, tick, plan) ?? tick;
    const statement = bindStatement(campaign.detection.duckdb, { tick, firingFrom: before + 1 }, plan);
    const compiled = await time(warehouse, statement.sql, statement.parameters);
    const written = handWritten[campaign.name];
    const byHand = written === undefined ? undefined : await time(warehouse, written, bounds(tick, before));
    const hand =
      byHand === undefined
        ? ""
        : ` ${cell(byHand.milliseconds, 8)}${cell(byHand.rows, 8)}${cell(compiled.milliseconds / byHand.milliseconds, 8, 2)}`;
    process.stdout.write(
      `${campaign.name.padEnd(28)} ${cell(compiled.milliseconds, 8)}${cell(compiled.rows, 8)}${hand}\n`,
    );
  }
}

/** The parameters of a statement written by hand: the tick, and the one before. */
function bounds(tick: Instant, before: Instant): readonly string[] {
  return [tick, before].map((instant) => new Date(instant / 1000).toISOString());
}

async function time(
  warehouse: Warehouse,
  sql: string,
  parameters: readonly (string | boolean)[],
): Promise<{ readonly milliseconds: number; readonly rows: number }> {
  const times: number[] = [];
  let rows = 0;
  for (let run = 0; run < runs; run++) {
    rows = 0;
    const began = performance.now();
    await warehouse.query({ sql, parameters }, (batch) => {
      rows += batch.filter((row) => row["customer"] !== null).length;
    });
    times.push(performance.now() - began);
  }
  return { milliseconds: times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0, rows };
}

function cell(value: number, width: number, digits = 0): string {
  return value.toFixed(digits).padStart(width);
}

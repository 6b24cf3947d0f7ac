import { availableParallelism } from "node:os";
import { type TestedCampaign, testedCampaign, testPlan } from "../compiler/emit/test-world/test-plan.ts";
import { runTest, testDates } from "../runtime/index.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import { progressLine } from "./output/progress.ts";
import type { Terminal } from "./output/terminal.ts";
import { type TestResult, testsJson, testsText } from "./output/test-results.ts";
import { type CompiledProject, compileProject } from "./project/compile-project.ts";

export interface TestCommandOptions {
  readonly project: string;
  readonly format: "pretty" | "json";
  /** A part of the names of tests or campaigns, in whatever case. */
  readonly filter: string | undefined;
}

/** `baleen test`: runs the project's tests, each in a warehouse and a ledger of its own in memory. */
export async function testCommand(options: TestCommandOptions, terminal: Terminal): Promise<ExitCode> {
  const compiled = await compileProject(options.project, terminal, []);
  if (compiled.kind === "unsound") return compiled.exitCode;
  const tests = chosen(compiled.tests, options.filter);
  const progress = progressLine(terminal, `testing ${compiled.plan.project}`);
  try {
    const results = await resultsOf(tests, compiled);
    progress.end();
    terminal.out(
      options.format === "json"
        ? testsJson(results, compiled)
        : testsText(results, compiled, { color: terminal.color }),
    );
    return results.every(({ passed }) => passed) ? ExitCode.well : ExitCode.findings;
  } finally {
    progress.end();
  }
}

type Tests = CompiledProject["tests"];

function chosen(tests: Tests, filter: string | undefined): Tests {
  if (filter === undefined) return tests;
  const part = filter.toLowerCase();
  const found = tests.filter(({ program: { name, campaign } }) =>
    [name, campaign].some((text) => text.toLowerCase().includes(part)),
  );
  if (found.length > 0) return found;
  throw new CommandFailure(
    `no test has \`${filter}\` in its name or its campaign's`,
    tests.length === 0 ? "the project has no tests" : "`baleen test` runs them all and says their names",
  );
}

/** Results in the order of the tests. While one waits for its warehouse, others are set up. */
async function resultsOf(tests: Tests, compiled: CompiledProject): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  const campaigns = new Map<string, TestedCampaign>();
  const waiting = tests.entries();
  const work = async (): Promise<void> => {
    for (const [index, test] of waiting) results[index] = await resultOf(test, compiled, campaigns);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}

async function resultOf(
  test: Tests[number],
  { program, plan }: CompiledProject,
  campaigns: Map<string, TestedCampaign>,
): Promise<TestResult> {
  const { campaign: name, ticks } = test.program;
  const tested = campaigns.get(name) ?? testedCampaign(program, plan, name);
  campaigns.set(name, tested);
  const dates = testDates(ticks, tested.campaign, plan);
  const { plan: made, problems } = testPlan(program, tested, test.program, dates);
  if (problems.length > 0) return { ...test, problems, checks: [], passed: false };
  const { checks } = await runTest(made);
  return { ...test, problems, checks, passed: checks.every(({ passed }) => passed) };
}

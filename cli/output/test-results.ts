import type { CheckedTest } from "../../compiler/check/test.ts";
import { linesOf, type Place, placeAt } from "../../compiler/diagnostics/place.ts";
import { type RenderOptions, renderFinding, type TextOf } from "../../compiler/diagnostics/render.ts";
import type { Span } from "../../grammar/span.ts";
import type { TestProgram } from "../../plan/index.ts";
import { type Found, foundTexts, type TestCheck } from "../../runtime/index.ts";

/** What came of a test. */
export interface TestResult {
  readonly program: TestProgram;
  readonly checked: CheckedTest;
  readonly passed: boolean;
  /** What cannot be as the test says: then it was not run. */
  readonly problems: readonly string[];
  readonly checks: readonly TestCheck[];
}

interface Project {
  readonly plan: { readonly project: string; readonly timezone: string };
  readonly textOf: TextOf;
}

/** The tests' results for people: a line each, then what failed, then their number. */
export function testsText(results: readonly TestResult[], project: Project, options: RenderOptions): string {
  if (results.length === 0) return "the project has no tests: there is nothing to run\n";
  const lines = results.map(({ program, passed }) => {
    const word = paint(passed ? "passed" : "failed", passed, options);
    return `${word}  ${program.campaign}: ${program.name}\n`;
  });
  const failures = results.flatMap((result) => failuresOf(result, project, options));
  const failed = results.filter(({ passed }) => !passed).length;
  const tests = `${results.length} ${results.length === 1 ? "test" : "tests"}`;
  const counts = `${tests}: ${results.length - failed} passed, ${failed} failed\n`;
  return [lines.join(""), ...failures, counts].join("\n");
}

function paint(word: string, well: boolean, { color }: RenderOptions): string {
  return color ? `\u001b[1;${well ? 32 : 31}m${word}\u001b[0m` : word;
}

function failuresOf(result: TestResult, project: Project, options: RenderOptions): readonly string[] {
  const { program, checked, problems, checks } = result;
  const show = (span: Span, notes: readonly { label: string; text: string }[]): string => {
    const message = `${program.campaign}: ${program.name}`;
    const finding = { tone: "error", head: "failed", message, span, related: [], notes } as const;
    return renderFinding(finding, project.textOf, options);
  };
  if (problems.length > 0) {
    return [
      show(
        checked.span,
        problems.map((text) => ({ label: "cannot be set up", text })),
      ),
    ];
  }
  const spans = spansOf(checked);
  return checks.flatMap((check, index) => {
    if (check.passed) return [];
    return [
      show(spans[index] ?? checked.span, [
        { label: "expected", text: check.expectation.text.replace(/^expect /, "") },
        ...foundTexts(check, project.plan.timezone).map((text) => ({ label: "found", text })),
      ]),
    ];
  });
}

/** The places of a test's expectations, in the order written. */
function spansOf({ ticks }: CheckedTest): readonly Span[] {
  return ticks.flatMap(({ expectations }) => expectations.map(({ span }) => span));
}

/** The version of the results' shape. */
const VERSION = 1;

/** The tests' results for tools. Instants are ISO in UTC. */
export function testsJson(results: readonly TestResult[], project: Project): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const tests = results.map(({ program, checked, passed, problems, checks }) => {
    const spans = spansOf(checked);
    return {
      name: program.name,
      campaign: program.campaign,
      ...placeOf(checked.span, project.textOf),
      passed,
      problems,
      expectations: checks.map(({ at, expectation, passed: met, found }, index) => ({
        expected: expectation.text,
        ...placeOf(spans[index] ?? checked.span, project.textOf),
        at,
        passed: met,
        found: foundJson(found),
      })),
    };
  });
  const counts = { tests: results.length, passed: results.length - failed, failed };
  return `${JSON.stringify({ version: VERSION, project: project.plan.project, ...counts, results: tests }, null, 2)}\n`;
}

function foundJson({ tick, contacts, rejections, noCandidate }: Found) {
  return {
    tick,
    contacts: contacts.map(({ channel, offers, due, wave, event }) => ({
      channel,
      offers,
      due,
      wave,
      event,
    })),
    rejections: rejections.map(({ reasons, wave, event }) => ({ reasons, wave, event })),
    noCandidate,
  };
}

function placeOf(span: Span, textOf: TextOf): Place & { readonly file: string } {
  return { file: span.file, ...placeAt(linesOf(textOf(span.file) ?? ""), span.start) };
}

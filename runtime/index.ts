import type { Plan } from "../plan/index.ts";
import type { ResultsReport } from "./report/results/results.ts";

export type * from "../plan/index.ts";
export {
  type Clock,
  type Instant,
  isoInstant,
  MICROSECONDS_PER_SECOND,
  now,
  parseInstant,
} from "./calendar/instant.ts";
export { type NoInstant, whyNoInstant } from "./calendar/no-instant.ts";
export { dayBounds } from "./calendar/zoned-time.ts";
export * as decide from "./decision/index.ts";
export type { AdapterSettings } from "./dispatch/adapter.ts";
export { csvLine } from "./dispatch/csv.ts";
export {
  type DispatchOutcome,
  type DispatchSettings,
  type DispatchSummary,
  dispatchDue,
} from "./dispatch/dispatch.ts";
export {
  type DispatchWaitingOptions,
  type DispatchWaitingOutcome,
  dispatchWaiting,
} from "./dispatch/dispatch-waiting.ts";
export { tryFileAdapter } from "./dispatch/file-adapter.ts";
export {
  type HistoryKind,
  type HistoryOutcome,
  type HistorySource,
  historyColumns,
  importHistory,
} from "./history/import-history.ts";
export { type Leadership, openLeadership } from "./ledger/leadership.ts";
export type { Ledger, LedgerLock } from "./ledger/ledger.ts";
export { type LedgerSettings, openLedger, openLedgerReader, tryLedger } from "./ledger/open-ledger.ts";
export type { DeadLetters } from "./ledger/outgoing.ts";
export type { ForgottenRows, Traces } from "./ledger/privacy.ts";
export type { ProjectSource, ProjectSources, RecordedProject } from "./ledger/projects.ts";
export { type PruneOutcome, pruneLedger, type Retention } from "./ledger/prune.ts";
export type { TaskState } from "./ledger/records.ts";
export type { TaskFilter, TaskMove, TaskRecord } from "./ledger/task-records.ts";
export { exportLedger, importLedger } from "./ledger/transfer/ledger-file.ts";
export { parseAmount } from "./parse-amount.ts";
export { RuntimeProblem, type RuntimeProblemCode, throwProblems } from "./problem.ts";
export { type DispatchReport, dispatchReport } from "./report/dispatch-report.ts";
export {
  type ExplainedTick,
  type Explanation,
  explain,
  type Outcome,
} from "./report/explain/explanation.ts";
export { explanationText } from "./report/explain/explanation-text.ts";
export { replayText } from "./report/explain/replay-text.ts";
export { aheadText, funnelText, passedText, shownDate, spansText } from "./report/funnel-text.ts";
export { writeReportJson } from "./report/report-json.ts";
export { readResults } from "./report/results/read-results.ts";
export type { CampaignResults, ResultsReport } from "./report/results/results.ts";
export { resultsCsv } from "./report/results/results-csv.ts";
export { resultsText } from "./report/results/results-text.ts";
export type {
  CampaignReport,
  ContactReport,
  LeftOpen,
  RejectionReport,
  RunReport,
  SourceWait,
  TickReport,
} from "./report/run-report.ts";
export { type TaskReport, taskReport, taskText } from "./report/task-report.ts";
export { waitingText } from "./report/waiting-text.ts";
export type { AnswersOutcome } from "./respond/record-answers.ts";
export { findResponses, importAnswers, type ResponsesOutcome } from "./respond/respond.ts";
export { type TickAhead, ticksAhead } from "./run/ahead.ts";
export { assertRunnable } from "./run/assert-runnable.ts";
export { decisionsAt, type PastDecision, type Replay, replay } from "./run/replay.ts";
export { type RunOptions, type RunOutcome, runPlan } from "./run/run.ts";
export { pendingSpans, type TickSpan } from "./run/spans.ts";
export type { ServiceEvent, ServiceRole, ServiceWork } from "./serve/event.ts";
export { type ServiceOptions, serve } from "./serve/service.ts";
export { relationUse } from "./tabular/relation-table.ts";
export type { RejectedLine } from "./tabular/table.ts";
export { foundTexts } from "./test/found-texts.ts";
export { type Found, runTest, type TestCheck, type TestOutcome, testDates } from "./test/run-test.ts";
export { nearestName } from "./warehouse/nearest-name.ts";
export { openWarehouse } from "./warehouse/open-warehouse.ts";
export { type SurveyOptions, type Surveyor, surveyWarehouse } from "./warehouse/survey/survey-warehouse.ts";
export { tryWarehouse } from "./warehouse/try-warehouse.ts";
export type { Warehouse, WarehouseOptions, WarehouseSettings } from "./warehouse/warehouse.ts";
export { warehouseOnDemand } from "./warehouse/warehouse-on-demand.ts";

/** A report as one page of HTML that needs nothing else; what draws its charts is loaded here alone. */
export async function resultsHtml(report: ResultsReport): Promise<string> {
  return (await import("./report/html/page.ts")).resultsPage(report);
}

/** Gives a built plan its type: what `build/plan.ts` exports. */
export function definePlan(plan: Plan): Plan {
  return plan;
}

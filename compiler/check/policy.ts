import type { PolicyLineTree, PolicyTree } from "../../grammar/tree.ts";
import type { Policy, QuietTime, TimeRange } from "../../plan/index.ts";
import { isLibraryFile } from "../library.ts";
import { channelsNamed } from "./channel-names.ts";
import type { CheckedOccurrence, CheckedOffer } from "./checked.ts";
import { type Context, report, written } from "./context.ts";
import { checkHoldoutShare } from "./holdout.ts";
import { checkPolicyCap, compareCaps, type PlacedCap } from "./policy-cap.ts";
import { type PolicyNames, segmentNamed } from "./policy-names.ts";
import { checkPolicyRule, compareRules, type PlacedRule } from "./policy-rule.ts";
import { leavesTime } from "./quiet.ts";

/** The contact policy, its lines bound; what is wrong has been reported and is left out. */
export interface CheckedPolicy extends Omit<Policy, "segments" | "occurrences"> {
  /** Names of the segments that lines name. */
  readonly segments: ReadonlySet<string>;
  readonly occurrences: ReadonlyMap<string, CheckedOccurrence>;
}

type Line<Kind extends PolicyLineTree["kind"]> = Extract<PolicyLineTree, { readonly kind: Kind }>;

/** Checks the project's policy, of several the first; undefined where there is none. */
export function checkPolicy(
  policies: readonly PolicyTree[],
  offers: ReadonlyMap<string, CheckedOffer>,
  context: Context,
): CheckedPolicy | undefined {
  const [tree, ...others] = policies;
  if (tree === undefined) return undefined;
  for (const { keyword } of others) {
    report(context, "policy-doubled", keyword, {}, { related: [{ span: tree.keyword, label: "the first" }] });
  }
  const names: PolicyNames = {
    context,
    groups: groupsOf(offers),
    segments: new Set(),
    occurrences: new Map(),
  };
  const suppress = new Set<string>();
  const caps: PlacedCap[] = [];
  const rules: PlacedRule[] = [];
  const quiet: { readonly time: QuietTime; readonly tree: Line<"quiet"> }[] = [];
  let holdout: { readonly share: string | undefined; readonly tree: Line<"holdout"> } | undefined;
  for (const line of tree.lines) {
    switch (line.kind) {
      case "suppress": {
        checkService(line, "`suppress`", context);
        const segment = segmentNamed(line.segment, names);
        if (segment === undefined) break;
        if (suppress.has(segment)) report(context, "name-repeated", line.segment.span, { name: segment });
        suppress.add(segment);
        break;
      }
      case "at-most": {
        const cap = checkPolicyCap(line, names);
        if (cap !== undefined) caps.push({ cap, tree: line });
        break;
      }
      case "never":
      case "only-to":
      case "only-after": {
        const rule = checkPolicyRule(line, names);
        if (rule !== undefined) rules.push(rule);
        break;
      }
      case "quiet": {
        checkService(line, "quiet times", context);
        const time = checkQuiet(line, context);
        if (time !== undefined) quiet.push({ time, tree: line });
        break;
      }
      case "holdout": {
        const share = checkHoldoutShare(line.share, context);
        if (holdout === undefined) holdout = { share, tree: line };
        else {
          const related = [{ span: holdout.tree.span, label: "it stands here first" }];
          report(context, "clause-doubled", line.span, { clause: "holdout" }, { related });
        }
        break;
      }
    }
  }
  checkDefaultMapped(tree, names);
  compareCaps(caps, names);
  compareRules(rules, suppress, names);
  checkTimeLeft(quiet, context);
  return {
    suppress: [...suppress].sort(),
    caps: caps.map(({ cap }) => cap),
    rules: rules.map(({ rule }) => rule),
    quiet: quiet.map(({ time }) => time),
    ...(holdout?.share === undefined ? {} : { holdout: holdout.share }),
    ...(holdout?.tree.includingService === true ? { holdoutIncludesService: true as const } : {}),
    segments: names.segments,
    occurrences: names.occurrences,
  };
}

/** Reports what the library's policy rests on and the bank maps to nothing: whoever it spares would be contacted. */
function checkDefaultMapped({ keyword }: PolicyTree, { context, segments, occurrences }: PolicyNames): void {
  if (!isLibraryFile(keyword.file)) return;
  const place = context.catalog.places.get("customer");
  const missing = [...segments, ...occurrences.keys()].flatMap((name) => [
    ...(context.missing.get(name) ?? []),
  ]);
  if (missing.length === 0 || place === undefined || context.names.campaigns.size === 0) return;
  const related = [{ span: keyword, label: "the standard library's policy" }];
  report(context, "policy-not-mapped", place, { missing: [...new Set(missing)].sort() }, { related });
}

function groupsOf(offers: ReadonlyMap<string, CheckedOffer>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of [...offers.keys()].sort()) {
    for (const group of offers.get(name)?.groups ?? []) {
      const members = groups.get(group) ?? [];
      members.push(name);
      groups.set(group, members);
    }
  }
  return groups;
}

function checkService({ includingService, span }: PolicyLineTree, line: string, context: Context): void {
  if (includingService) report(context, "policy-service-needless", span, { line });
}

function checkQuiet(tree: Line<"quiet">, context: Context): QuietTime | undefined {
  const from = tree.range.from.value;
  const to = tree.range.to.value;
  const via = channelsNamed(tree.via, context);
  if (from === to) {
    report(context, "contact-hours-empty", tree.range.span, { time: from });
    return undefined;
  }
  if (via === undefined) return undefined;
  const channels = via.length === 0 ? "" : ` via ${via.map(written).join(", ")}`;
  return { range: { from, to }, via, text: `quiet ${from} .. ${to}${channels}` };
}

/** Reports channels to which quiet times and their own hours leave no time, at the last line that takes some. */
function checkTimeLeft(
  quiet: readonly { readonly time: QuietTime; readonly tree: Line<"quiet"> }[],
  context: Context,
): void {
  for (const name of [...context.catalog.channels.keys()].sort()) {
    const hours = context.catalog.channels.get(name)?.value.hours;
    const taken: TimeRange[] = [];
    for (const { time, tree } of quiet) {
      if (time.via.length > 0 && !time.via.includes(name)) continue;
      taken.push(time.range);
      if (leavesTime(hours, taken)) continue;
      report(context, "quiet-leaves-nothing", tree.span, { channel: name });
      break;
    }
  }
}

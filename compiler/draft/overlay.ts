import type { SurveyedColumn } from "../../plan/index.ts";
import type { LibraryTag } from "./known-catalog.ts";
import { identifier } from "./names.ts";
import { oneLine } from "./yaml-text.ts";

/**
 * The standard library's tag that a column may be: the one of its name; where labels are asked too, the one whose name
 * is the same but for `_`, or whose label is what the column's comment says or ends with.
 */
export function meantTag(
  { name, comment }: SurveyedColumn,
  unmapped: readonly LibraryTag[],
  byLabel: boolean,
): LibraryTag | undefined {
  const own = identifier(name);
  const named = unmapped.find((tag) => tag.name === own);
  if (named !== undefined || !byLabel) return named;
  const bare = own.replaceAll("_", "");
  const alike = unmapped.find((tag) => tag.name.replaceAll(/[_.]/g, "") === bare);
  if (alike !== undefined) return alike;
  const [first = ""] = oneLine(comment ?? "")
    .toLowerCase()
    .split(/[，,；;。:：(（]/u);
  const said = first.trim();
  if (said === "") return undefined;
  const labelled = (matches: (label: string) => boolean) =>
    unmapped.find(({ label }) => Object.values(label).some((each) => matches(each.toLowerCase())));
  return labelled((label) => label === said) ?? labelled((label) => label.length > 1 && said.endsWith(label));
}

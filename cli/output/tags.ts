import type { ListedTag } from "../../compiler/tag-list.ts";

/** Tags as lines for a terminal. Labels stand last: letters of some scripts are wider than others. */
export function tagsText(tags: readonly ListedTag[]): string {
  if (tags.length === 0) return "no tag is like this\n";
  const rows = tags.map((tag) => [
    tag.name,
    tag.type ?? "?",
    tag.class === undefined ? "-" : [tag.class, tag.category ?? ""].filter((part) => part !== "").join("."),
    whereFrom(tag),
    Object.values(tag.label).join(" · "),
  ]);
  const heads = ["tag", "type", "category", "read from", "label"];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = [heads, ...rows].map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const unmapped = tags.filter(({ mapped }) => !mapped).length;
  const counted = `${tags.length} ${tags.length === 1 ? "tag" : "tags"}`;
  const note = unmapped === 0 ? "" : `, ${unmapped} of them cannot be used yet: they are mapped to nothing`;
  return `${lines.join("\n")}\n\n${counted}${note}\n`;
}

function whereFrom({ kind, from, mapped, missing }: ListedTag): string {
  if (kind === "read") return from ?? "nothing";
  if (mapped) return "derived";
  const [first, ...others] = missing;
  if (first === undefined) return "derived, wrong";
  return `derived, lacks ${first}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}

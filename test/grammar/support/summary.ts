import type { DeclarationTree, FileTree } from "../../../grammar/index.ts";

/** A file's declarations with the kinds of their lines, one declaration a line. */
export function outline(tree: FileTree): string {
  const lines = tree.declarations.map(
    (declaration) => `  ${declaration.kind}${nameOf(declaration)}${parts(declaration)}`,
  );
  for (const name of tree.unread) lines.push(`  (unread) ${name.text}`);
  return `${lines.length === 0 ? "  nothing" : lines.join("\n")}\n`;
}

function nameOf(declaration: DeclarationTree): string {
  switch (declaration.kind) {
    case "policy":
      return "";
    case "test":
      return ` ${JSON.stringify(declaration.title.value)} for ${declaration.campaign.text}`;
    default:
      return ` ${declaration.name.text}`;
  }
}

function parts(declaration: DeclarationTree): string {
  switch (declaration.kind) {
    case "tag":
      return declaration.value.kind === "error" ? ": (error)" : "";
    case "segment":
      return declaration.predicate.kind === "error" ? ": (error)" : "";
    case "event":
      return "";
    case "offer":
      return lineKinds(declaration.properties, declaration.unread);
    case "campaign":
      return lineKinds(declaration.clauses, declaration.unread);
    case "policy":
    case "test":
      return lineKinds(declaration.lines, declaration.unread);
  }
}

function lineKinds(
  lines: readonly { readonly kind: string }[],
  unread: readonly { readonly keyword: string | undefined }[],
): string {
  const kinds = [
    ...lines.map(({ kind }) => kind),
    ...unread.map(({ keyword }) => `(unread ${keyword ?? "line"})`),
  ];
  return `: ${kinds.join(" ")}`;
}

/** A tree as indented text without spans: `key: value` a line, what is absent left out. */
export function summary(tree: FileTree): string {
  return `${tree.declarations.map((declaration) => node(declaration, "").trimStart()).join("\n\n")}\n`;
}

function node(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return value.map((item) => `\n${indent}-${node(item, `${indent}  `).replace(/^\n\s*/, " ")}`).join("");
  }
  if (typeof value !== "object" || value === null) return ` ${JSON.stringify(value)}`;
  const entries = Object.entries(value).filter(([key, child]) => key !== "span" && child !== undefined);
  const byKey = Object.fromEntries(entries);
  if (byKey["kind"] === "name")
    return ` name ${JSON.stringify(byKey["parts"] ?? [byKey["text"]])}${byKey["quoted"] === true ? " quoted" : ""}`;
  return entries.map(([key, child]) => `\n${indent}${key}:${node(child, `${indent}  `)}`).join("");
}

import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { ts } from "ts-morph";

/** The repository's TypeScript sources: path from the root, with `/`, to text. */
export type Sources = ReadonlyMap<string, string>;

/** How an import takes part when its file is loaded: with it, when asked for, or not at all. */
export type ImportKind = "static" | "dynamic" | "type";

export interface Import {
  readonly kind: ImportKind;
  /** What is written between the quotes; undefined where it is computed when the program runs. */
  readonly specifier: string | undefined;
  readonly line: number;
}

const skippedFolders: ReadonlySet<string> = new Set(["node_modules", "dist", "build", ".git", ".baleen"]);

/** Reads all TypeScript sources below a folder. */
export function readSources(root: string, under = ""): Map<string, string> {
  const sources = new Map<string, string>();
  const entries = readdirSync(join(root, under), { withFileTypes: true });
  for (const entry of entries) {
    const path = posix.join(under, entry.name);
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) {
      for (const [file, text] of readSources(root, path)) sources.set(file, text);
    } else if (entry.isFile() && entry.name.endsWith(".ts")) {
      sources.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  return sources;
}

/** Parses one source. */
export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** All imports and re-exports of a source, in order. `import { type X }` is static: it still loads the module. */
export function importsOf(source: ts.SourceFile): readonly Import[] {
  const imports: Import[] = [];
  const add = (kind: ImportKind, node: ts.Node, specifier: ts.Node | undefined): void => {
    imports.push({
      kind,
      specifier: specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined,
      line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(typeOnly ? "type" : "static", node, node.moduleSpecifier);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node.isTypeOnly ? "type" : "static", node, node.moduleSpecifier);
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.isTypeOnly ? "type" : "static", node, node.moduleReference.expression);
    } else if (ts.isImportTypeNode(node)) {
      add("type", node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add("dynamic", node, node.arguments[0]);
    } else if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === "require"
    ) {
      add("static", node, node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

/** What an import reaches: a file of ours (path from the root) or a package or built-in module (its name). */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string };

/** Resolves what is imported by `file`; nothing is looked up on disk. */
export function resolveImport(file: string, specifier: string): Target {
  if (specifier === "baleen" || specifier.startsWith("baleen/")) {
    return { kind: "file", path: `${specifier.slice("baleen/".length)}/index.ts` };
  }
  if (specifier.startsWith(".")) {
    return { kind: "file", path: posix.normalize(posix.join(posix.dirname(file), specifier)) };
  }
  if (specifier.startsWith("node:")) return { kind: "package", name: specifier };
  const parts = specifier.split("/");
  return { kind: "package", name: parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/") };
}

import { posix } from "node:path";
import { ts } from "ts-morph";
import { type Import, importsOf, parse, resolveImport, type Sources } from "./source-imports.ts";

interface FolderRule {
  /** Our other folders that this one may import. */
  readonly ours: readonly string[];
  /** A pure folder touches no disk, clock, network, console or process, and names the few packages it needs. */
  readonly pure?: { readonly packages: readonly string[] };
}

/** `schema` is data: JSON Schemas that the compiler validates with and editors read. */
const rules: Readonly<Record<string, FolderRule>> = {
  grammar: { ours: [], pure: { packages: ["chevrotain"] } },
  plan: { ours: [], pure: { packages: [] } },
  compiler: {
    ours: ["grammar", "plan", "schema"],
    pure: { packages: ["kysely", "luxon", "sql-formatter", "ts-morph", "yaml"] },
  },
  runtime: { ours: ["plan"] },
  oracle: { ours: ["plan"], pure: { packages: ["luxon"] } },
  schema: { ours: [], pure: { packages: [] } },
  stdlib: { ours: [], pure: { packages: [] } },
  cli: { ours: ["grammar", "plan", "compiler", "runtime", "schema", "stdlib"] },
  demo: { ours: [] },
};

/** Built-in modules that only compute. */
const pureBuiltins: ReadonlySet<string> = new Set([
  "node:assert",
  "node:crypto",
  "node:path/posix",
  "node:util",
]);

const impureGlobals: ReadonlySet<string> = new Set([
  "console",
  "process",
  "fetch",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "globalThis",
  "navigator",
  "WebSocket",
  "XMLHttpRequest",
  "eval",
]);

/** What depends on the machine's language, in any folder that is published. */
const localeMembers = /^(localeCompare|toLocale\w*)$/;

function folderOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "";
}

/**
 * All imports and uses in one file that run against the architecture, each as `file:line: what`, imports first.
 * `dependencies` are the packages that are installed together with ours.
 */
export function findViolations(
  file: string,
  sources: Sources,
  dependencies: ReadonlySet<string>,
): readonly string[] {
  const rule = rules[folderOf(file)];
  if (rule === undefined) return [];
  const source = parse(file, sources.get(file) ?? "");
  const imports = importsOf(source).flatMap((each) => {
    const problem = checkImport(file, each, rule, sources, dependencies);
    return problem === undefined ? [] : [`${file}:${each.line}: ${problem}`];
  });
  return [...imports, ...impureUses(source, rule.pure !== undefined).map((use) => `${file}:${use}`)];
}

function checkImport(
  file: string,
  { kind, specifier }: Import,
  rule: FolderRule,
  sources: Sources,
  dependencies: ReadonlySet<string>,
): string | undefined {
  const folder = folderOf(file);
  if (specifier === undefined) return rule.pure ? `${folder} imports something computed` : undefined;
  const target = resolveImport(file, specifier);
  if (target.kind === "file") {
    const other = folderOf(target.path);
    if (other !== folder && !rule.ours.includes(other)) return `${folder} imports ${target.path}`;
    return target.path.endsWith(".ts") && !sources.has(target.path)
      ? `${target.path} is not there`
      : undefined;
  }
  if (target.name.startsWith("node:")) {
    return rule.pure && !pureBuiltins.has(target.name) ? `${folder} imports ${target.name}` : undefined;
  }
  if (kind === "type" && rule.pure === undefined) return undefined;
  if (rule.pure && !rule.pure.packages.includes(target.name)) return `${folder} imports ${target.name}`;
  return dependencies.has(target.name) ? undefined : `${target.name} is not among the dependencies`;
}

function impureUses(source: ts.SourceFile, pure: boolean): readonly string[] {
  const bound = boundNames(source);
  const found: string[] = [];
  const add = (node: ts.Node, what: string): void => {
    found.push(`${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: uses ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isPropertyAccessExpression(node)) {
      const member = node.getText().replace(/\s/g, "");
      if (localeMembers.test(node.name.text)) add(node, node.name.text);
      else if (pure && /^(Date\.now|Math\.random|crypto\.randomUUID)$/.test(member)) add(node, member);
      visit(node.expression);
      return;
    }
    if (pure && isClockRead(node)) add(node, "the clock");
    if (pure && isMachineLanguageRead(node)) add(node, "the machine's language");
    if (pure && ts.isIdentifier(node) && impureGlobals.has(node.text) && isReference(node, bound)) {
      add(node, node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isClockRead(node: ts.Node): boolean {
  return (
    ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0
  );
}

/** `new Intl.…` without a language takes that of the machine. */
function isMachineLanguageRead(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) || !node.expression.getText().startsWith("Intl.")) return false;
  const language = node.arguments?.[0];
  return language === undefined || language.getText() === "undefined";
}

/** A name that stands for a global here: not a property's or a member's own name, and not declared in this file. */
function isReference(node: ts.Identifier, bound: ReadonlySet<string>): boolean {
  const { parent } = node;
  if (bound.has(node.text)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) return parent.name !== node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodSignature(parent)
  );
}

function boundNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      (ts.isVariableDeclaration(node) ||
        ts.isParameter(node) ||
        ts.isBindingElement(node) ||
        ts.isFunctionDeclaration(node) ||
        ts.isImportSpecifier(node)) &&
      node.name &&
      ts.isIdentifier(node.name)
    ) {
      names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/**
 * The chains of static imports that lead from an entry file to a module that it must not load, each as
 * `entry > … > module`. Type imports load nothing, dynamic ones only when asked for.
 */
export function findLoads(
  sources: Sources,
  entry: string,
  forbidden: (module: string) => boolean,
): readonly string[] {
  const chains: string[] = [];
  const seen = new Set<string>();
  const walk = (file: string, chain: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { kind, specifier } of importsOf(parse(file, sources.get(file) ?? ""))) {
      if (kind !== "static" || specifier === undefined) continue;
      const target = resolveImport(file, specifier);
      if (target.kind === "package") {
        if (forbidden(target.name)) chains.push([...chain, target.name].join(" > "));
      } else if (posix.extname(target.path) === ".ts") {
        walk(target.path, [...chain, target.path]);
      }
    }
  };
  walk(entry, [entry]);
  return chains;
}

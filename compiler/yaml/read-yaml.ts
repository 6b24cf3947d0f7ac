import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type Scalar } from "yaml";
import type { Span } from "../../grammar/span.ts";
import type { FileTree } from "../../grammar/tree.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./node.ts";
import { syntaxDiagnostic } from "./syntax-error.ts";

/** A text with the path under which messages name it. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** What a YAML text says, where it was read ahead and nothing was wrong with it. */
  readonly root?: YamlNode;
  /** The tree of a `.campaign` text, likewise. */
  readonly tree?: FileTree;
}

/** What a YAML text says; `root` is undefined where it could not be read or says nothing. */
export interface YamlReading {
  readonly root: YamlNode | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const deepest = 100;
const mostNodes = 300_000;

type Document = ReturnType<typeof parseDocument>;

/**
 * Reads one YAML 1.2 document (core schema: dates, `no` and `on` are text). A text that cannot be parsed gives
 * one diagnostic; keys given twice, codes that YAML takes for numbers and the like give one each.
 */
export function readYaml({ path, text, root: known }: SourceText): YamlReading {
  if (known !== undefined) return { root: known, diagnostics: [] };
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // Keys are compared while the tree is built, in linear time and with both places at hand.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const problems = [...document.errors, ...document.warnings];
  const problem = syntaxDiagnostic(problems, path, text);
  if (problem !== undefined) return { root: undefined, diagnostics: [problem] };
  if (document.contents === null) return { root: undefined, diagnostics: [] };
  const reader: Reader = {
    path,
    text,
    document,
    diagnostics: [],
    active: new Set(),
    targets: new Map(),
    count: 0,
    stopped: false,
  };
  const root = readNode(reader, document.contents, { file: path, start: 0, end: 0 }, 0);
  return { root: reader.stopped ? undefined : root, diagnostics: reader.diagnostics };
}

interface Reader {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly diagnostics: Diagnostic[];
  /** Nodes that are being read: an alias to one of them would never end. */
  readonly active: Set<Node>;
  /** What aliases stand for: looking it up walks the document. */
  readonly targets: Map<Node, Node>;
  count: number;
  /** Whether a part cannot be read; the rest is of no use then. */
  stopped: boolean;
}

function readNode(reader: Reader, node: Node | null, place: Span, depth: number): YamlNode {
  const span = spanOf(reader, node, place);
  const nothing: YamlScalar = { kind: "scalar", value: null, source: "", quoted: false, span };
  reader.count++;
  if (reader.stopped) return nothing;
  if (reader.count > mostNodes || depth > deepest) {
    reader.stopped = true;
    reader.diagnostics.push(diagnostic("yaml-too-large", span, {}));
    return nothing;
  }
  if (node === null) return nothing;
  if (isAlias(node)) {
    const target = reader.targets.get(node) ?? node.resolve(reader.document);
    if (target === undefined || reader.active.has(target)) {
      reader.stopped = true;
      reader.diagnostics.push(diagnostic("yaml-alias", span, { name: node.source }));
      return nothing;
    }
    reader.targets.set(node, target);
    return readNode(reader, target, place, depth + 1);
  }
  if (isScalar(node)) return readScalar(reader, node, span);
  reader.active.add(node);
  const read = isMap(node)
    ? ({ kind: "map", entries: readEntries(reader, node.items, span, depth), span } as const)
    : isSeq(node)
      ? ({
          kind: "list",
          items: node.items.map((item) => readNode(reader, item as Node | null, span, depth + 1)),
          span,
        } as const)
      : nothing;
  reader.active.delete(node);
  return read;
}

function readEntries(
  reader: Reader,
  pairs: readonly Pair[],
  place: Span,
  depth: number,
): ReadonlyMap<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  for (const pair of pairs) {
    const keyNode = pair.key as Scalar;
    const key = spanOf(reader, keyNode, place);
    const name = String(keyNode.value ?? "");
    const known = entries.get(name);
    if (known !== undefined) {
      const related = [{ span: known.key, label: "written here first" }];
      reader.diagnostics.push(diagnostic("yaml-key-twice", key, { key: name }, { related }));
      continue;
    }
    const end = { ...key, start: key.end };
    entries.set(name, { key, value: readNode(reader, pair.value as Node | null, end, depth + 1) });
  }
  return entries;
}

/** Numbers that are not written as a person writes a number: `010`, `0x1F`, `.inf`. */
const oddNumber = /^[-+]?0\d|^0[ox]|^[-+]?\.?(?:inf|nan)$/i;

function readScalar(reader: Reader, node: Scalar, span: Span): YamlScalar {
  const quoted = node.type !== "PLAIN";
  const source = typeof node.source === "string" ? node.source : String(node.value ?? "");
  const value = node.value as YamlScalar["value"];
  if (typeof value === "number") {
    const digits = source
      .replace(/[eE].*$/, "")
      .replace(/^[-+]?[0.]*/, "")
      .replace(".", "");
    if (oddNumber.test(source) || digits.length > 15) {
      reader.diagnostics.push(
        diagnostic("yaml-ambiguous-number", span, { written: source, read: String(value) }),
      );
    }
  }
  return { kind: "scalar", value, source, quoted, span };
}

function spanOf(reader: Reader, node: Node | null, place: Span): Span {
  if (node === null || node.range === null || node.range === undefined) return place;
  const [start, end] = node.range;
  if (end > start) return { file: reader.path, start, end };
  // A value that is not there: its place is the key's, which can be pointed at.
  return place.end > place.start ? place : { file: reader.path, start, end };
}

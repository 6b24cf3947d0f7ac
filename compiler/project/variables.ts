import type { Span } from "../../grammar/span.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { YamlNode, YamlScalar } from "../yaml/node.ts";

export type Environment = Readonly<Record<string, string>>;

/**
 * Fills `${VAR}` in every value of a tree. A filled scalar keeps its source as written, which is all that
 * messages quote: what the environment holds is never shown. Unset variables are reported and left standing.
 */
export function fillVariables(
  node: YamlNode,
  environment: Environment,
  report: (diagnostic: Diagnostic) => void,
): YamlNode {
  switch (node.kind) {
    case "map":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([name, { key, value }]) => [
            name,
            { key, value: fillVariables(value, environment, report) },
          ]),
        ),
      };
    case "list":
      return { ...node, items: node.items.map((item) => fillVariables(item, environment, report)) };
    case "scalar":
      return typeof node.value === "string" && node.value.includes("${")
        ? fillScalar(node, node.value, environment, report)
        : node;
  }
}

const reference = /\$\{([^}]*)(\}?)/g;

function fillScalar(
  node: YamlScalar,
  text: string,
  environment: Environment,
  report: (diagnostic: Diagnostic) => void,
): YamlScalar {
  const value = text.replace(reference, (written: string, name: string, end: string, offset: number) => {
    const span = spanWithin(node, text, offset, written.length);
    if (end === "" || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      report(diagnostic("variable-form", span, { written }));
      return written;
    }
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found === undefined || found === "") {
      report(diagnostic("variable-not-set", span, { name }));
      return written;
    }
    return found;
  });
  // A switch may come from the environment too: it is then the whole value.
  const isSwitch = /^\$\{[^}]*\}$/.test(text) && (value === "true" || value === "false");
  return { ...node, value: isSwitch && !node.quoted ? value === "true" : value };
}

/** The place of a part of a scalar; of all of it where quotes and escapes make places uncertain. */
function spanWithin(node: YamlScalar, text: string, offset: number, length: number): Span {
  const { file, start, end } = node.span;
  const opening = node.quoted ? 1 : 0;
  if (end - start !== text.length + 2 * opening) return node.span;
  return { file, start: start + opening + offset, end: start + opening + offset + length };
}

import type { Span } from "../../grammar/span.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entryOf, plainValue, type YamlNode } from "./node.ts";

/** A mistake as Ajv's compiled validators give it. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly parentSchema?: JsonSchema;
}

/** A validator compiled ahead by Ajv from one of the published schemas. */
export interface SchemaValidator {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** A JSON Schema as plain JSON, read where messages need what it says: known keys, allowed values, forms. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether all is well at and below a path such as `["tags", "age", "from"]`, unknown keys aside. */
  readonly sound: (path: readonly string[]) => boolean;
}

interface Target {
  readonly path: readonly string[];
  readonly node: YamlNode;
  /** The place of the node's key; of the node itself where it has none. */
  readonly key: Span;
}

/** Validates a tree against a published schema, each mistake at the very key or value that is wrong. */
export function validate(root: YamlNode, validator: SchemaValidator, schema: JsonSchema): Validation {
  const data = plainValue(root);
  const found = validator(data) ? [] : (validator.errors ?? []);
  // The branches of a choice are spoken for by the choice.
  const errors = found.filter(({ schemaPath }) => !/\/oneOf\/\d/.test(schemaPath));
  const diagnostics: Diagnostic[] = [];
  const broken = new Set<string>();
  const silenced = new Set<string>();
  const said = new Set<string>();
  const report = (error: SchemaError, later: boolean): void => {
    const target = targetAt(root, error.instancePath);
    const message = explain(error, target, schema, later);
    if (message === undefined) return;
    const identity = `${message.code} ${message.span.start} ${message.span.end}`;
    if (!said.has(identity)) diagnostics.push(message);
    said.add(identity);
    if (!isUnknownKey(error)) {
      for (let end = 0; end <= target.path.length; end++) broken.add(pathText(target.path.slice(0, end)));
    }
  };
  // What this version does not have speaks for all that stands with it.
  const later = errors.filter((error) => isLater(error, targetAt(root, error.instancePath)));
  const [keys, values] = [later.filter(isUnknownKey), later.filter((error) => !isUnknownKey(error))];
  for (const error of [...values, ...keys]) {
    if (isUnknownKey(error) && values.some((value) => parentOf(value) === error.instancePath)) continue;
    report(error, true);
    silenced.add(parentOf(error));
  }
  for (const error of errors) {
    const place = error.keyword === "required" ? error.instancePath : parentOf(error);
    if (!silenced.has(place)) report(error, false);
  }
  return { diagnostics, sound: (path) => !broken.has(pathText(path)) };
}

function explain(
  error: SchemaError,
  target: Target,
  schema: JsonSchema,
  later: boolean,
): Diagnostic | undefined {
  const { node, key, path } = target;
  const name = path.at(-1) ?? "";
  const parent = asRecord(error.parentSchema);
  switch (error.keyword) {
    case "additionalProperties": {
      const unknown = String(error.params["additionalProperty"]);
      const span = entryOf(node, unknown)?.key ?? node.span;
      if (later) return diagnostic("not-in-this-version", span, { what: `\`${unknown}\`` });
      const known = Object.keys(asRecord(parent["properties"])).sort();
      return diagnostic("unknown-key", span, {
        key: unknown,
        where: path.join("."),
        nearest: nearestName(unknown, known),
        known,
      });
    }
    case "required": {
      const missing = String(error.params["missingProperty"]);
      return diagnostic("missing-key", path.length === 0 ? startOf(node) : key, {
        key: missing,
        where: path.join("."),
        example: exampleOf(asRecord(parent["properties"])[missing], schema),
      });
    }
    case "type": {
      if (later) return diagnostic("not-in-this-version", node.span, { what: `this form of \`${name}\`` });
      const types = [parent["type"]].flat().map(String);
      return diagnostic("value-type", node.span, {
        key: name,
        expected: types.map((type) => typeNames[type] ?? type),
        found: foundIn(node),
        cure: typeCure(node, types, parent["pattern"], exampleOf(parent, schema)),
      });
    }
    case "enum":
    case "const": {
      const written = sourceOf(node);
      if (later) return diagnostic("not-in-this-version", node.span, { what: `\`${name}: ${written}\`` });
      const allowed = [parent["enum"] ?? parent["const"]].flat().map(String);
      const nearest = nearestName(written, allowed);
      return diagnostic("value-not-allowed", node.span, { key: name, written, nearest, allowed });
    }
    case "pattern": {
      const written = sourceOf(node);
      const names = parent["x-names"];
      if (Array.isArray(names)) {
        const allowed = names.map(String);
        const nearest = nearestName(written, allowed);
        return diagnostic("value-not-allowed", node.span, { key: name, written, nearest, allowed });
      }
      return diagnostic("value-form", node.span, {
        key: name,
        written,
        form: String(parent["patternErrorMessage"]),
      });
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return diagnostic("value-range", node.span, {
        key: name,
        written: sourceOf(node),
        from: textOrUndefined(parent["minimum"]),
        above: textOrUndefined(parent["exclusiveMinimum"]),
        to: textOrUndefined(parent["maximum"]),
      });
    case "minItems":
    case "minProperties":
      return diagnostic("value-empty", node.span, { key: name });
    case "oneOf": {
      const keys = (parent["oneOf"] as readonly JsonSchema[]).flatMap(({ required }) => [required].flat());
      return diagnostic("one-key-of", node.span, { where: name, keys: keys.map(String) });
    }
    default:
      // `if` and the alternatives of `oneOf` speak through the mistakes inside them.
      return undefined;
  }
}

/** Whether a mistake is a form that LANGUAGE has and this version has not: the schema lists these in `x-later`. */
function isLater(error: SchemaError, { node }: Target): boolean {
  const later = asRecord(error.parentSchema)["x-later"];
  if (!Array.isArray(later)) return false;
  switch (error.keyword) {
    case "additionalProperties":
      return later.includes(error.params["additionalProperty"]);
    case "type":
      return node.kind === "map" && later.some((key) => node.entries.has(String(key)));
    case "enum":
      return later.includes(sourceOf(node));
    default:
      return false;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  array: "a list `[…]`",
  object: "keys with values `{ key: value }`",
  null: "nothing",
};

function foundIn(node: YamlNode): string {
  switch (node.kind) {
    case "map":
      return "keys with values";
    case "list":
      return "a list";
    case "scalar":
      if (node.value === null) return node.source === "" ? "nothing" : `\`${node.source}\`, which is nothing`;
      if (typeof node.value === "string") return `the text \`${node.source}\``;
      return typeof node.value === "number"
        ? `the number \`${node.source}\``
        : `\`${node.source}\`, which is true or false`;
  }
}

function typeCure(
  node: YamlNode,
  types: readonly string[],
  pattern: unknown,
  example: string | undefined,
): string | undefined {
  if (node.kind === "scalar" && node.value !== null) {
    const wouldFit = typeof pattern !== "string" || new RegExp(pattern, "u").test(node.source);
    if (typeof node.value !== "string" && types.includes("string") && wouldFit) {
      return `put it in quotes: "${node.source}"`;
    }
    if (types.includes("boolean")) return "write `true` or `false`";
    const plain = node.source.replaceAll("_", "");
    if (types.some((type) => type === "number" || type === "integer") && /^-?\d+(\.\d+)?$/.test(plain)) {
      return `write ${plain}`;
    }
  }
  return example === undefined ? undefined : `for example \`${example}\``;
}

function exampleOf(schema: unknown, root: JsonSchema): string | undefined {
  const resolved = resolveReference(asRecord(schema), root);
  const example = [asRecord(schema)["examples"] ?? resolved["examples"]].flat()[0];
  return typeof example === "string" ? example : undefined;
}

function resolveReference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema["$ref"];
  return typeof reference === "string" ? schemaAt(root, reference) : schema;
}

/** The part of a schema at a path such as `#/definitions/source`. */
function schemaAt(schema: JsonSchema, path: string): JsonSchema {
  let part: unknown = schema;
  for (const step of path.replace(/^#\/?/, "").split("/")) part = asRecord(part)[unescapeStep(step)];
  return asRecord(part);
}

function targetAt(root: YamlNode, pointer: string): Target {
  const path = pointer.split("/").slice(1).map(unescapeStep);
  let node = root;
  let key = root.span;
  for (const step of path) {
    const entry = entryOf(node, step);
    const next = entry?.value ?? (node.kind === "list" ? node.items[Number(step)] : undefined);
    if (next === undefined) break;
    node = next;
    key = entry?.key ?? next.span;
  }
  return { path: namedPath(path), node, key };
}

/** A path for people: an item of a list goes by the list's name. */
function namedPath(path: readonly string[]): readonly string[] {
  return path.at(-1) !== undefined && /^\d+$/.test(path.at(-1) ?? "") ? path.slice(0, -1) : path;
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function isUnknownKey({ keyword }: SchemaError): boolean {
  return keyword === "additionalProperties";
}

/** The map that a mistake is in. */
function parentOf(error: SchemaError): string {
  const { instancePath } = error;
  if (isUnknownKey(error)) return instancePath;
  return instancePath.slice(0, Math.max(0, instancePath.lastIndexOf("/")));
}

function sourceOf(node: YamlNode): string {
  return node.kind === "scalar" ? node.source : foundIn(node);
}

function startOf(node: YamlNode): Span {
  return { ...node.span, end: node.span.start };
}

function pathText(path: readonly string[]): string {
  return JSON.stringify(path);
}

function textOrUndefined(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function asRecord(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null ? (value as JsonSchema) : {};
}

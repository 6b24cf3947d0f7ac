import type { Span } from "../../grammar/span.ts";

/** A YAML text as a tree, every part with its place. Aliases are followed: a part may appear at several places. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly span: Span;
}

export interface YamlEntry {
  /** The place of the key. */
  readonly key: Span;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly span: Span;
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The value as written, without quotes: what messages quote, and the exact digits of a number. */
  readonly source: string;
  /** Whether it stands in quotes or as a block of text, so that it can be nothing but text. */
  readonly quoted: boolean;
  readonly span: Span;
}

/** The entry of a map; undefined where there is none or the node is no map. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === "map" ? node.entries.get(key) : undefined;
}

/** The value under a key of a map; undefined where there is none or the node is no map. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

/** The entries of a map in the order of the text; none where the node is no map. */
export function entriesOf(node: YamlNode | undefined): readonly (readonly [string, YamlEntry])[] {
  return node?.kind === "map" ? [...node.entries] : [];
}

/** The items of a list, a single value being a list of one; none where there is no node. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined) return [];
  return node.kind === "list" ? node.items : [node];
}

/** The text of a scalar that is text. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The number of a scalar that is a number. */
export function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}

/** The truth of a scalar that is `true` or `false`. */
export function booleanOf(node: YamlNode | undefined): boolean | undefined {
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
}

/** The tree as plain values, for validation. Maps have no prototype, so that any key is only a key. */
export function plainValue(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainValue);
    case "map": {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, { value }] of node.entries) plain[key] = plainValue(value);
      return plain;
    }
  }
}

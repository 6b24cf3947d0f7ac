import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clauseKeywords, format, parse } from "../../grammar/index.ts";
import { declarations, type Plain } from "./support/arbitrary-tree.ts";
import { printDeclarations } from "./support/print-tree.ts";

const seed = 20260302;

/** A tree without its spans (a policy's `keyword` is one), and without what is undefined, so that it compares with a generated one. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, child) => (key === "span" || key === "keyword" ? undefined : child)),
  );
}

function inCanonicalOrder(tree: Plain): Plain {
  const clauses = tree["clauses"] as readonly { readonly kind: string }[] | undefined;
  if (clauses === undefined) return tree;
  return {
    ...tree,
    clauses: clauseKeywords.flatMap((keyword) => clauses.filter(({ kind }) => kind === keyword)),
  };
}

test("what is written down from a tree is read as that tree", () => {
  fc.assert(
    fc.property(declarations, (trees) => {
      const { tree, problems } = parse("a.campaign", printDeclarations(trees));
      expect(problems).toEqual([]);
      expect(plain(tree.declarations)).toEqual(plain(trees));
    }),
    { seed, numRuns: 400 },
  );
});

test("formatting keeps the tree and is done in one go", () => {
  fc.assert(
    fc.property(declarations, (trees) => {
      const formatted = format("a.campaign", printDeclarations(trees));
      if (formatted.kind !== "formatted") throw new Error(formatted.kind);
      expect(format("a.campaign", formatted.text)).toEqual(formatted);
      // Routes may have gained backticks where their name opens a line.
      const blind = (found: unknown): unknown =>
        JSON.parse(JSON.stringify(found).replaceAll(/"quoted":(true|false)/g, '"quoted":0'));
      const { tree } = parse("a.campaign", formatted.text);
      expect(blind(plain(tree.declarations))).toEqual(blind(plain(trees.map(inCanonicalOrder))));
    }),
    { seed, numRuns: 300 },
  );
});

const folder = join(import.meta.dirname, "golden");
const samples = ["format", "tree"].flatMap((kind) =>
  readdirSync(join(folder, kind))
    .filter((name) => name.endsWith(".campaign"))
    .map((name) => readFileSync(join(folder, kind, name), "utf8")),
);

const pieces = fc.constantFrom(
  ..."{ } ( ) \" ` ' // /* */ /// \n , . .. = - < == % ; \\ \r\n \u0000 \u202e ， é 🙂".split(" "),
  ...clauseKeywords,
  ..."tag event campaign policy test goal when otherwise and or not in is of case end by exceeds top count( last".split(
    " ",
  ),
  ...[
    "30 days",
    "10 USD",
    "20 %",
    "1e5",
    "2026-02-30",
    "06:00",
    "{a, b}",
    "tag t = 1\n",
    "campaign x {\n",
    "in each of",
    "\n",
    " ",
  ],
);

/** A file with stretches taken out and pieces put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.record({ at: fc.nat(), length: fc.nat({ max: 30 }), piece: fc.option(pieces) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([sample, edits]) =>
    edits.reduce((text, { at, length, piece }) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + (piece ?? "") + text.slice(start + length);
    }, sample),
  );

function reads(text: string): void {
  const { tree, problems, comments } = parse("a.campaign", text);
  for (const { span } of problems) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  expect([...problems].sort((a, b) => a.span.start - b.span.start)).toEqual(problems);
  for (const { start, end, text: written } of comments) expect(text.slice(start, end)).toBe(written);
  expect(tree.span.end).toBe(text.length);
  const formatted = format("a.campaign", text);
  expect(formatted.kind).toBe(problems.length === 0 ? "formatted" : "unreadable");
  if (formatted.kind === "formatted") expect(format("a.campaign", formatted.text)).toEqual(formatted);
}

test("any text is read without a fault", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), reads), { seed, numRuns: 500 });
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(" ")),
      reads,
    ),
    { seed, numRuns: 1_000 },
  );
});

test("a file with a few mistakes is read without a fault, and formatted if it has none after all", () => {
  fc.assert(fc.property(mutated, reads), { seed, numRuns: 1_000 });
});

const comment = fc.constantFrom("// a", "/* b */", "/* c\n   d */", "/// e");
const separator = fc.constantFrom("\n", " ", "\n\n", "\n    ");

test("comments anywhere are kept", () => {
  const commented = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.record({ at: fc.nat(), comment, before: separator }), { minLength: 1, maxLength: 5 }),
    )
    .map(([sample, added]) =>
      added.reduce((text, { at, comment: written, before }) => {
        const spaces = [...text.matchAll(/\s+/g)].map(({ index }) => index);
        const start = spaces[at % Math.max(1, spaces.length)] ?? text.length;
        const close = written.startsWith("//") ? "\n" : " ";
        return `${text.slice(0, start)}${before}${written}${close}${text.slice(start)}`;
      }, sample),
    );
  fc.assert(fc.property(commented, reads), { seed, numRuns: 1_000 });
});

import { error } from "../define.ts";
import { didYouMean } from "./did-you-mean.ts";

const at = (where: string): string => (where === "" ? "at the top of the file" : `in \`${where}\``);
const list = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

/** What is said of a YAML file before it is known what it means: its form, its keys, the kinds of its values. */
export const yamlMessages = {
  "yaml-indentation": error(
    () => "this line does not fit the indentation of the lines above it",
    () => "keys of one level start in the same column; what belongs to a key is indented more than the key",
  ),
  "yaml-tab": error(
    () => "a tab indents this line, and YAML knows spaces only",
    () => "replace the tab with spaces",
  ),
  "yaml-missing-character": error<{ readonly missing: string }>(
    ({ missing }) => `${missing} is missing after this`,
    () => "a text that holds quotes, `: `, `#` or brackets needs quotes around all of it",
  ),
  "yaml-colon-missing": error<{
    readonly key: string;
    readonly missing: "colon" | "space";
    readonly hasValue: boolean;
  }>(
    ({ key, missing }) => `a ${missing} is missing after \`${key}${missing === "colon" ? "" : ":"}\``,
    ({ key, hasValue }) => `write \`${key}:${hasValue ? " …" : ""}\``,
  ),
  "yaml-second-colon": error(
    () => "a second `: ` stands on this line",
    () => "put the value in quotes, or start a new line for the inner key",
  ),
  "yaml-key": error(
    () => "this is not a key",
    () => "a key is a text on one line, followed by `:`",
  ),
  "yaml-key-twice": error<{ readonly key: string }>(
    ({ key }) => `\`${key}\` stands here twice`,
    () => "keep one of the two",
  ),
  "yaml-alias": error<{ readonly name: string }>(
    ({ name }) => `the alias \`*${name}\` refers to nothing that can be put in its place`,
    () => "an alias repeats what is marked `&name` above it, and cannot stand inside that part",
  ),
  "yaml-anchor": error(
    () => "this cannot be marked with `&`",
    () => "a value is marked at most once, and an alias not at all: remove one of the marks",
  ),
  "yaml-too-large": error(
    () => "this file is nested too deeply, or its aliases make it too large",
    () => "at most 100 levels and 300,000 values can be read",
  ),
  "yaml-several-documents": error(
    () => "a second document begins here",
    () => "remove the `---`, or put what follows into a file of its own",
  ),
  "yaml-needs-quotes": error<{ readonly start: string }>(
    ({ start }) => `a text that begins with \`${start}\` needs quotes`,
    () => "put the whole value in double quotes",
  ),
  "yaml-escape": error<{ readonly written: string }>(
    ({ written }) => `\`${written}\` means nothing in double quotes`,
    () => "write `\\\\` for a backslash, or use single quotes",
  ),
  "yaml-tag": error<{ readonly tag: string }>(
    ({ tag }) => `\`${tag}\` is a YAML feature that these files do not use`,
    () => "remove it; put a value in quotes to make it text",
  ),
  "yaml-unexpected": error<{ readonly word: string }>(
    ({ word }) => (word === "" ? "this cannot stand here" : `\`${word}\` cannot stand here`),
    () =>
      "keys of one level start in the same column; a text with `: `, `#`, quotes or brackets needs quotes around it",
  ),
  "yaml-ambiguous-number": error<{ readonly written: string; readonly read: string }>(
    ({ written, read }) => `\`${written}\` is read as the number ${read}`,
    ({ written, read }) => `put it in quotes if it is a code: "${written}"; write ${read} if it is a number`,
  ),
  "unknown-key": error<{
    readonly key: string;
    readonly where: string;
    readonly nearest: string | undefined;
    readonly known: readonly string[];
  }>(
    ({ key, where }) => `there is no key \`${key}\` ${at(where)}`,
    ({ key, nearest, known }) => {
      if (/^[^:]+:[^:]+$/.test(key)) return `put a space after the colon: \`${key.replace(":", ": ")}\``;
      return didYouMean({ nearest }) ?? `the keys here are ${list(known)}`;
    },
  ),
  "missing-key": error<{
    readonly key: string;
    readonly where: string;
    readonly example: string | undefined;
  }>(
    ({ key, where }) => `\`${key}\` is missing ${at(where)}`,
    ({ key, example }) =>
      example === undefined ? `add \`${key}:\`` : `add it, for example \`${key}: ${example}\``,
  ),
  "value-type": error<{
    readonly key: string;
    readonly expected: readonly string[];
    readonly found: string;
    readonly cure: string | undefined;
  }>(
    ({ key, expected, found }) =>
      `${key === "" ? "this file" : `\`${key}\``} takes ${expected.join(" or ")}, and this is ${found}`,
    ({ cure }) => cure,
  ),
  "value-not-allowed": error<{
    readonly key: string;
    readonly written: string;
    readonly nearest: string | undefined;
    readonly allowed: readonly string[];
  }>(
    ({ key, written }) => `\`${key}\` cannot be \`${written}\``,
    ({ nearest, allowed }) =>
      didYouMean({ nearest }) ??
      (allowed.length === 1 ? `it is ${list(allowed)}` : `it is one of ${list(allowed)}`),
  ),
  "value-form": error<{ readonly key: string; readonly written: string; readonly form: string }>(
    ({ key, written, form }) => `\`${key}\` ${form}, and is \`${written}\``,
  ),
  "value-range": error<{
    readonly key: string;
    readonly written: string;
    readonly from: string | undefined;
    readonly above: string | undefined;
    readonly to: string | undefined;
  }>(
    ({ key, written }) => `\`${key}\` cannot be ${written}`,
    ({ from, above, to }) => {
      if (above !== undefined) return `it is above ${above}`;
      return to === undefined ? `it is ${from} or more` : `it is from ${from} to ${to}`;
    },
  ),
  "value-empty": error<{ readonly key: string }>(
    ({ key }) => `\`${key}\` is empty`,
    () => "name at least one, or leave the key out",
  ),
  "one-key-of": error<{ readonly where: string; readonly keys: readonly string[] }>(
    ({ where, keys }) => `\`${where}\` takes exactly one of ${list(keys)}`,
  ),
} as const;

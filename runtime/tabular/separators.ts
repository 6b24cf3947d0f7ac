const OTHER_SEPARATORS: readonly (readonly [string, string])[] = [
  [";", "`;`"],
  ["\t", "tabs"],
  ["|", "`|`"],
];

/** By what else than commas a header of one name seems to be separated, for a reader; undefined where it has no such character. */
export function otherSeparator(name: string): string | undefined {
  return OTHER_SEPARATORS.find(([separator]) => name.includes(separator))?.[1];
}

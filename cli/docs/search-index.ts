import { type Documentation, thingKinds } from "../../compiler/documentation/documentation.ts";
import { fileName } from "../../compiler/emit/file-name.ts";

/**
 * The search index as a script, since a page that is opened from disk may fetch nothing: an entry a line, `[kind, name,
 * file, English label, Chinese label, further words]`. A kind is its place among `thingKinds`; a label that a
 * thing does not have is empty.
 */
export function searchIndex({ things }: Documentation): string {
  const lines = things.map(({ kind, name, label, description, documentation, ...rest }) => {
    const further = [
      rest.class,
      rest.category,
      rest.owner,
      ...documentation,
      description,
      ...("members" in rest.detail ? rest.detail.members : []),
      ...Object.entries(label).flatMap(([language, text]) =>
        language === "en" || language === "zh" ? [] : [text],
      ),
    ].filter((text) => text !== undefined);
    const file = `${kind}/${fileName(name)}.html`;
    return inScript([
      thingKinds.indexOf(kind),
      name,
      file,
      label["en"] ?? "",
      label["zh"] ?? "",
      further.join(" "),
    ]);
  });
  return `globalThis.baleenIndex = [\n${lines.join(",\n")}\n];\n`;
}

/** JSON that is JavaScript too, and nothing else, wherever it is put. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import { type ListedTag, listTags } from "../compiler/tag-list.ts";
import type { ExitCode } from "./exit-code.ts";
import { exitCodeOf, hasErrors, writeDiagnostics } from "./output/diagnostics.ts";
import { tagsText } from "./output/tags.ts";
import type { Terminal } from "./output/terminal.ts";
import { loadProjectTexts } from "./project/load-texts.ts";

export interface TagsOptions {
  readonly project: string;
  /** Words that must all stand in a tag's name, labels, class, category or description, in whatever case. */
  readonly words: readonly string[];
  readonly class: string | undefined;
  readonly category: string | undefined;
  readonly type: string | undefined;
  readonly kind: ListedTag["kind"] | undefined;
  /** Only those that can be used, or only those that cannot. */
  readonly only: "mapped" | "unmapped" | undefined;
  readonly format: "pretty" | "json";
}

/** `baleen tags`: lists the tags that campaigns can speak of, those of the standard library among them. */
export async function tagsCommand(options: TagsOptions, terminal: Terminal): Promise<ExitCode> {
  // What only a run needs, an address or a password, needn't be set to look a tag up.
  const loaded = await loadProjectTexts(options.project, process.env, []);
  const { project, textOf, diagnostics: found } = loaded;
  const listed =
    project === undefined || hasErrors(found) ? undefined : listTags({ ...loaded, project: project.name });
  const diagnostics = [...found, ...(listed?.diagnostics ?? [])];
  writeDiagnostics(diagnostics, textOf, "pretty", terminal);
  if (listed === undefined) return exitCodeOf(diagnostics);
  const tags = listed.tags.filter((tag) => isAskedFor(tag, options));
  terminal.out(
    options.format === "json" ? `${JSON.stringify({ version: 1, tags }, null, 2)}\n` : tagsText(tags),
  );
  return exitCodeOf(diagnostics);
}

function isAskedFor(tag: ListedTag, options: TagsOptions): boolean {
  const { only, kind, type } = options;
  if (options.class !== undefined && tag.class !== options.class) return false;
  if (options.category !== undefined && tag.category !== options.category) return false;
  if (kind !== undefined && tag.kind !== kind) return false;
  // `money` asks for amounts in whatever currency.
  if (type !== undefined && tag.type !== type && tag.type?.startsWith(`${type}(`) !== true) return false;
  if (only !== undefined && tag.mapped !== (only === "mapped")) return false;
  const text = [
    ...[tag.name, tag.class, tag.category, tag.description, tag.type],
    ...Object.values(tag.label),
    ...tag.members,
  ]
    .join("\n")
    .toLowerCase();
  return options.words.every((word) => text.includes(word.toLowerCase()));
}

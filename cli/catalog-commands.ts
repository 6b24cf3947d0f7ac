import { type Command, Option } from "commander";
import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./output/terminal.ts";

/** Adds `baleen catalog` and its verbs to the command line; `ended` is told their exit codes. */
export function addCatalogCommands(
  program: Command,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  const catalog = program.command("catalog").description("the tag catalog");
  catalog
    .command("import")
    .description("draft a catalog of the warehouse's tables, keys and comments, to be read and corrected")
    .addOption(new Option("-p, --project <folder>", "a folder of the project").default(".", "this folder"))
    .option("--out <file>", "the file that it is written into: catalog/draft.yaml (default: the terminal)")
    .option("--force", "write the file anew where it is there", false)
    .option("--schema <schema>", "the schema that is looked at (default: the project's)")
    .addOption(
      new Option("--tables <patterns...>", "only tables that are called like one of these: 'cust_*'").default(
        [],
        "all that the catalog does not have",
      ),
    )
    .option("--enums", "look at the rows too, and draft texts with few values as lists of choices", false)
    .option("--overlay", "suggest the standard library's tags for columns by their labels too", false)
    .action(async (options) => {
      const asked = { out: undefined, schema: undefined, ...options };
      ended(await (await import("./catalog-import.ts")).catalogImportCommand(asked, terminal));
    });
}

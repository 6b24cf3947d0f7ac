import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { addCatalogCommands } from "./catalog-commands.ts";
import { logLevels, reportFormats } from "./choices.ts";
import { ExitCode } from "./exit-code.ts";
import { CommandFailure } from "./failure.ts";
import type { LedgerHistoryOptions } from "./ledger-history.ts";
import { diagnosticFormats } from "./output/diagnostics.ts";
import { writeFailure } from "./output/failure.ts";
import type { Terminal } from "./output/terminal.ts";
import { prepareShortRun } from "./process/short-run.ts";
import { addTaskCommands } from "./task-commands.ts";
import { documentation, version } from "./version.ts";

/**
 * Carries out a command line, without the program's name, and gives its exit code; never throws. Each verb is loaded
 * when it is called: `check` and `fmt` load neither drivers nor what only `build` needs.
 */
export async function commandLine(arguments_: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.well;
  const program = new Command("baleen")
    .description("Campaigns as text: checked against the tag catalog, compiled to SQL, run every day.")
    .version(version(), "--version", "say the version")
    .helpOption("-h, --help", "say how to use it")
    .helpCommand("help [command]", "say how to use a command")
    .configureOutput({ writeErr: (text) => terminal.err(text), writeOut: (text) => terminal.out(text) })
    .showHelpAfterError("(say `baleen --help` for what there is)")
    .addHelpText("after", () => `\nDocumentation: ${documentation()}`)
    .exitOverride();
  const project = (): Option =>
    new Option("-p, --project <folder>", "a folder of the project").default(".", "this folder");

  program
    .command("init")
    .description("make a small project that checks, passes its test, builds and runs")
    .argument("[folder]", "where to make it", ".")
    .action(async (folder: string) => {
      exitCode = (await import("./init.ts")).initCommand({ folder }, terminal);
    });

  program
    .command("check")
    .description("say all that is wrong with the project")
    .addOption(project())
    .addOption(new Option("--format <format>", "how to say it").choices(diagnosticFormats).default("pretty"))
    .option(
      "--connect",
      "open the warehouse and the ledger too, and see that a run could work with them",
      false,
    )
    .action(async (options) => {
      if (!options.connect) prepareShortRun();
      exitCode = await (await import("./check.ts")).checkCommand(options, terminal);
    });

  program
    .command("tags")
    .description("list the tags that campaigns can speak of, or search them in any language of their labels")
    .argument("[words...]", "what their names, labels, classes, categories or descriptions must say")
    .addOption(project())
    .option("--class <class>", "those of a class: value")
    .option("--category <category>", "those of a category: aum")
    .option("--type <type>", "those of a type: integer, money, enum")
    .addOption(
      new Option("--kind <kind>", "those read from the warehouse, or derived").choices(["read", "derived"]),
    )
    .addOption(
      new Option("--only <state>", "those that can be used, or those that are mapped to nothing").choices([
        "mapped",
        "unmapped",
      ]),
    )
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (words: readonly string[], options) => {
      prepareShortRun();
      exitCode = await (await import("./tags.ts")).tagsCommand({ ...options, words }, terminal);
    });

  addCatalogCommands(program, terminal, (code) => {
    exitCode = code;
  });

  program
    .command("build")
    .description("write build/: the plan, and each campaign's SQL to read")
    .addOption(project())
    .action(async (options) => {
      exitCode = await (await import("./build.ts")).buildCommand(options, terminal);
    });

  program
    .command("docs")
    .description(
      "write a site about tags, events, segments, campaigns, offers and policy: open its index.html",
    )
    .addOption(project())
    .option("--out <folder>", "where to write it, made anew (default: site/ beside baleen.yaml)")
    .action(async (options) => {
      exitCode = await (await import("./docs.ts")).docsCommand({ out: undefined, ...options }, terminal);
    });

  program
    .command("fmt")
    .description("lay the campaign files out in the canonical form")
    .addOption(project())
    .option("--check", "write nothing, say which files are not in it", false)
    .action(async (options) => {
      prepareShortRun();
      exitCode = await (await import("./fmt.ts")).formatCommand(options, terminal);
    });

  program
    .command("test")
    .description("run the tests that campaign files hold")
    .argument("[filter]", "a part of the names of tests or campaigns: the others are left out")
    .addOption(project())
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (filter: string | undefined, options) => {
      exitCode = await (await import("./test.ts")).testCommand({ ...options, filter }, terminal);
    });

  program
    .command("run")
    .description("decide the campaigns' latest ticks and dispatch what is due")
    .addOption(project())
    .addOption(
      new Option(
        "--at <instant>",
        "up to when ticks are run: 2026-03-02T06:00 in the project's zone (default: now)",
      ).conflicts(["due", "catchUp"]),
    )
    .option("--due", "run what is due by the clock, which is what happens without --at", false)
    .option("--catch-up", "as --due, and say first which time each campaign makes good", false)
    .option("--dry-run", "say what would be decided, write nothing", false)
    .option("--wait <seconds>", "how long to wait for another run of the project", wholeSeconds, 0)
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (options) => {
      exitCode = await (await import("./run.ts")).runCommand({ at: undefined, ...options }, terminal);
    });

  program
    .command("serve")
    .description("run what is due whenever it is due, until a signal ends it")
    .addOption(project())
    .option(
      "--listen <address>",
      "where /health/live, /health/ready and /metrics are answered",
      "127.0.0.1:9464",
    )
    .option("--expose", "listen on an address that other machines reach", false)
    .addOption(new Option("--log-level <level>", "how much is logged").choices(logLevels).default("info"))
    .action(async (options) => {
      exitCode = await (await import("./serve.ts")).serveCommand(options, terminal);
    });

  program
    .command("forget")
    .description("take a customer out of the ledger")
    .argument("<customer>", "her key in the warehouse")
    .addOption(project())
    .option("--dry-run", "say what the ledger has of her, change nothing", false)
    .option("--wait <seconds>", "how long to wait for a run of the project", wholeSeconds, 0)
    .action(async (customer: string, options) => {
      exitCode = await (await import("./forget.ts")).forgetCommand({ ...options, customer }, terminal);
    });

  program
    .command("respond")
    .description("look for responses in the warehouse, or record a channel's file of answers")
    .addOption(project())
    .option("--from <file>", "a CSV file of a channel's answers: key, time, and id, answer, amount, currency")
    .option("--rejected <file>", "where rows go that are not sound (default: beside the file)")
    .option("--dry-run", "say what a file would do, write nothing", false)
    .option("--at <instant>", "up to when goals are looked for (default: now)")
    .option(
      "--since <date>",
      "look at all contacts due from this day on, not only at those whose time may not be over",
    )
    .option("--wait <seconds>", "how long to wait for a run of the project", wholeSeconds, 0)
    .action(async (options) => {
      exitCode = await (await import("./respond.ts")).respondCommand(options, terminal);
    });

  program
    .command("report")
    .description("say what has come of campaigns: funnel, contacts, costs, responses, effect")
    .argument("[campaign]", "a campaign's name: only that one")
    .addOption(project())
    .option("--from <date>", "the first day whose ticks are in it: 2026-03-02 (default: the ledger's first)")
    .option("--to <date>", "the last such day (default: the ledger's last)")
    .addOption(new Option("--format <format>", "how to say it").choices(reportFormats).default("pretty"))
    .action(async (campaign: string | undefined, options) => {
      exitCode = await (await import("./report.ts")).reportCommand({ ...options, campaign }, terminal);
    });

  program
    .command("explain")
    .description("say what became of a customer in a campaign: contact, or every reason against it")
    .argument("<campaign>", "the campaign's name")
    .argument("[customer]", "her key in the warehouse")
    .addOption(project())
    .option("--at <instant>", "only the campaign's latest tick up to then (default: all that decided on her)")
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (campaign: string, customer: string | undefined, options) => {
      exitCode = await (await import("./explain.ts")).explainCommand(
        { ...options, campaign, customer },
        terminal,
      );
    });

  program
    .command("replay")
    .description("decide a past tick again by the texts of then, say where it differs, write nothing")
    .addOption(project())
    .requiredOption("--at <instant>", "the latest completed tick up to then")
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (options) => {
      exitCode = await (await import("./replay.ts")).replayCommand(options, terminal);
    });

  program
    .command("dispatch")
    .description("send what waits and is due, without running a tick")
    .addOption(project())
    .option("--retry [channel]", "take dead letters up again: all, or a channel's", false)
    .option("--wait <seconds>", "how long to wait for a run of the project", wholeSeconds, 0)
    .addOption(new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"))
    .action(async (options) => {
      exitCode = await (await import("./dispatch.ts")).dispatchCommand(options, terminal);
    });

  addTaskCommands(program, terminal, (code) => {
    exitCode = code;
  });

  const ledger = program.command("ledger").description("move the ledger, or look after it");
  const wait = (): Option =>
    new Option("--wait <seconds>", "how long to wait for a run of the project")
      .argParser(wholeSeconds)
      .default(0);

  ledger
    .command("export")
    .description("write the ledger into a file of JSON lines")
    .argument("<file>", "the file, made anew")
    .addOption(project())
    .option("--with-addresses", "with customers' addresses, as moving a ledger needs them", false)
    .option("--force", "replace a file that is there", false)
    .addOption(wait())
    .action(async (file: string, options) => {
      exitCode = await (await import("./ledger.ts")).ledgerExportCommand({ ...options, file }, terminal);
    });

  ledger
    .command("import")
    .description(
      "fill an empty ledger from a file that export has written, or take in what a former system did",
    )
    .argument("[file]", "the file that export has written")
    .addOption(project())
    .option(
      "--contacts <source>",
      "a former system's contacts: a CSV file, or relation:NAME of the warehouse",
    )
    .option("--responses <source>", "a former system's responses, likewise")
    .option("--rejected <file>", "where rows go that are not sound (default: beside the file)")
    .option("--dry-run", "say what would be taken in of a former system, write nothing", false)
    .addOption(wait())
    .action(async (file: string | undefined, options) => {
      exitCode = await importInto({ ...options, file }, terminal);
    });

  ledger
    .command("adopt")
    .description("take over the ledger of this project from when it had another name")
    .argument("<former>", "what the project was called before")
    .addOption(project())
    .addOption(wait())
    .action(async (former: string, options) => {
      exitCode = await (await import("./ledger-adopt.ts")).ledgerAdoptCommand(
        { ...options, former },
        terminal,
      );
    });

  ledger
    .command("prune")
    .description("make anonymous what is older than `keep` in baleen.yaml")
    .addOption(project())
    .addOption(wait())
    .action(async (options) => {
      exitCode = await (await import("./prune.ts")).ledgerPruneCommand(options, terminal);
    });

  try {
    await program.parseAsync(["node", "baleen", ...arguments_]);
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? ExitCode.well : ExitCode.failure;
    writeFailure(cause, terminal);
    return ExitCode.failure;
  }
  return exitCode;
}

/** Another ledger's file fills an empty ledger; what a former system did is taken in beside what there is. */
async function importInto(
  options: LedgerHistoryOptions & { readonly file: string | undefined },
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, contacts, responses, rejected, dryRun } = options;
  const isHistory = contacts !== undefined || responses !== undefined;
  if (file === undefined && !isHistory) {
    throw new CommandFailure(
      "what is to be imported?",
      "name a file that `baleen ledger export` has written, or a former system's `--contacts` and `--responses`",
    );
  }
  if (file !== undefined && (isHistory || rejected !== undefined || dryRun)) {
    throw new CommandFailure("a ledger's file is imported by itself, without other options");
  }
  if (file === undefined) {
    return (await import("./ledger-history.ts")).ledgerHistoryCommand(options, terminal);
  }
  return (await import("./ledger.ts")).ledgerImportCommand({ ...options, file }, terminal);
}

/** In seconds: more than eleven days. */
const LONGEST_WAIT = 999_999;

function wholeSeconds(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= LONGEST_WAIT) return seconds;
  throw new InvalidArgumentError(`It must be a whole number of seconds from 0 to ${LONGEST_WAIT}.`);
}

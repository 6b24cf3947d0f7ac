import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode } from "./exit-code.ts";
import type { Terminal } from "./output/terminal.ts";

/** Adds `baleen tasks` and its verbs to the command line; `ended` is told their exit codes. */
export function addTaskCommands(program: Command, terminal: Terminal, ended: (code: ExitCode) => void): void {
  const tasks = program.command("tasks").description("the work lists of relationship managers");
  const verb = (name: string, description: string): Command =>
    tasks
      .command(name)
      .description(description)
      .addOption(new Option("-p, --project <folder>", "a folder of the project").default(".", "this folder"))
      .addOption(
        new Option("--format <format>", "how to say it").choices(["pretty", "json"]).default("pretty"),
      );

  verb("list", "show tasks, those due first; of all managers and those not closed, unless said otherwise")
    .option("--manager <name>", "whose")
    .option("--branch <name>", "of which branch")
    .addOption(
      new Option("--state <state...>", "in which states").choices(["open", "contacted", "won", "lost"]),
    )
    .action(async (options) => {
      const asked = { manager: undefined, branch: undefined, state: undefined, ...options };
      ended(await (await import("./tasks.ts")).tasksListCommand(asked, terminal));
    });

  verb("claim", "make an open task a manager's own")
    .argument("<task>", "its number", taskNumber)
    .requiredOption("--manager <name>", "whose it becomes")
    .action(async (task: number, options) => {
      ended(await (await import("./tasks.ts")).tasksClaimCommand(task, options, terminal));
    });

  verb("contacted", "note that the customer was spoken to, and the outcome is open")
    .argument("<task>", "its number", taskNumber)
    .option("--note <text>", "what was said")
    .action(async (task: number, options) => {
      const asked = { note: undefined, ...options };
      ended(await (await import("./tasks.ts")).tasksContactedCommand(task, asked, terminal));
    });

  verb("close", "end a task with its outcome, which is an answer to the contact")
    .argument("<task>", "its number", taskNumber)
    .addOption(
      new Option("--outcome <outcome>", "how it ended").choices(["won", "lost"]).makeOptionMandatory(),
    )
    .option("--amount <amount>", "what it brings: 1200.50, in the project's currency unless it names one")
    .option("--note <text>", "what was said")
    .action(async (task: number, options) => {
      const asked = { amount: undefined, note: undefined, ...options };
      ended(await (await import("./tasks.ts")).tasksCloseCommand(task, asked, terminal));
    });
}

function taskNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be the number of a task, as `baleen tasks list` shows it.");
}

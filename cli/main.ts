import { commandLine } from "./command-line.ts";
import { endInOrder } from "./process/end-in-order.ts";
import { processTerminal } from "./process/terminal.ts";

const terminal = processTerminal();
endInOrder(terminal);
// Not `process.exit`: what a pipe has not taken yet would be lost. A failure to write has set a code of its own.
const exitCode = await commandLine(process.argv.slice(2), terminal);
process.exitCode ||= exitCode;

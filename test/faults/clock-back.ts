import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isoInstant } from "../../runtime/index.ts";
import { instant } from "./run-step.ts";
import type { Scene } from "./story.ts";
import { judge, noteFault } from "./tally.ts";
import type { World } from "./world.ts";

/** The clock of each run of the command line, and the step up to which the ledger is then: it goes back an hour again and again. */
const CLOCKS: readonly (readonly [clock: string, step: number])[] = [
  ["2026-03-02 06:00", 0],
  ["2026-03-02 05:00", 0],
  ["2026-03-02 12:00", 1],
  ["2026-03-02 11:00", 1],
  ["2026-03-02 11:59", 1],
  ["2026-03-03 06:00", 2],
  ["2026-03-03 05:00", 2],
  ["2026-03-03 12:00", 3],
  ["2026-03-03 11:00", 3],
];

/** `baleen run` by a clock that is set back an hour: decides and sends nothing a second time, and nothing too early. */
export async function setBack({ lane, reference, tally }: Scene): Promise<void> {
  const world = await lane.open();
  try {
    let latest = "";
    for (const [clock, step] of CLOCKS) {
      const isBack = clock < latest;
      const where = `${lane.name}, the clock ${isBack ? "set back to" : "at"} ${clock}`;
      if (isBack) noteFault(tally, lane, "the clock set back an hour", clock);
      else latest = clock;
      const wrong = await baleenRun(world, clock);
      if (wrong !== undefined) tally.wrong.push(`${where}: ${wrong}`);
      await judge(world, { after: where, clock: latest, expected: reference[step] ?? [] }, tally);
    }
  } finally {
    await world.close();
  }
}

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** What the command line said, where it did not end well. */
async function baleenRun({ folder, settings: { plan } }: World, clock: string): Promise<string | undefined> {
  const child = spawn(
    process.execPath,
    [
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      main,
      "run",
      "--due",
      "--project",
      folder,
    ],
    { env: { ...process.env, NODE_OPTIONS: "", BALEEN_NOW: isoInstant(instant(clock, plan)) } },
  );
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  child.stdout.resume();
  const [code] = await once(child, "close");
  return code === 0 ? undefined : `exit code ${code}: ${errors}`;
}

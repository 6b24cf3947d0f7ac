import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { baleen, contents, start, starterProject, type TemporaryProject, TICK } from "./support.ts";

const NOBODY = { uid: 65_534, gid: 65_534 };

let project: TemporaryProject;
let ledger: string;
beforeEach(async (context) => {
  if (userInfo().uid !== 0) context.skip("taking another user's part takes root");
  project = starterProject();
  context.onTestFinished(() => project.remove());
  await baleen("run", "--at", TICK, "--project", project.folder);
  ledger = join(project.folder, ".baleen/ledger.db");
  chmodSync(project.folder, 0o755);
  chmodSync(ledger, 0o644);
});

/** Changes what a report says. */
const MARK = `update campaign_ticks set funnel = replace(funnel, '"detected":2', '"detected":7777')`;

const asNobody = (...parameters: readonly string[]) =>
  start([...parameters, "--project", project.folder], { user: NOBODY }).ended;

const reading = [
  { command: ["report", "--format", "json"] },
  { command: ["explain", "thank_you", "1"] },
  { command: ["tasks", "list"] },
  { command: ["run", "--dry-run", "--at", "2026-03-03T09:00"] },
];

describe("who may read a SQLite ledger, and not write to it,", () => {
  test.each(reading)("is answered by $command, and makes nothing beside it", async ({ command }) => {
    const own = await baleen(...command, "--project", project.folder);
    const before = contents(join(project.folder, ".baleen"));
    expect(await asNobody(...command)).toEqual({ code: 0, out: own.out, err: "" });
    expect(contents(join(project.folder, ".baleen"))).toEqual(before);
  });

  test("makes nothing in a folder that is anybody's either, and sees what is being written", async () => {
    chmodSync(join(project.folder, ".baleen"), 0o777);
    const idle = contents(join(project.folder, ".baleen"));
    const first = await asNobody("report", "--format", "json");
    expect(contents(join(project.folder, ".baleen"))).toEqual(idle);
    const writer = new DatabaseSync(ledger);
    writer.exec(MARK);
    const second = await asNobody("report", "--format", "json");
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.out).not.toMatch(/7,?777/);
    expect(second.out).toMatch(/7,?777/);
    writer.close();
    expect(contents(join(project.folder, ".baleen"))).not.toHaveProperty("ledger.db-shm");
  });

  test("is told where a log of writes was left behind that she cannot bring in", async () => {
    const writer = new DatabaseSync(ledger);
    writer.exec(MARK);
    // What is left where only the file and its log are restored from a backup.
    const folder = join(project.folder, "kept");
    mkdirSync(folder);
    for (const end of ["", "-wal"]) copyFileSync(`${ledger}${end}`, join(folder, `ledger.db${end}`));
    writer.close();
    rmSync(join(project.folder, ".baleen"), { recursive: true });
    mkdirSync(join(project.folder, ".baleen"));
    for (const end of ["", "-wal"]) copyFileSync(join(folder, `ledger.db${end}`), `${ledger}${end}`);
    const { code, out, err } = await asNobody("report");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^error\[ledger-unreachable\]: who may only read .*ledger\.db-wal`, was left behind/);
    await baleen("dispatch", "--project", project.folder);
    expect((await asNobody("report")).out).toMatch(/7,?777/);
  });

  test("is told that she may not, where it is so", async () => {
    chmodSync(ledger, 0o600);
    const closed = await asNobody("report");
    expect({ code: closed.code, out: closed.out }).toEqual({ code: 2, out: "" });
    expect(closed.err).toMatch(/^error\[ledger-unreachable\]: this user may not read the ledger `.*`\n/);
    chmodSync(ledger, 0o644);
    chmodSync(join(project.folder, ".baleen"), 0o700);
    expect((await asNobody("report")).err).toBe(closed.err);
  });

  test("is not given what was written while she read", async () => {
    const child = spawn(
      process.execPath,
      [
        "--conditions=source",
        "--disable-warning=ExperimentalWarning",
        fileURLToPath(new URL("../runtime/support/reading-child.ts", import.meta.url)),
        ledger,
      ],
      { stdio: ["pipe", "pipe", "inherit"], ...NOBODY },
    );
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    await once(child.stdout, "data");
    await baleen("run", "--at", "2026-03-03T09:00", "--project", project.folder);
    child.stdin.write("again\n");
    await once(child, "close");
    expect(out).toBe("1\nledger-busy\n");
  });
});

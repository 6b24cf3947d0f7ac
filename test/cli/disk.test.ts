import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, type TestContext, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { baleen, contents, start, starterProject, TICK } from "./support.ts";

/** A disk of a megabyte, mounted for a test; making one takes root. */
function smallDisk(context: TestContext): string {
  const disk = mkdtempSync(join(tmpdir(), "baleen-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    rmSync(disk, { recursive: true });
    context.skip("mounting a small disk takes root");
  }
  context.onTestFinished(() => {
    execFileSync("umount", [disk]);
    rmSync(disk, { recursive: true });
  });
  return disk;
}

/** Writes a file until nothing more fits. */
function fill(file: string): void {
  const opened = openSync(file, "w");
  try {
    for (const size of [65_536, 4_096, 512, 1]) {
      try {
        for (;;) writeSync(opened, Buffer.alloc(size));
      } catch (cause) {
        if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ENOSPC") throw cause;
      }
    }
  } finally {
    closeSync(opened);
  }
}

/** SQLite leaves its log and its scratch beside the ledger where it could not write; the next who opens it clears them away. */
function withoutLogs(found: ReturnType<typeof contents>): ReturnType<typeof contents> {
  expect(found[".baleen/ledger.db-wal"] ?? "file 600 ").toBe("file 600 ");
  return Object.fromEntries(Object.entries(found).filter(([path]) => !/ledger\.db-(wal|shm)$/.test(path)));
}

const wide = (starterFiles.get("campaigns/thank-you.campaign") ?? "").replaceAll("  ", "      ");

test("a full disk: each verb says so and leaves everything as it was", async (context) => {
  const disk = smallDisk(context);
  const folder = join(disk, "project");
  expect((await baleen("init", folder)).code).toBe(0);
  for (const verb of [["build"], ["run", "--at", TICK]]) {
    expect((await baleen(...verb, "--project", folder)).code).toBe(0);
  }
  writeFileSync(join(folder, "campaigns/thank-you.campaign"), wide);
  fill(join(disk, "filler"));
  const before = contents(folder);
  const said: Record<string, string> = {};
  for (const verb of [["build"], ["fmt"], ["run", "--at", "2026-03-03T09:00"]]) {
    const { code, out, err } = await baleen(...verb, "--project", folder);
    expect({ verb, code, out }).toEqual({ verb, code: 2, out: "" });
    expect(withoutLogs(contents(folder))).toEqual(before);
    said[verb[0] ?? ""] = err.replaceAll(disk, "DISK");
  }
  expect(said).toEqual({
    build: "error: `DISK/project/build` cannot be written: the disk is full\n  = help: it is as it was\n",
    fmt:
      "error: `campaigns/thank-you.campaign` cannot be written: the disk is full\n" +
      "  = help: the file is as it was\n",
    run:
      "error[disk-full]: the disk is full: nothing could be written to the ledger `DISK/project/.baleen/ledger.db`\n" +
      "  = help: free some space and run again: nothing was decided or lost\n",
  });
  const other = await baleen("init", join(disk, "other"));
  expect(other).toMatchObject({ code: 2, out: "" });
  expect(other.err).toContain("other`: the disk is full\n");
  expect(Object.keys(contents(disk)).filter((path) => !path.startsWith("project/"))).toEqual([
    "filler",
    "project",
  ]);
  // With space again the run goes on as if nothing had been.
  rmSync(join(disk, "filler"));
  expect((await baleen("run", "--project", folder, "--at", "2026-03-03T09:00")).out).toContain(
    "rejected   2",
  );
});

test("a disk that can only be read: nothing is written, what only reads works", async (context) => {
  const disk = smallDisk(context);
  const folder = join(disk, "project");
  await baleen("init", folder);
  await baleen("run", "--project", folder, "--at", TICK);
  await baleen("build", "--project", folder);
  writeFileSync(join(folder, "campaigns/thank-you.campaign"), wide);
  const before = contents(disk);
  execFileSync("mount", ["-o", "remount,ro", disk]);
  const said: Record<string, string> = {};
  for (const verb of [["build"], ["fmt"], ["run", "--at", "2026-03-03T09:00"]]) {
    const { code, out, err } = await baleen(...verb, "--project", folder);
    said[verb[0] ?? ""] = err.replaceAll(disk, "DISK");
    expect({ verb, code, out }).toEqual({ verb, code: 2, out: "" });
  }
  expect(said).toEqual({
    build:
      "error: `DISK/project/build` cannot be written: the disk can only be read\n  = help: it is as it was\n",
    fmt:
      "error: `campaigns/thank-you.campaign` cannot be written: the disk can only be read\n" +
      "  = help: the file is as it was\n",
    run:
      "error[ledger-unreachable]: the ledger `DISK/project/.baleen/ledger.db` cannot be opened for writing\n" +
      " --> baleen.yaml:7\n  = help: check that its folder exists and may be written to\n",
  });
  expect((await baleen("check", "--project", folder)).code).toBe(0);
  expect((await baleen("fmt", "--check", "--project", folder)).code).toBe(1);
  expect((await baleen("init", join(disk, "other"))).err).toContain("the disk can only be read");
  expect(contents(disk)).toEqual(before);
});

test("files and folders that may not be read are said, never passed over", async (context) => {
  if (userInfo().uid !== 0) context.skip("taking another user's part takes root");
  const project = starterProject({ "campaigns/locked/x.campaign": "" });
  context.onTestFinished(() => project.remove());
  chmodSync(project.folder, 0o755);
  const user = { uid: 65_534, gid: 65_534 };
  chmodSync(join(project.folder, "campaigns/locked"), 0o700);
  const folder = await start(["check", "--project", project.folder], { user }).ended;
  expect(folder).toMatchObject({ code: 2, out: "" });
  expect(folder.err).toContain("`campaigns/locked` cannot be read: there is no permission");
  expect(folder.err).toContain("::: baleen.yaml:4:12");
  chmodSync(join(project.folder, "campaigns/locked"), 0o755);
  chmodSync(join(project.folder, "campaigns/locked/x.campaign"), 0o600);
  const file = await start(["check", "--project", project.folder], { user }).ended;
  expect(file).toMatchObject({ code: 2, out: "" });
  expect(file.err).toContain("`campaigns/locked/x.campaign` cannot be read: there is no permission");
});

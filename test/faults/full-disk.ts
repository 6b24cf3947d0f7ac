import { execFileSync } from "node:child_process";
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { startChild } from "./child-process.ts";
import { withClient } from "./postgres-place.ts";
import { runOne } from "./run-one.ts";
import { expectFailure, expectWell, type Scene, stepAt } from "./story.ts";
import { judge, noteFault } from "./tally.ts";
import type { World } from "./world.ts";

/** Kilobytes that are left free for each step's run: none, hardly any, and nearly enough. */
const LEFT_FREE = [0, 4, 8, 16, 32, 64, 128, 192, 256, 384];

const FULL = ["disk-full"];

/** A small disk, mounted for a while; undefined where this machine does not let us: that takes root. */
function smallDisk(megabytes: number): { readonly folder: string; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), "baleen-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    remove() {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Writes a file until so many kilobytes are left; gives what removes it. */
function fill(folder: string, leftFree: number): () => void {
  const { bavail, bsize } = statfsSync(folder);
  const filler = join(folder, "filler");
  const file = openSync(filler, "w");
  const wanted = bavail * bsize - leftFree * 1_024;
  for (let written = 0; written < wanted; ) {
    written += writeSync(file, Buffer.alloc(Math.min(65_536, wanted - written)));
  }
  closeSync(file);
  return () => rmSync(filler);
}

/** Project, ledger and outbox on a disk that fills up: what was not written is not half there, and is made good with space again. */
export async function fillTheDisk(scene: Scene): Promise<void> {
  const { lane, tally } = scene;
  const disk = smallDisk(12);
  if (disk === undefined) {
    tally.skipped.push(`${lane.name}: a disk that fills: mounting a small one takes root`);
    return;
  }
  const world = await lane.open({ folder: join(disk.folder, "project") });
  try {
    await runsOnFullDisk(world, (leftFree) => fill(disk.folder, leftFree), scene);
  } finally {
    await world.close();
    disk.remove();
  }
}

/** A ledger in PostgreSQL whose tables are on a disk that fills up. */
export async function fillTheServersDisk(server: string, scene: Scene): Promise<void> {
  const { lane, tally } = scene;
  const disk = smallDisk(24);
  if (disk === undefined) {
    tally.skipped.push(`${lane.name}: a server's disk that fills: mounting a small one takes root`);
    return;
  }
  const name = `tight_${process.pid}`;
  const place = join(disk.folder, "tablespace");
  execFileSync("mkdir", [place]);
  if (userInfo().uid === 0) chownSync(place, Number(execFileSync("id", ["-u", "nobody"])), -1);
  await withClient(server, (client) => client.query(`create tablespace ${name} location '${place}'`));
  const world = await lane.open({ tablespace: name });
  try {
    await runsOnFullDisk(world, (leftFree) => fill(disk.folder, leftFree), scene);
  } finally {
    await world.close();
    await lane.drop(world);
    await withClient(server, (client) => client.query(`drop tablespace ${name}`));
    disk.remove();
  }
}

async function runsOnFullDisk(
  world: World,
  fillUp: (leftFree: number) => () => void,
  scene: Scene,
): Promise<void> {
  const { lane, reference, tally } = scene;
  const child = startChild();
  await child.next();
  let failures = 0;
  try {
    for (const [index, leftFree] of LEFT_FREE.entries()) {
      const step = stepAt(scene, index);
      const where = `${lane.name}, ${leftFree} kB left, at ${step.at}`;
      const order = { settings: world.settingsFile, steps: [step] };
      const free = fillUp(leftFree);
      const outcome = await runOne(child, order);
      const failed = outcome.failed !== undefined || outcome.undelivered.length > 0;
      noteFault(tally, lane, failed ? "a full disk" : "a nearly full disk", `${leftFree} kB left`);
      if (failed) {
        failures += 1;
        expectFailure(outcome, FULL, where, tally);
      }
      free();
      expectWell(await runOne(child, order), `${where}, run again`, tally);
      await judge(world, { after: where, clock: step.clock, expected: reference[index] ?? [] }, tally);
    }
  } finally {
    await child.end();
  }
  if (failures === 0) tally.wrong.push(`${lane.name}: a full disk was never noticed`);
}

/** A process that may write no file beyond a size, which anybody can ask of the system: what it does must be made good by one that may. */
export async function limitFiles(scene: Scene): Promise<void> {
  const { lane, reference, tally } = scene;
  const world = await lane.open();
  try {
    let failures = 0;
    for (const [index, blocks] of [0, 1, 64, 256, 512].entries()) {
      const step = stepAt(scene, index);
      const where = `${lane.name}, files of at most ${blocks} blocks, at ${step.at}`;
      const order = { settings: world.settingsFile, steps: [step] };
      const limited = startChild(["sh", "-c", `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`, "sh"]);
      await limited.next();
      const outcome = await runOne(limited, order);
      await limited.end();
      noteFault(tally, lane, "a limit on files' sizes", `${blocks} blocks`);
      if (outcome.failed !== undefined || outcome.undelivered.length > 0) {
        failures += 1;
        expectFailure(outcome, FULL, where, tally);
      }
      const child = startChild();
      await child.next();
      expectWell(await runOne(child, order), `${where}, run again`, tally);
      await child.end();
      await judge(world, { after: where, clock: step.clock, expected: reference[index] ?? [] }, tally);
    }
    if (failures === 0) tally.wrong.push(`${lane.name}: limits on files' sizes were not noticed`);
  } finally {
    await world.close();
  }
}

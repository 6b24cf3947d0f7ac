import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { baleen, starterProject, starterWith, type TemporaryProject } from "./support.ts";

let project: TemporaryProject;
beforeEach(() => {
  project = starterProject();
});
afterEach(() => {
  delete process.env["BALEEN_NOW"];
  project.remove();
});

const runAt = (now: string, ...more: readonly string[]) => {
  process.env["BALEEN_NOW"] = now;
  return baleen("run", "--project", project.folder, ...more);
};

test("what is due goes by the clock", async () => {
  expect((await runAt("2026-03-02T09:30:00Z", "--due")).out).toMatch(/^tick 2026-03-02 09:00\n/);
  expect((await runAt("2026-03-03T08:59:59Z", "--due")).out).toContain("answered from the ledger");
  expect((await runAt("2026-03-03T09:00:00Z")).out).toMatch(/^tick 2026-03-03 09:00\n/);
});

test("after a standstill a run says which time it makes good, once", async () => {
  const first = await runAt("2026-03-02T09:30:00Z", "--catch-up");
  expect(first.out).toMatch(/^to catch up with\n {2}thank_you {2}first run → 2026-03-02 09:00\n\ntick /);
  const rehearsed = await runAt("2026-03-05T10:00:00Z", "--catch-up", "--dry-run");
  const late = await runAt("2026-03-05T10:00:00Z", "--catch-up", "--format", "json");
  const said = "to catch up with\n  thank_you  2026-03-02 09:00 → 2026-03-05 09:00\n";
  expect(rehearsed.out.startsWith(`${said}\ntick 2026-03-05 09:00\n`)).toBe(true);
  expect(late.err).toBe(said);
  expect(JSON.parse(late.out).ticks.map(({ tick }: { readonly tick: string }) => tick)).toEqual([
    "2026-03-05T09:00:00Z",
  ]);
  const again = await runAt("2026-03-05T10:00:00Z", "--catch-up");
  expect(again.out).toMatch(/^nothing to catch up with: every tick up to now is completed\n\ntick /);
});

test("an instant and the clock exclude each other", async () => {
  const { code, err } = await baleen(
    "run",
    "--at",
    "2026-03-02T09:00",
    "--catch-up",
    "--project",
    project.folder,
  );
  expect(code).toBe(2);
  expect(err).toContain("cannot be used with option '--catch-up'");
});

test("a clock that is none is said", async () => {
  expect(await runAt("2026-03-02T09:00", "--due")).toEqual({
    code: 2,
    out: "",
    err:
      "error: the environment variable `BALEEN_NOW` is not a point in time\n" +
      "  = help: write it as 2026-03-01T22:00:00Z, or unset it\n",
  });
});

test("a clock that stands still ahead of the system's is said, unless nothing comes of it", async () => {
  const far = "2035-03-02T09:30:00Z";
  expect((await runAt(far, "--dry-run")).err).toBe("");
  expect((await runAt(far)).err).toMatch(
    /^note: the clock stands still at 2035-03-02T09:30:00(?:\.0+)?Z: BALEEN_NOW is set, /,
  );
  const { out, err } = await baleen("dispatch", "--project", project.folder, "--format", "json");
  expect(err).toMatch(/^note: the clock stands still at 2035-03-02T/);
  expect(JSON.parse(out)).toBeTypeOf("object");
  expect((await runAt("2026-03-02T09:30:00Z")).err).toBe("");
});

describe("a tick that was completed ahead of the clock", () => {
  const ahead = (again: string): string =>
    `not run for now, as ticks that lie ahead of the clock are completed\n  thank_you  2026-06-01 09:00 is completed; ${again}\n`;

  test("is told by every run that it keeps from running", async () => {
    await runAt("2026-03-02T09:30:00Z");
    expect((await runAt("2026-03-02T09:40:00Z", "--at", "2026-06-01T12:00")).err).toContain("lies ahead");
    const said = ahead("runs again at 2026-06-02 09:00");
    for (const more of [[], ["--due"], ["--catch-up"], ["--dry-run"], ["--at", "2026-03-04T12:00"]]) {
      expect((await runAt("2026-03-04T10:00:00Z", ...more)).out).toContain(said);
    }
    const json = await runAt("2026-03-04T10:00:00Z", "--format", "json");
    expect(json.err).toBe(said);
    expect(JSON.parse(json.out).ticks).toHaveLength(1);
    // From the tick on it is nobody's concern any more.
    expect((await runAt("2026-06-01T08:00:00Z")).out).not.toContain("not run for now");
    expect((await runAt("2026-06-02T08:00:00Z")).out).toMatch(/^tick 2026-06-02 09:00\n/);
  });

  test("may be the campaign's last", async () => {
    project.change(starterWith("campaigns/thank-you.campaign", ".. 2035-12-31", ".. 2026-06-01"));
    await runAt("2026-03-02T09:40:00Z", "--at", "2026-06-01T12:00");
    expect((await runAt("2026-03-04T10:00:00Z")).out).toContain(ahead("no tick after it"));
  });
});

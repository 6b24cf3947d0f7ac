import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { baleen, starterProject, type TemporaryProject, TICK } from "./support.ts";

let project: TemporaryProject;
beforeEach(async () => {
  process.env["BALEEN_NOW"] = "2026-03-02T10:00:00Z";
  project = starterProject({ "staff.csv": "manager,branch\nmay,north\n" });
  const yaml = join(project.folder, "baleen.yaml");
  const text = readFileSync(yaml, "utf8");
  writeFileSync(
    yaml,
    text.replace(/^ {2}default:.*$/m, "  email: { adapter: tasks, staff: staff.csv, days: 1 }"),
  );
  expect((await baleen("run", "--at", TICK, "--project", project.folder)).code).toBe(0);
});
afterEach(() => {
  delete process.env["BALEEN_NOW"];
  project.remove();
});

const tasks = (...parameters: readonly string[]) =>
  baleen("tasks", ...parameters, "--project", project.folder);

test("what is nobody's is claimed and closed, once", async () => {
  expect(JSON.parse((await tasks("list", "--format", "json")).out)).toEqual([
    {
      task: 1,
      state: "open",
      due: "2026-03-03T09:00:00Z",
      overdue: false,
      branch: "ada@example.com",
      manager: null,
      campaign: "thank_you",
      wave: 0,
      customer: "1",
      channel: "email",
      offers: ["voucher"],
      subject: "Thank you",
      message: "Dear Ada, thank you for shopping with us: here are 5 pounds for you.",
      made: "2026-03-02T10:00:00Z",
      closed: null,
      note: null,
    },
  ]);
  expect((await tasks("claim", "1", "--manager", "may")).code).toBe(0);
  expect((await tasks("contacted", "1", "--note", "calls back")).out).toContain("contacted");
  const won = await tasks("close", "1", "--outcome", "won", "--amount", "1_200.50 USD", "--format", "json");
  expect(JSON.parse(won.out)).toMatchObject([
    { state: "won", closed: "2026-03-02T10:00:00Z", note: "calls back" },
  ]);
  expect(await tasks("close", "1", "--outcome", "lost")).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is no open task 1"),
  });
  expect((await tasks("list")).out).toBe("no tasks\n");
  expect((await tasks("list", "--state", "won", "lost")).out).toContain("may");
});

test.each([
  [["close", "1"], "required option '--outcome <outcome>' not specified"],
  [["close", "1", "--outcome", "won", "--amount", "a lot"], "`--amount a lot` is not an amount"],
  [["close", "1", "--outcome", "won", "--amount", "-5"], "not an amount"],
  [["close", "1", "--outcome", "lost", "--amount", "5"], "a task that is lost brings nothing"],
  [["close", "one", "--outcome", "lost"], "It must be the number of a task"],
  [["claim", "1"], "required option '--manager <name>' not specified"],
  [["claim", "7", "--manager", "may"], "there is no open task 7"],
] as const)("%j is refused", async (parameters, message) => {
  const { code, out, err } = await tasks(...parameters);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
  expect((await tasks("list")).out).toContain("open");
});

test("a campaign that is broken keeps no manager from her tasks", async () => {
  project.change({ "campaigns/broken.campaign": "campaign oh dear {" });
  expect((await baleen("check", "--project", project.folder)).code).toBe(1);
  expect((await tasks("close", "1", "--outcome", "won")).code).toBe(0);
});

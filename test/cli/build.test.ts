import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { compileProject } from "../../cli/project/compile-project.ts";
import {
  baleen,
  type Changes,
  contents,
  type Ending,
  outboxMessages,
  start,
  starterProject,
  TICK,
} from "./support.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const projects = new Set<string>();
afterAll(() => {
  for (const folder of projects) rmSync(folder, { recursive: true });
});

const long = "l".repeat(300);
/** Names that a file system, TypeScript or a comment could trip over; the last two have the same start. */
const names = [
  ...[
    "`感谢客户`",
    "`a.b`",
    "a_b",
    "Camp",
    "camp",
    "CAMP",
    "`con`",
    "`nul.txt`",
    "`../x`",
    "`/etc/x`",
    "`x\\y`",
  ],
  ...[
    "`*/ throw 1; /*`",
    "`__proto__`",
    "`2nd`",
    "`ünï 🐳`",
    "plan",
    "`plan.ts`",
    "`two  spaces`",
    long,
    `${long}m`,
  ],
];

const oddCampaign = (name: string): string =>
  (/campaign thank_you[\s\S]*/.exec(starterFiles.get("campaigns/thank-you.campaign") ?? "")?.[0] ?? "")
    .replace('thank_you "Thank good customers"', name)
    .replace("priority 50", "priority 40");

const oddCampaigns: Changes = Object.fromEntries(
  names.map((name, index) => [`campaigns/odd/${index}.campaign`, oddCampaign(name)]),
);

function oddProject(): string {
  const { folder } = starterProject(oddCampaigns);
  projects.add(folder);
  return folder;
}

/** Runs a program of this Node over a project in which `baleen` is installed as a link to the sources. */
async function inProject(folder: string, parameters: readonly string[]): Promise<string> {
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(repository, join(folder, "node_modules/baleen"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, parameters, {
      cwd: folder,
      maxBuffer: 2 ** 26,
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    return stdout;
  } finally {
    rmSync(join(folder, "node_modules"), { recursive: true });
  }
}

const typeCheck = (folder: string): Promise<string> => {
  const settings = {
    extends: join(repository, "tsconfig.json"),
    compilerOptions: { typeRoots: [join(repository, "node_modules/@types")] },
    include: ["build"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return inProject(folder, [join(repository, "node_modules/typescript/bin/tsc"), "--project", folder]);
};

async function expectPlanLoads(folder: string): Promise<void> {
  const load = `import { plan } from ${JSON.stringify(join(folder, "build/plan.ts"))}; console.log(JSON.stringify(plan))`;
  const loaded = await inProject(folder, [
    ...[
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "--eval",
      load,
    ],
  ]);
  const silent = { out: () => undefined, err: () => undefined, color: false, interactive: false };
  const compiled = await compileProject(folder, silent);
  if (compiled.kind === "unsound") throw new Error("the project has errors");
  expect(JSON.parse(loaded)).toEqual(JSON.parse(JSON.stringify(compiled.plan)));
  const text = readFileSync(join(folder, "build/plan.ts"), "utf8");
  expect([...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from)).toEqual([
    "baleen/runtime",
  ]);
}

test("whatever campaigns are called, each has files of its own in build/, and the plan type-checks and loads", async () => {
  const folder = oddProject();
  const before = contents(folder);
  const built = await baleen("build", "--project", folder);
  expect(built).toMatchObject({ code: 0, err: "" });
  const found = contents(folder);
  expect(Object.fromEntries(Object.entries(found).filter(([path]) => !/^build(\/|$)/.test(path)))).toEqual(
    before,
  );
  const sql = Object.keys(found).filter((path) => /^build\/sql\/duckdb\/(?!recheck)./.test(path));
  expect(new Set(sql.map((path) => path.toLowerCase().normalize("NFKC"))).size).toBe(names.length + 1);
  for (const path of sql) expect(path).toMatch(/^build\/sql\/duckdb\/[a-z0-9_~-]{1,150}\.sql$/);
  expect(sql.map((path) => path.replace("duckdb", "postgres"))).toEqual(
    Object.keys(found).filter((path) => /^build\/sql\/postgres\/(?!recheck)./.test(path)),
  );
  expect(await typeCheck(folder)).toBe("");
  await expectPlanLoads(folder);
});

test("the demo bank's plan type-checks and loads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "baleen-cli-"));
  projects.add(folder);
  for (const path of ["baleen.yaml", "catalog", "campaigns"]) {
    cpSync(join(repository, path), join(folder, path), { recursive: true });
  }
  const built = await baleen("build", "--project", folder);
  expect(built.code).toBe(0);
  expect(built.out).toMatch(/^\d+ campaigns built into /);
  expect(await typeCheck(folder)).toBe("");
  await expectPlanLoads(folder);
});

test("the same project gives the same bytes and contacts: elsewhere, later, in other locales and zones", async () => {
  const resultsOf = async (folder: string, cli: (...parameters: readonly string[]) => Promise<Ending>) => {
    expect(await cli("build")).toMatchObject({ code: 0, err: "" });
    const { code, out, err } = await cli("run", "--format", "json", "--at", TICK);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const built = contents(join(folder, "build"));
    return { built, out, messages: outboxMessages(join(folder, ".baleen/outbox")) };
  };
  const here = oddProject();
  const first = await resultsOf(here, (...parameters) => baleen(...parameters, "--project", here));
  expect(first.messages.length).toBeGreaterThan(0);
  await baleen("build", "--project", here);
  expect(contents(join(here, "build"))).toEqual(first.built);

  const environments = [
    { LANG: "zh_CN.UTF-8", LC_ALL: "zh_CN.UTF-8", TZ: "America/New_York" },
    { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Tokyo" },
  ];
  const others = environments.map(async (environment) => {
    const project = starterProject();
    projects.add(project.folder);
    // Some systems list files in the order in which they came.
    project.change(Object.fromEntries(Object.entries(oddCampaigns).reverse()));
    const cwd = join(project.folder, "campaigns");
    return resultsOf(project.folder, (...parameters) => start(parameters, { cwd, environment }).ended);
  });
  for (const other of await Promise.all(others)) expect(other).toEqual(first);
});

test("build/ is replaced as a whole, but never what is not of its making", async () => {
  const folder = oddProject();
  const build = async () => (await baleen("build", "--project", folder)).err;
  await build();
  for (const index of names.keys()) rmSync(join(folder, `campaigns/odd/${index}.campaign`));
  expect(await build()).toBe("");
  expect(Object.keys(contents(join(folder, "build/sql/duckdb")))).toEqual([
    "recheck",
    "recheck/thank_you.sql",
    "thank_you.sql",
  ]);
  writeFileSync(join(folder, "build/notes.md"), "mine");
  const before = contents(folder);
  expect(await build()).toContain(
    "build/notes.md` stands where `baleen build` writes, and is not of its making",
  );
  expect(contents(folder)).toEqual(before);
  rmSync(join(folder, "build"), { recursive: true });
  for (const other of ["a file", "a plan.ts of somebody else", "a link"]) {
    if (other === "a file") writeFileSync(join(folder, "build"), "mine");
    else if (other === "a link") symlinkSync(tmpdir(), join(folder, "build"));
    else {
      mkdirSync(join(folder, "build"));
      writeFileSync(join(folder, "build/plan.ts"), "export const mine = 1;");
    }
    const there = contents(folder);
    expect(await build()).toMatch(/build` stands where `baleen build` writes.*\n {2}= help: move it away\n$/);
    expect(contents(folder)).toEqual(there);
    rmSync(join(folder, "build"), { recursive: true });
  }
});

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, test } from "vitest";
import { baleen, contents, type Ending, start, starterProject, starterWith, TICK } from "./support.ts";

const good = starterProject();
const bad = starterProject(starterWith("campaigns/thank-you.campaign", "age >= 18", "aeg >= 18"));
afterAll(() => {
  good.remove();
  bad.remove();
});

describe("usage", () => {
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [["frob"], "error: unknown command 'frob'\n(say `baleen --help` for what there is)\n"],
    [
      ["chekc"],
      "error: unknown command 'chekc'\n(Did you mean check?)\n(say `baleen --help` for what there is)\n",
    ],
    [["check", "--frob"], "error: unknown option '--frob'\n(say `baleen --help` for what there is)\n"],
    [["check", "here"], "error: too many arguments for 'check'. Expected 0 arguments but got 1: here.\n(say"],
    [
      ["check", "--format", "xml"],
      "argument 'xml' is invalid. Allowed choices are pretty, json, sarif, github.",
    ],
    ...["soon", "0.5", "-1", "1000000"].map(
      (wait) =>
        [
          ["run", `--wait=${wait}`],
          `argument '${wait}' is invalid. It must be a whole number of seconds from 0 to 999999.`,
        ] as const,
    ),
    [["run", "--at"], "error: option '--at <instant>' argument missing\n"],
    [
      ["check", "--project", "/nowhere"],
      "error: the folder `/nowhere` cannot be opened: it does not exist\n",
    ],
    [[], "Usage: baleen [options] [command]\n"],
  ];
  test.each(wrong)("%j ends with 2", async (parameters, said) => {
    const { code, out, err } = await baleen(...parameters);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });

  test("--version and --help are results", async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), "utf8"),
    );
    expect(manifest).toHaveProperty("version");
    expect(await baleen("--version")).toEqual({
      code: 0,
      out: `${(manifest as { readonly version: string }).version}\n`,
      err: "",
    });
    const help = await baleen("run", "--help");
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain("--at <instant>");
  });

  test("a project is found from a folder in it, from elsewhere by --project, and by a file's path", async () => {
    const { ended } = start(["check"], { cwd: join(good.folder, "campaigns") });
    const by = [join(good.folder, "data"), join(good.folder, "baleen.yaml"), good.folder];
    const all: Ending[] = [await ended];
    for (const project of by) all.push(await baleen("check", "--project", project));
    expect(all).toEqual(Array(4).fill({ code: 0, out: "1 campaign checked\n", err: "" }));
  });

  test("init does not overwrite, and says how to go on", async () => {
    const before = contents(good.folder);
    const again = await baleen("init", good.folder);
    expect(again).toMatchObject({ code: 2, out: "" });
    expect(again.err).toContain("has `baleen.yaml`, `catalog/shop.yaml`, ");
    expect(contents(good.folder)).toEqual(before);
    const folder = join(good.folder, "a new one/of it's own");
    const made = await baleen("init", folder);
    expect(made.code).toBe(0);
    const [, command = ""] =
      /Go on, calling it as you did now: baleen (check.*), baleen test.*, baleen run/.exec(made.out) ?? [];
    expect(execFileSync("sh", ["-c", `printf '%s|' ${command}`], { encoding: "utf8" })).toBe(
      `check|--project|${folder}|`,
    );
    expect((await baleen("init", join(good.folder, "baleen.yaml"))).err).toContain(
      "a file stands where a folder must be",
    );
  });
});

describe("what check writes for tools", () => {
  const check = (format: string, folder: string) => baleen("check", "--format", format, "--project", folder);

  test("is on stdout alone, with findings or without, and the exit code says which", async () => {
    for (const format of ["json", "sarif", "github"]) {
      const found = await check(format, bad.folder);
      expect(found).toMatchObject({ code: 1, err: "" });
      expect(found.out).toContain("unknown-name");
      expect(await check(format, good.folder)).toMatchObject({ code: 0, err: "" });
    }
    const json: unknown = JSON.parse((await check("json", bad.folder)).out);
    expect(json).toMatchObject({
      diagnostics: [{ code: "unknown-name", severity: "error", file: "campaigns/thank-you.campaign" }],
    });
    const sarif: unknown = JSON.parse((await check("sarif", bad.folder)).out);
    expect(sarif).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "unknown-name", level: "error" }] }],
    });
    expect((await check("github", bad.folder)).out).toMatch(
      /^::error file=campaigns\/thank-you\.campaign,line=13,.*::.*`aeg`/,
    );
  });
});

describe("streams", () => {
  test("colour only on a terminal without NO_COLOR; into a pipe there are no escapes", async (context) => {
    if (!existsSync("/usr/bin/script")) context.skip("there is no `script` to make a terminal with");
    const onTerminal = async (environment: Readonly<Record<string, string>>) => {
      const line = `'${process.execPath}' --conditions=source --disable-warning=ExperimentalWarning '${fileURLToPath(
        new URL("../../cli/main.ts", import.meta.url),
      )}' check --project '${bad.folder}'`;
      const child = spawn("script", ["-qec", line, "/dev/null"], {
        env: { ...process.env, NODE_OPTIONS: "", TERM: "xterm", NO_COLOR: "", ...environment },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let out = "";
      child.stdout.on("data", (text) => {
        out += String(text);
      });
      const [code] = await once(child, "close");
      expect(code).toBe(1);
      return out;
    };
    const escapes = "\u001b[";
    const [coloured, plain, dumb] = await Promise.all([
      onTerminal({}),
      onTerminal({ NO_COLOR: "1" }),
      onTerminal({ TERM: "dumb" }),
    ]);
    expect(coloured).toContain(escapes);
    expect(plain).not.toContain(escapes);
    expect(dumb).not.toContain(escapes);
    const piped = await start(["check", "--project", bad.folder], { environment: { NO_COLOR: "" } }).ended;
    expect(piped.err).toContain("error[unknown-name]");
    expect(piped.err).not.toContain(escapes);
  });

  test("a reader who leaves early is no fault, and the exit code stays what it was", async () => {
    for (const [project, code] of [
      [good, 0],
      [bad, 1],
    ] as const) {
      const { child, ended } = start(["check", "--format", "json", "--project", project.folder]);
      child.stdout?.destroy();
      expect(await ended).toEqual({ code, out: "", err: "" });
    }
  });

  test("a result that finds no space on its disk is a failure", async (context) => {
    if (!existsSync("/dev/full")) context.skip("there is no /dev/full");
    const stdout = openSync("/dev/full", "w");
    try {
      const ended = start(["check", "--format", "json", "--project", good.folder], { stdout }).ended;
      expect(await ended).toEqual({
        code: 2,
        out: "",
        err: "error: the result cannot be written: the disk is full\n",
      });
    } finally {
      closeSync(stdout);
    }
  });

  test("run's JSON is all of stdout", async () => {
    const { code, out, err } = await baleen(
      "run",
      "--dry-run",
      "--format",
      "json",
      "--at",
      TICK,
      "--project",
      good.folder,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ version: 1, ticks: [{ contacts: [{ customer: "1" }] }] });
  });
});

describe("over a DuckDB file", () => {
  test("held by a writer: says by whom; Ctrl-C in a long run: nothing is decided, nothing left behind", async (context) => {
    const project = starterProject(starterWith("baleen.yaml", "path: data", "path: shop.duckdb"));
    const file = join(project.folder, "shop.duckdb");
    try {
      const instance = await DuckDBInstance.create(file);
      const connection = await instance.connect();
      const data = join(project.folder, "data");
      await connection.run(`create table customers as from read_csv('${data}/customers.csv')`);
      // A purchase for each of very many numbers: hours of counting.
      await connection.run(
        `create view purchases as select n as purchase_id, n % 5 as customer_id, timestamp '2026-01-01' as bought_at,
                cast(md5(n::text)[1:1] = 'a' as decimal(9, 2)) as amount from range(100_000_000_000) as r(n)`,
      );
      connection.closeSync();
      instance.closeSync();
      const before = contents(project.folder);
      const script = fileURLToPath(new URL("../runtime/warehouse/hold-for-writing.ts", import.meta.url));
      const copy = join(project.folder, "held.duckdb");
      cpSync(file, copy);
      const writer = spawn(process.execPath, ["--conditions=source", script, copy]);
      await once(writer.stdout, "data");
      project.change(starterWith("baleen.yaml", "path: data", "path: held.duckdb"));
      const held = await baleen("run", "--at", TICK, "--project", project.folder);
      writer.stdin.end();
      await once(writer, "close");
      expect(held).toMatchObject({ code: 2, out: "" });
      expect(held.err).toContain(
        `held.duckdb\` is being written by process ${writer.pid}\n --> baleen.yaml:6\n  = help: wait`,
      );
      project.change({
        ...starterWith("baleen.yaml", "path: data", "path: shop.duckdb"),
        "held.duckdb": undefined,
      });
      expect(contents(project.folder)).toEqual(before);

      const temporary = join(project.folder, "tmp");
      mkdirSync(temporary);
      const { child, ended } = start(["run", "--at", TICK, "--project", project.folder], {
        environment: { TMPDIR: temporary },
      });
      context.onTestFinished(() => void child.kill("SIGKILL"));
      while (!existsSync(join(project.folder, ".baleen/ledger.db.lock"))) await sleep(50);
      await sleep(500);
      expect(readdirSync(temporary)).toHaveLength(1);
      child.kill("SIGINT");
      expect(await ended).toEqual({
        code: "SIGINT",
        out: "",
        err: "interrupted: ticks that were not completed are left as they were\n",
      });
      expect(readdirSync(temporary)).toEqual([]);
      const rehearsed = await baleen(
        "run",
        "--at",
        "2025-12-31T09:00",
        "--format",
        "json",
        "--project",
        project.folder,
      );
      expect(rehearsed).toMatchObject({ code: 0, err: "" });
      expect(JSON.parse(rehearsed.out)).toMatchObject({ ticks: [] });
    } finally {
      project.remove();
    }
  });
});

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { serviceMetrics } from "../../cli/serve/service-metrics.ts";
import { baleen } from "../cli/support.ts";
import { blocksOf, pages, wordOf } from "./support/pages.ts";

const found = pages().find(({ path }) => path === "docs/serve.md");
if (found === undefined) throw new Error("docs/serve.md is not there");
const page = found;
const manifests = blocksOf(page, "yaml").map(({ text }) => parse(text));

/** All commands of the page that call Baleen, each as its words behind the program's name. */
function commands(): readonly (readonly string[])[] {
  const lines = [
    ...page.text.matchAll(
      /(?:^|[\s"/])baleen ((?:run|serve) [^"`\n]*?--project \S+(?: --[a-z][^"`\n>]*)?)/gm,
    ),
  ];
  const ofManifests = manifests.flatMap((manifest) => {
    const [container] = podOf(manifest).containers;
    return [container.command.slice(1).map(String)];
  });
  return [
    ...lines.map(([, words = ""]) =>
      words
        .replace(/["'].*$/, "")
        .trim()
        .split(/\s+/),
    ),
    ...ofManifests,
  ];
}

interface Pod {
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly [
    {
      readonly command: readonly unknown[];
      readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
      readonly livenessProbe?: { readonly httpGet: unknown };
      readonly readinessProbe?: { readonly httpGet: unknown };
    },
  ];
}

const podOf = (manifest: {
  readonly spec: {
    readonly template?: { readonly spec: Pod };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
  };
}): Pod => {
  const pod = manifest.spec.template?.spec ?? manifest.spec.jobTemplate?.spec.template.spec;
  if (pod === undefined) throw new Error("no pod");
  return pod;
};

describe("docs/serve.md", () => {
  test("has only command lines that are read", async () => {
    const all = commands();
    expect(all.map(([verb]) => verb).sort()).toEqual(["run", "run", "run", "run", "serve", "serve", "serve"]);
    for (const words of all) {
      const elsewhere = words.map((word) => (word === "/srv/campaigns" ? "/nowhere" : word));
      const { err } = await baleen(...elsewhere);
      // All of it was understood, and the folder is looked for.
      expect({ words, err }).toEqual({
        words,
        err: "error: the folder `/nowhere` cannot be opened: it does not exist\n",
      });
    }
  });

  test("has manifests that ask where the service answers", () => {
    expect(manifests.map(({ kind }) => kind)).toEqual(["Deployment", "CronJob"]);
    const pod = podOf(manifests[0]);
    const [container] = pod.containers;
    const listens = String(container.command[container.command.indexOf("--listen") + 1]);
    expect(container.ports).toEqual([{ name: "http", containerPort: Number(listens.split(":")[1]) }]);
    expect(container.livenessProbe?.httpGet).toEqual({ path: "/health/live", port: "http" });
    expect(container.readinessProbe?.httpGet).toEqual({ path: "/health/ready", port: "http" });
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(60);
  });

  test("names the metrics that there are", async () => {
    const text = await serviceMetrics().text();
    const there = [...text.matchAll(/^# HELP (baleen_\w+)/gm)].map(([, name]) => name);
    const rows = page.text.split("\n").filter((line) => line.startsWith("| `baleen_"));
    const named = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(there.sort());
  });

  const folder = (work: (path: string) => void): void => {
    const path = mkdtempSync(join(tmpdir(), "baleen-serve-page-"));
    try {
      work(path);
    } finally {
      rmSync(path, { recursive: true, force: true });
    }
  };
  const has = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;

  test.runIf(has("systemd-analyze"))("has units that systemd takes", () => {
    folder((path) => {
      const units = blocksOf(page, "systemd").map((block) => {
        const file = join(path, wordOf(block, "file") ?? "");
        // The program and the user are not on this machine.
        const text = block.text
          .replaceAll("/usr/local/bin/baleen", "/bin/true")
          .replace(/^User=.*$/m, "User=root");
        writeFileSync(file, text);
        return file;
      });
      expect(units).toHaveLength(3);
      const { stderr, status } = spawnSync("systemd-analyze", ["verify", ...units], { encoding: "utf8" });
      const ours = stderr.split("\n").filter((line) => line.includes("baleen"));
      expect({ ours, status }).toEqual({ ours: [], status: 0 });
    });
  });

  test.runIf(has("python3"))("has a graph that Python compiles", () => {
    const [block] = blocksOf(page, "python");
    const program = "import ast, sys; print(type(ast.parse(sys.stdin.read())).__name__)";
    expect(execFileSync("python3", ["-c", program], { input: block?.text, encoding: "utf8" })).toBe(
      "Module\n",
    );
  });
});

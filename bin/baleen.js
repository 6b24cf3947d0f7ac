#!/usr/bin/env node
// Starts Baleen on a Node that is new enough. Plain JavaScript with nothing newer than Node 12.20 knows, so that
// an old Node reaches the explanation below instead of a syntax error. `cli/main` runs the command line on import.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const neededMajor = 24;
const packageFolder = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const sourceMain = join(packageFolder, "cli", "main.ts");
const builtMain = join(packageFolder, "dist", "cli", "main.js");
// node:sqlite and type stripping are called experimental by the first releases of Node 24.
const quiet = "--disable-warning=ExperimentalWarning";

function isNewEnough(version) {
  return Number(version.replace(/^v/, "").split(".")[0]) >= neededMajor;
}

/** In a checkout the sources are run, never a `dist` that an earlier build left; a published package has `dist` alone. */
function findMain() {
  return [sourceMain, builtMain].find((file) => existsSync(file));
}

function nodeModulesUpwards(folder) {
  const folders = [];
  for (let at = folder; ; at = dirname(at)) {
    folders.push(join(at, "node_modules"));
    if (dirname(at) === at) return folders;
  }
}

function installedVersions(folder, suffix) {
  try {
    return readdirSync(folder)
      .filter((name) => isNewEnough(name))
      .map((name) => join(folder, name, suffix));
  } catch {
    return [];
  }
}

/** Paths where a Node may be: the project's pinned one, the path, version managers, the usual system folders. */
function nodeCandidates() {
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const home = homedir();
  const pinned = nodeModulesUpwards(packageFolder)
    .concat(nodeModulesUpwards(process.cwd()))
    .map((folder) => join(folder, "node", "bin", executable));
  const onPath = (process.env.PATH || "").split(delimiter).filter(Boolean);
  const nvm = process.env.NVM_DIR || join(home, ".nvm");
  const fnm = process.env.FNM_DIR || join(home, ".local", "share", "fnm");
  const managed = [
    ...installedVersions(join(nvm, "versions", "node"), join("bin", executable)),
    ...installedVersions(join(fnm, "node-versions"), join("installation", "bin", executable)),
    ...installedVersions(join(home, ".volta", "tools", "image", "node"), join("bin", executable)),
    ...installedVersions(join(home, ".asdf", "installs", "nodejs"), join("bin", executable)),
  ];
  const usual =
    process.platform === "win32"
      ? ["C:\\Program Files\\nodejs"]
      : [
          "/usr/local/bin",
          "/opt/homebrew/bin",
          "/usr/bin",
          `/opt/homebrew/opt/node@${neededMajor}/bin`,
          `/usr/local/opt/node@${neededMajor}/bin`,
        ];
  const files = pinned
    .concat(onPath.map((folder) => join(folder, executable)))
    .concat(managed)
    .concat(usual.map((folder) => join(folder, executable)));
  return Array.from(new Set(files)).filter((file) => existsSync(file));
}

function versionOf(node) {
  const asked = spawnSync(node, ["--version"], { encoding: "utf8", timeout: 10000 });
  const said = asked.status === 0 ? asked.stdout.trim() : "";
  return /^v\d+\.\d+\.\d+/.test(said) ? said : undefined;
}

/** The first candidate that is new enough, else what was found instead. */
function findNode() {
  const tooOld = [`${process.version} at ${process.execPath}`];
  for (const node of nodeCandidates()) {
    if (realpathSync(node) === realpathSync(process.execPath)) continue;
    const version = versionOf(node);
    if (version && isNewEnough(version)) return { node, tooOld };
    if (version) tooOld.push(`${version} at ${node}`);
  }
  return { node: undefined, tooOld };
}

function fail(message) {
  process.stderr.write(`baleen: ${message}\n`);
  process.exit(2);
}

/** Hands standard streams, arguments, signals and the exit code through. */
function runWith(node, main) {
  const child = spawn(node, [quiet, "--conditions=source", main].concat(process.argv.slice(2)), {
    stdio: "inherit",
  });
  const forward = {};
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // A terminal gives Ctrl-C to the child too; passing it on would count as a second one.
    forward[signal] = () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on(signal, forward[signal]);
  }
  child.on("error", (error) => fail(`cannot start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    for (const name of Object.keys(forward)) process.removeListener(name, forward[name]);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code === null ? 2 : code);
  });
}

function runHere(main) {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const kind = rest[0] && typeof rest[0] === "object" ? rest[0].type : rest[0];
    if (kind !== "ExperimentalWarning") emitWarning.call(process, warning, ...rest);
  };
  import(pathToFileURL(main).href).catch((error) =>
    fail(
      `cannot start: ${String(error instanceof Error ? error.message : error).split("\n")[0]}\nThe installation may be incomplete: install baleen again.`,
    ),
  );
}

const main = findMain();
if (!main) {
  fail(
    `the program is missing: neither ${join("cli", "main.ts")} nor ${join("dist", "cli", "main.js")} is in ${packageFolder}${sep}\n` +
      "Install baleen again, or in a checkout run `npm ci`.",
  );
} else if (isNewEnough(process.version) && main === builtMain) {
  runHere(main);
} else if (isNewEnough(process.version)) {
  runWith(process.execPath, main);
} else {
  const found = findNode();
  if (found.node) runWith(found.node, main);
  else
    fail(
      `Node ${neededMajor} or newer is needed, and only ${found.tooOld.join(", ")} was found.\n` +
        `Install it from https://nodejs.org, or into this folder: npm install --save-dev node@${neededMajor}`,
    );
}

/**
 * Writes THIRD-PARTY-NOTICES.md: the packages that are installed together with Baleen, as the lock file pins them,
 * each with the license text that it carries. Same lock file, same text, on every platform.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly os?: readonly string[];
}

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly homepage: string;
  readonly text: string;
}

const noticeFile = /^(licen[sc]e|notice|copying)(\.(md|txt))?$/i;

const head = `# Third-party notices

Baleen is installed together with the packages below; none of them is part of its own package. Their licenses are
theirs. This page is generated from the lock file: \`npm run notices\`.
`;

/** The whole page, for the packages installed under `root`. Throws where one is missing or names no license. */
export function renderNotices(root: string): string {
  const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  const notices: Notice[] = [];
  const binaries: string[] = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || entry.dev) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    // Which of these is installed depends on the machine; each carries the license of the package that asks for it.
    if (entry.os) binaries.push(`${name} ${entry.version} (${entry.license})`);
    else notices.push(readNotice(root, path, name));
  }
  notices.sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
  const table = notices.map(
    ({ name, version, license, homepage }) => `| ${name} | ${version} | ${license} | ${homepage} |`,
  );
  const sharing = Map.groupBy(notices, ({ license, text }) => `${license}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  const texts = [...sharing].map(
    ([text, those]) => `## ${those.map(({ name }) => name).join(", ")}\n\n${text}`,
  );
  return [
    head,
    "| package | version | license | home |\n| --- | --- | --- | --- |",
    `${table.join("\n")}\n`,
    `Native binaries, one of them installed as the machine asks:\n\n${binaries.map((line) => `- ${line}`).join("\n")}\n`,
    texts.join("\n"),
  ].join("\n");
}

function readNotice(root: string, path: string, name: string): Notice {
  const folder = join(root, path);
  if (!existsSync(folder)) throw new Error(`${name} is not installed: run npm ci`);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof manifest.license !== "string") throw new Error(`${name} names no license`);
  const files = readdirSync(folder)
    .filter((file) => noticeFile.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim());
  const author: unknown = manifest.author?.name ?? manifest.author;
  return {
    name,
    version: manifest.version,
    license: manifest.license,
    homepage: `https://www.npmjs.com/package/${name}`,
    text: texts.join("\n\n") || `The package carries no license text. Author: ${author ?? "not named"}.`,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  writeFileSync(join(root, "THIRD-PARTY-NOTICES.md"), renderNotices(root));
}

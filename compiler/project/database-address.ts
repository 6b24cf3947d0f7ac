import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { YamlNode } from "../yaml/node.ts";
import { type Report, variableOf } from "./settings.ts";

/** What the driver knows to do: `require` and `verify-ca` look at the server's certificate as `verify-full` does. */
const sslModes = ["disable", "no-verify", "prefer", "require", "verify-ca", "verify-full"];

/** Whole numbers that a parameter may hold. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly unit: "seconds" | "milliseconds";
}

/** Longer than PostgreSQL and timers take is none. */
const milliseconds: Range = { least: 0, most: 2_147_483_647, unit: "milliseconds" };

/** The longest is what the runtime waits for a connection at most. */
const times: ReadonlyMap<string, Range> = new Map([
  ["connect_timeout", { least: 1, most: 25, unit: "seconds" }],
  ["statement_timeout", milliseconds],
  ["lock_timeout", milliseconds],
  ["query_timeout", milliseconds],
]);

/** What the driver and the runtime go by; they pass over anything else in silence. */
const parameters: readonly string[] = [
  "application_name",
  ...times.keys(),
  "host",
  "options",
  "password",
  "port",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslnegotiation",
  "sslrootcert",
  "uselibpqcompat",
  "user",
];

/** Reports an address that is none of PostgreSQL, and parameters of it that nobody would go by. */
export function checkDatabaseAddress(address: string, node: YamlNode, report: Report): void {
  if (!isDatabaseAddress(address)) {
    report(diagnostic("database-address", node.span, { variable: variableOf(node) }));
    return;
  }
  for (const [name, value] of new URL(address).searchParams) {
    if (!parameters.includes(name)) reportParameter(name, node, report);
    else if (name === "sslmode") checkSslMode(value, node, report);
    else checkTime(name, value, node, report);
  }
}

function reportParameter(written: string, node: YamlNode, report: Report): void {
  const variable = variableOf(node);
  const nearest = nearestName(written, parameters);
  // What a variable holds may be a piece of a password, unless it is all but a parameter's name or stands in the file.
  const isPlain = nearest !== undefined || (node.kind === "scalar" && node.source.includes(`${written}=`));
  const name = isPlain ? written : undefined;
  report(diagnostic("database-parameter", node.span, { name, variable, nearest, allowed: parameters }));
}

function checkSslMode(written: string, node: YamlNode, report: Report): void {
  if (sslModes.includes(written)) return;
  const nearest = nearestName(written, sslModes);
  const variable = variableOf(node);
  report(diagnostic("database-sslmode", node.span, { written, variable, nearest, allowed: sslModes }));
}

function checkTime(name: string, written: string, node: YamlNode, report: Report): void {
  const time = times.get(name);
  if (time === undefined) return;
  const { least, most, unit } = time;
  if (/^\d{1,10}$/.test(written) && Number(written) >= least && Number(written) <= most) return;
  report(diagnostic("database-time", node.span, { name, variable: variableOf(node), least, most, unit }));
}

/** Whether an address, as it stands in the file, has a password that is not taken from the environment. */
export function writesPassword(source: string): boolean {
  const login = /:\/\/[^:@/\s]*:(?<password>[^\s"']+)@/.exec(source)?.groups?.["password"];
  const asked = /[?&]password=(?<password>[^&\s"']+)/.exec(source)?.groups?.["password"];
  return [login, asked].some((password) => password !== undefined && !password.includes("${"));
}

/** A `/`, `#` or `?` in a password ends what is read as the host: an `@` behind that is the one that should. */
function isDatabaseAddress(text: string): boolean {
  if (!/^postgres(ql)?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return hash === "" && !`${pathname}${search}`.includes("@");
}

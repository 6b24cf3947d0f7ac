import { diagnostic } from "../diagnostics/diagnostic.ts";
import { booleanOf, numberOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { MailAddress, MailSettings } from "./project.ts";
import { type Entry, missingSetting, placedText, type Report, readSecret, variableOf } from "./settings.ts";

/** Messages a second, messages at once, seconds: what a mail server is given where nothing is said. */
const mailDefaults = { rate: 20, concurrency: 4, timeout: 30 };

const passwordExample = '"$\u007bSMTP_PASSWORD}"';

/** Reads how messages leave as mail; undefined where something is missing or wrong, which is reported. */
export function readMail({ key: span, value }: Entry, report: Report): MailSettings | undefined {
  const place = { adapter: "smtp", span } as const;
  const missing = (key: string, example: string): undefined => missingSetting(key, example, place, report);
  const host = textOf(valueAt(value, "host"));
  if (host === undefined) return missing("host", "mail.bank");
  const fromNode = valueAt(value, "from");
  if (fromNode === undefined) return missing("from", '"Our Bank <news@our.bank>"');
  const from = readAddress(fromNode, report);
  const replyNode = valueAt(value, "reply_to");
  const replyTo = replyNode === undefined ? undefined : readAddress(replyNode, report);
  if (from === undefined || (replyNode !== undefined && replyTo === undefined)) return undefined;
  const passwordNode = valueAt(value, "password");
  const user = placedText(valueAt(value, "user"));
  const password = readSecret(passwordNode, "password", passwordExample, report);
  if (user !== undefined && password === undefined) return missing("password", passwordExample);
  if (user === undefined && password !== undefined) return missing("user", "baleen");
  const tls = tlsOf(textOf(valueAt(value, "tls")));
  if (tls === "none" && passwordNode !== undefined) {
    report(diagnostic("password-unprotected", passwordNode.span, {}));
    return undefined;
  }
  const ca = placedText(valueAt(value, "ca"));
  const number = (key: keyof typeof mailDefaults): number =>
    numberOf(valueAt(value, key)) ?? mailDefaults[key];
  return {
    adapter: "smtp",
    host,
    port: numberOf(valueAt(value, "port")) ?? (tls === "implicit" ? 465 : 587),
    tls,
    ...(ca !== undefined && { ca }),
    ...(user !== undefined && password !== undefined && { login: { user, password } }),
    from,
    ...(replyTo !== undefined && { replyTo }),
    html: booleanOf(valueAt(value, "html")) ?? false,
    rate: number("rate"),
    concurrency: number("concurrency"),
    timeout: number("timeout"),
    span,
  };
}

/** What the schema allows. */
function tlsOf(written: string | undefined): MailSettings["tls"] {
  return written === "implicit" || written === "none" ? written : "starttls";
}

/** A name, perhaps in quotes, and an address in angle brackets; or an address alone. */
const NAMED = /^\s*(?:"([^"\\\r\n]*)"|([^"<>@,;\r\n]*?))\s*<([^<>]*)>\s*$/u;

/** One mailbox: what may confuse a server or add a line has no place in it. */
const MAILBOX = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/u;

function readAddress(node: YamlNode, report: Report): MailAddress | undefined {
  const text = textOf(node) ?? "";
  const named = NAMED.exec(text);
  const name = (named?.[1] ?? named?.[2] ?? "").trim();
  const address = (named?.[3] ?? text).trim();
  // What an unset variable would hold is not known; that it is unset has been said.
  if (MAILBOX.test(address) || text.includes("${")) return { name, address };
  report(diagnostic("mail-address", node.span, { variable: variableOf(node) }));
  return undefined;
}

import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { booleanOf, entriesOf, numberOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { AdapterSettings, DispatchSettings } from "./project.ts";
import { type Entry, placedText, type Report, reportOthers, variableOf } from "./settings.ts";

const defaultOutbox = ".baleen/outbox";

/** Messages a second, messages at once, seconds: what a webhook is given where nothing is said. */
const webhookDefaults = { rate: 50, concurrency: 8, timeout: 10 };
const webhookKeys = ["url", "secret", "rate", "concurrency", "timeout", "allow_private"];

/** Reads how messages leave; undefined where an adapter lacks what it needs, which is reported. */
export function readDispatch(root: YamlNode, start: Span, report: Report): DispatchSettings | undefined {
  const channels = new Map<string, AdapterSettings>();
  let sound = true;
  for (const [channel, entry] of entriesOf(valueAt(root, "dispatch"))) {
    const adapter = textOf(valueAt(entry.value, "adapter"));
    const settings = adapter === "webhook" ? readWebhook(entry, report) : readFile(entry, report);
    if (settings === undefined) sound = false;
    else channels.set(channel, settings);
  }
  if (!sound) return undefined;
  const named = channels.get("default");
  channels.delete("default");
  const path = { value: defaultOutbox, span: start };
  return { default: named ?? { adapter: "file", path, span: start }, channels };
}

function readFile(entry: Entry, report: Report): AdapterSettings {
  reportOthers(entry, webhookKeys, "adapter", "file", report);
  const { key: span, value } = entry;
  return {
    adapter: "file",
    path: placedText(valueAt(value, "path")) ?? { value: defaultOutbox, span },
    span,
  };
}

function readWebhook(entry: Entry, report: Report): AdapterSettings | undefined {
  reportOthers(entry, ["path"], "adapter", "webhook", report);
  const { key: span, value } = entry;
  const missing = (key: string, example: string): undefined => {
    report(diagnostic("setting-missing", span, { key, kind: "adapter", name: "webhook", example }));
    return undefined;
  };
  const urlNode = valueAt(value, "url");
  const url = placedText(urlNode);
  const secretNode = valueAt(value, "secret");
  const secret = placedText(secretNode);
  if (urlNode === undefined || url === undefined) return missing("url", '"https://gateway.bank/messages"');
  if (secretNode === undefined || secret === undefined) {
    return missing("secret", '"$\u007bGATEWAY_SECRET}"');
  }
  if (variableOf(secretNode) === undefined) report(diagnostic("secret-written-out", secretNode.span, {}));
  // What an unset variable would hold is not known; that it is unset has been said.
  if (!isWebAddress(url.value) && !url.value.includes("${")) {
    report(diagnostic("webhook-address", urlNode.span, { variable: variableOf(urlNode) }));
    return undefined;
  }
  const number = (key: keyof typeof webhookDefaults): number =>
    numberOf(valueAt(value, key)) ?? webhookDefaults[key];
  return {
    adapter: "webhook",
    url,
    secret,
    rate: number("rate"),
    concurrency: number("concurrency"),
    timeout: number("timeout"),
    allowPrivate: booleanOf(valueAt(value, "allow_private")) ?? false,
    span,
  };
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  return hostname !== "" && username === "" && password === "";
}

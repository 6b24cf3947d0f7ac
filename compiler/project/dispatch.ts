import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { booleanOf, entriesOf, numberOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import { readMail } from "./mail.ts";
import type { AdapterSettings, DispatchSettings } from "./project.ts";
import {
  type Entry,
  missingSetting,
  placedText,
  type Report,
  readSecret,
  reportOthers,
  variableOf,
} from "./settings.ts";

const defaultOutbox = ".baleen/outbox";

/** The keys of each adapter: another's say nothing to it. */
const adapterKeys: Readonly<Record<AdapterSettings["adapter"], readonly string[]>> = {
  file: ["path"],
  webhook: ["url", "secret", "rate", "concurrency", "timeout", "allow_private"],
  smtp: [
    ...["host", "port", "tls", "ca", "user", "password", "from", "reply_to", "html"],
    ...["rate", "concurrency", "timeout"],
  ],
  tasks: ["staff", "days"],
};

/** Messages a second, messages at once, seconds: what a webhook is given where nothing is said. */
const webhookDefaults = { rate: 50, concurrency: 8, timeout: 10 };

/** Business days within which a task is to be done where nothing is said. */
const defaultDays = 3;

/** Reads how messages leave; undefined where an adapter lacks what it needs, which is reported. */
export function readDispatch(root: YamlNode, start: Span, report: Report): DispatchSettings | undefined {
  const channels = new Map<string, AdapterSettings>();
  let sound = true;
  for (const [channel, entry] of entriesOf(valueAt(root, "dispatch"))) {
    const settings = readAdapter(entry, report);
    if (settings === undefined) sound = false;
    else channels.set(channel, settings);
  }
  if (!sound) return undefined;
  const named = channels.get("default");
  channels.delete("default");
  const path = { value: defaultOutbox, span: start };
  return { default: named ?? { adapter: "file", path, span: start }, channels };
}

function readAdapter(entry: Entry, report: Report): AdapterSettings | undefined {
  const adapter = adapterOf(entry);
  const others = Object.values(adapterKeys).flat();
  const own = adapterKeys[adapter];
  const foreign = [...new Set(others)].filter((key) => !own.includes(key));
  reportOthers(entry, foreign, "adapter", adapter, report);
  switch (adapter) {
    case "file":
      return readFile(entry);
    case "webhook":
      return readWebhook(entry, report);
    case "smtp":
      return readMail(entry, report);
    case "tasks":
      return readTasks(entry, report);
  }
}

/** What the schema allows. */
function adapterOf({ value }: Entry): AdapterSettings["adapter"] {
  const written = textOf(valueAt(value, "adapter"));
  return written === "webhook" || written === "smtp" || written === "tasks" ? written : "file";
}

function readFile({ key: span, value }: Entry): AdapterSettings {
  return {
    adapter: "file",
    path: placedText(valueAt(value, "path")) ?? { value: defaultOutbox, span },
    span,
  };
}

function readTasks({ key: span, value }: Entry, report: Report): AdapterSettings | undefined {
  const staff = placedText(valueAt(value, "staff"));
  if (staff === undefined) return missingSetting("staff", "staff.csv", { adapter: "tasks", span }, report);
  return { adapter: "tasks", staff, days: numberOf(valueAt(value, "days")) ?? defaultDays, span };
}

function readWebhook({ key: span, value }: Entry, report: Report): AdapterSettings | undefined {
  const place = { adapter: "webhook", span } as const;
  const urlNode = valueAt(value, "url");
  const url = placedText(urlNode);
  if (urlNode === undefined || url === undefined) {
    return missingSetting("url", '"https://gateway.bank/messages"', place, report);
  }
  const example = '"$\u007bGATEWAY_SECRET}"';
  const secret = readSecret(valueAt(value, "secret"), "secret", example, report);
  if (secret === undefined) return missingSetting("secret", example, place, report);
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

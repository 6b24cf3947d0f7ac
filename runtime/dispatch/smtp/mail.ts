import type { SendMailOptions } from "nodemailer";
import type { DispatchMessage } from "../../ledger/outgoing.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** A message that can be mailed: its address is one, and it says something. */
export type MailableMessage = DispatchMessage & { readonly address: string; readonly message: string };

/** One mailbox: what may confuse a server, name a second one or add a line has no place in it. */
const MAILBOX = /^[^\p{Cc}\s<>()[\]\\,;:"@]+@[^\p{Cc}\s<>()[\]\\,;:"@]+$/u;

const LONGEST_ADDRESS = 254;

export function isMailbox(address: string): boolean {
  return address.length <= LONGEST_ADDRESS && MAILBOX.test(address);
}

/**
 * A message as mail, told plainly: headers are of one line each, the body is text, and where it goes as HTML too nothing
 * in it is markup. The Message-ID follows from the message's key: a mailbox, or whoever counts, knows it again.
 */
export function mailOf(
  { key, address, subject, message }: MailableMessage,
  { from, replyTo, html }: Pick<SmtpSettings, "from" | "replyTo" | "html">,
  sentAt: Date,
): SendMailOptions {
  const body = plain(message);
  return {
    from: { ...from, name: oneLine(from.name) },
    to: { name: "", address },
    ...(replyTo !== undefined && { replyTo: { ...replyTo, name: oneLine(replyTo.name) } }),
    subject: oneLine(subject ?? ""),
    text: body,
    ...(html && { html: htmlOf(body) }),
    messageId: messageIdOf(key, from.address),
    date: sentAt,
    // Nobody's absence note is to answer it.
    headers: { "Auto-Submitted": "auto-generated" },
    envelope: { from: from.address, to: [address] },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** `<key@domain of the sender>`. */
export function messageIdOf(key: string, sender: string): string {
  return `<${key}@${sender.slice(sender.lastIndexOf("@") + 1)}>`;
}

/** A line's end in a header would begin another. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** Lines end in one way; other control characters have no place in a text. */
function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function htmlOf(text: string): string {
  const escaped = text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
  return `<!doctype html><html><body><p>${escaped.replaceAll("\n", "<br>\n")}</p></body></html>`;
}

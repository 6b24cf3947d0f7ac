import { error } from "../define.ts";

/** What is said of the texts that customers read. */
export const messageMessages = {
  "placeholder-unclosed": error(
    () => "this `{` is never closed",
    () => "a placeholder is `{name}`; to print a brace, double it: `{{`",
  ),

  "placeholder-empty": error(
    () => "this placeholder names nothing",
    () => "write a tag's name or an attribute of the event: `{salutation}`, `{event.amount}`",
  ),

  "placeholder-not-tag": error<{ readonly name: string; readonly what: string }>(
    ({ name, what }) => `\`{${name}}\` is ${what}, and a placeholder is a tag or an attribute of the event`,
    () => "declare a `tag` with what is to be printed, and name it here",
  ),

  "placeholder-event": error<{
    readonly name: string;
    readonly campaign: string;
    readonly reason: string;
    readonly nearest: string | undefined;
  }>(
    ({ name, campaign, reason }) => `\`{${name}}\` is nothing in the campaign \`${campaign}\`: ${reason}`,
    ({ nearest }) =>
      nearest === undefined
        ? "use another offer there, or leave the placeholder out"
        : `did you mean \`{${nearest}}\`?`,
  ),

  "message-too-long": error<{
    readonly channel: string;
    readonly length: number;
    readonly longest: number;
  }>(
    ({ channel, length, longest }) =>
      `this message is too long for \`${channel}\`: ${length} characters without its placeholders, and ${longest} are allowed`,
    () => "shorten it, and leave room for what the placeholders stand for",
  ),
} as const;

import { expect, test } from "vitest";
import { campaignText, compileTexts } from "./support.ts";

/** What is said of texts: codes, each with the text that it is said of. */
function said(text: string): readonly string[] {
  return compileTexts(text).diagnostics.map(
    ({ code, span }) => `${code}: ${text.slice(span.start, span.end)}`,
  );
}

test("no branch may follow one that always holds, which stands without a condition too", () => {
  const text = campaignText({ offer: "starter\n           starter when age > 20" });
  expect(said(text)).toEqual(["branch-unreachable: starter when age > 20"]);
  const channel = campaignText({ channel: "manager\n           sms when age > 20" });
  expect(said(channel)).toEqual(["branch-unreachable: sms when age > 20"]);
});

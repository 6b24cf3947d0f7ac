import { flowMap, oneLine, scalar } from "./yaml-text.ts";

/** The longest label: what is longer describes. */
const LABEL = 40;

/** `label` and `description` as lines or parts of an entry, by what the warehouse's comment says; nothing where it says nothing. */
export function saidOf(comment: string | undefined): Readonly<Record<string, string>> {
  const whole = oneLine(comment ?? "");
  if (whole === "") return {};
  const [first = ""] = whole.split(/[，,；;。:：(（.!？?]|\s[-–—]\s/u);
  const label = first.trim();
  const hasLabel = label !== "" && [...label].length <= LABEL;
  return {
    ...(hasLabel && { label: flowMap({ [languageOf(label)]: scalar(label) }) }),
    ...(label !== whole && { description: scalar(whole) }),
    ...(label === whole && !hasLabel && { description: scalar(whole) }),
  };
}

/** Chinese is told by its characters, everything else is taken for English. */
const languageOf = (text: string): "zh" | "en" => (/\p{Script=Han}/u.test(text) ? "zh" : "en");

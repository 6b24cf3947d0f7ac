const tabWidth = 4;

/** Letters and signs that take two columns of a terminal (East Asian wide and full-width, emoji). */
const wide =
  /^[\u1100-\u115F\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18AFF}\u{1AFF0}-\u{1B2FF}\u{1F004}\u{1F0CF}\u{1F18E}\u{1F191}-\u{1F19A}\u{1F200}-\u{1F265}\u{1F300}-\u{1F320}\u{1F32D}-\u{1F335}\u{1F337}-\u{1F37C}\u{1F37E}-\u{1F393}\u{1F3A0}-\u{1F3CA}\u{1F3CF}-\u{1F3D3}\u{1F3E0}-\u{1F3F0}\u{1F3F4}\u{1F3F8}-\u{1F43E}\u{1F440}\u{1F442}-\u{1F4FC}\u{1F4FF}-\u{1F53D}\u{1F54B}-\u{1F54E}\u{1F550}-\u{1F567}\u{1F57A}\u{1F595}\u{1F596}\u{1F5A4}\u{1F5FB}-\u{1F64F}\u{1F680}-\u{1F6C5}\u{1F6CC}\u{1F6D0}-\u{1F6D7}\u{1F6DC}-\u{1F6DF}\u{1F6EB}\u{1F6EC}\u{1F6F4}-\u{1F6FC}\u{1F7E0}-\u{1F7EB}\u{1F7F0}\u{1F90C}-\u{1F93A}\u{1F93C}-\u{1F945}\u{1F947}-\u{1F9FF}\u{1FA70}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const noWidth = /^[\p{Mn}\p{Me}]/u;
/** Control, format and lone surrogate characters: a terminal would obey, hide or reorder them. */
const unshowable = /^[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/**
 * A text as a terminal shows it on one line: tabs widened to the next stop, control and bidirectional
 * characters written out as `\u{202e}` so that no file can rewrite what a reader sees. `width` is in columns;
 * `column` is the column at which the text starts.
 */
export function displayed(text: string, column = 0): { readonly text: string; readonly width: number } {
  let shown = "";
  let width = 0;
  for (const character of text) {
    const piece = displayedCharacter(character, column + width);
    shown += piece.text;
    width += piece.width;
  }
  return { text: shown, width };
}

function displayedCharacter(character: string, column: number): { text: string; width: number } {
  if (character === "\t") {
    const width = tabWidth - (column % tabWidth);
    return { text: " ".repeat(width), width };
  }
  if (character >= " " && character <= "~") return { text: character, width: 1 };
  if (unshowable.test(character)) {
    const text = `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
    return { text, width: text.length };
  }
  if (noWidth.test(character)) return { text: character, width: 0 };
  return { text: character, width: wide.test(character) ? 2 : 1 };
}

/** A piece of HTML that is safe to put into a page. Made by `html` alone. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between `${}` in `html`: text is escaped, lists are joined, nothing is left out. */
export type Piece = string | number | Html | undefined | readonly Piece[];

/** Writes HTML; whatever is put in is text, but for what `html` has made. Attributes must stand in double quotes. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const [first = "", ...rest] = texts;
  return new Html(rest.reduce((made, text, index) => made + written(pieces[index]) + text, first));
}

function written(piece: Piece): string {
  if (piece === undefined) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string") return escaped(piece);
  if (typeof piece === "number") return String(piece);
  return piece.map(written).join("");
}

/** Text for HTML, in elements and in quoted attributes. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A name that may be broken behind the parts that it is joined of. */
export function breakable(name: string): Html {
  return html`${name.split(/(?<=[_./])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;
}

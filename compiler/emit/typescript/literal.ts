/** A plain JSON value as a TypeScript literal, laid out with two spaces; short lists of plain values on one line. */
export function literal(value: unknown, indent = ""): string {
  if (Array.isArray(value)) return listLiteral(value, indent);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length === 0) return "{}";
    const inner = `${indent}  `;
    const lines = entries.map(([key, entry]) => `${inner}${property(key)}: ${literal(entry, inner)},`);
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function listLiteral(values: readonly unknown[], indent: string): string {
  if (values.length === 0) return "[]";
  const plain = values.every((value) => typeof value !== "object" || value === null);
  if (plain) {
    const line = `[${values.map((value) => literal(value)).join(", ")}]`;
    if (line.length + indent.length < 100) return line;
  }
  const inner = `${indent}  `;
  return `[\n${values.map((value) => `${inner}${literal(value, inner)},`).join("\n")}\n${indent}]`;
}

/** `__proto__` would set the prototype where it is not computed. */
function property(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : JSON.stringify(key);
}

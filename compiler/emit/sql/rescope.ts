import type { Expression, RowScope } from "../../../plan/index.ts";

/** An expression with another scope in a scope's place. */
export function rescoped(expression: Expression, scopes: Partial<Record<RowScope, RowScope>>): Expression {
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part)]));
    const of = scopeKey(copy);
    const scope = of === undefined ? undefined : scopes[copy[of] as RowScope];
    return of === undefined || scope === undefined ? copy : { ...copy, [of]: scope };
  };
  return replaced(expression) as Expression;
}

/** Under which key a part of an expression names a scope. */
function scopeKey(part: Readonly<Record<string, unknown>>): "of" | "at" | undefined {
  if (part["kind"] === "attribute" || part["kind"] === "time") return "of";
  return part["kind"] === "convert" ? "at" : undefined;
}

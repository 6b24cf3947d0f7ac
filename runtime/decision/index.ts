/** What the decision functions of a built plan are made of: the language's values and operators, unknown included. */
export * from "./date.ts";
export * from "./number.ts";
export * from "./offer.ts";
export * from "./predicate.ts";
export * from "./value.ts";

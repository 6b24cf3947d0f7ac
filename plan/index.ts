export * from "./campaign.ts";
export * from "./expression.ts";
export * from "./firing.ts";
export * from "./plan.ts";
export * from "./policy.ts";
export * from "./program.ts";
export * from "./source.ts";
export * from "./value-type.ts";

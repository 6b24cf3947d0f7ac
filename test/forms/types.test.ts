import { checkFamily } from "./check-family.ts";
import { declarations } from "./types/declarations.ts";
import { types } from "./types/types.ts";

for (const family of [declarations, types]) checkFamily(family);

import { checkFamily } from "./check-family.ts";
import { FAMILIES } from "./families.ts";

for (const family of FAMILIES.types) checkFamily(family);

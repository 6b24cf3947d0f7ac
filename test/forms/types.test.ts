import { checkFamily } from "./check-family.ts";
import { types } from "./types/types.ts";

checkFamily(types);

import { checkFamily } from "./check-family.ts";
import { aggregates } from "./expressions/aggregates.ts";
import { history } from "./expressions/history.ts";
import { operators } from "./expressions/operators.ts";
import { windows } from "./expressions/windows.ts";

for (const family of [operators, aggregates, windows, history]) checkFamily(family);

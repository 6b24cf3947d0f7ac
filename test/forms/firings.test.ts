import { checkFamily } from "./check-family.ts";
import { dates } from "./firings/dates.ts";
import { events } from "./firings/events.ts";
import { patterns } from "./firings/patterns.ts";
import { reaches } from "./firings/reaches.ts";

for (const family of [events, patterns, reaches, dates]) checkFamily(family);

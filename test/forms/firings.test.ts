import { checkFamily } from "./check-family.ts";
import { schedules } from "./decisions/schedules.ts";
import { dates } from "./firings/dates.ts";
import { events } from "./firings/events.ts";
import { patterns } from "./firings/patterns.ts";
import { reaches } from "./firings/reaches.ts";
import { turnings } from "./firings/turns.ts";

for (const family of [schedules, events, patterns, reaches, dates, turnings]) checkFamily(family);

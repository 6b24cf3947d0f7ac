import { checkFamily } from "./check-family.ts";
import { arbitration, offers } from "./decisions/arbitration.ts";
import { caps } from "./decisions/caps.ts";
import { campaignClauses } from "./decisions/clauses.ts";
import { policy } from "./decisions/policy.ts";
import { tests } from "./decisions/tests.ts";
import { furtherWaves } from "./decisions/waves.ts";

for (const family of [offers, campaignClauses, caps, furtherWaves, policy, arbitration, tests])
  checkFamily(family);

import type { DiagnosticDefinition } from "./define.ts";
import { campaignMessages } from "./messages/campaign.ts";
import { catalogMessages } from "./messages/catalog.ts";
import { fileMessages } from "./messages/files.ts";
import { firingMessages } from "./messages/firings.ts";
import { messageMessages } from "./messages/messages.ts";
import { nameMessages } from "./messages/names.ts";
import { policyMessages } from "./messages/policy.ts";
import { projectMessages } from "./messages/project.ts";
import { syntaxMessages } from "./messages/syntax.ts";
import { testMessages } from "./messages/tests.ts";
import { typeMessages } from "./messages/types.ts";
import { yamlMessages } from "./messages/yaml.ts";

/**
 * Every diagnostic there is, by its permanent code. A code is never taken back, renamed or given another
 * meaning; each has a golden test and a page.
 */
export const diagnosticTable = {
  ...syntaxMessages,
  ...yamlMessages,
  ...catalogMessages,
  ...projectMessages,
  ...fileMessages,
  ...nameMessages,
  ...typeMessages,
  ...campaignMessages,
  ...firingMessages,
  ...messageMessages,
  ...policyMessages,
  ...testMessages,
} as const;

export type DiagnosticCode = keyof typeof diagnosticTable;

/** The parameters that the message of a code takes. */
export type DiagnosticParameters<Code extends DiagnosticCode> =
  (typeof diagnosticTable)[Code] extends DiagnosticDefinition<infer Parameters> ? Parameters : never;

import type { CatalogTag } from "../../../compiler/catalog/catalog.ts";

/** A service campaign that finds everybody and says, in the text of its message, what each mapped tag is for her. */
export function portraitOf(tags: ReadonlyMap<string, CatalogTag>): string {
  const mapped = [...tags].filter(([, { unmapped }]) => unmapped !== true).map(([name]) => `{${name}}`);
  return `
offer portrait {
  message letter "${mapped.join(" ")}"
}

campaign portrait {
  owner    "test"
  purpose  service
  segment  true
  trigger  daily at 09:30
  window   2026-01-01 .. 2026-12-31
  offer    portrait
  channel  letter
  priority 1
}
`;
}

import { expect, test } from "vitest";
import { compileProject } from "../../support/detection.ts";

const catalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: text, source: customers }
sources: { customers: { relation: customers, grain: customer } }
tags:
  constructor: { type: text, from: customers.name }
  phone: { type: text, from: customers.phone }
channels:
  __proto__: { address: phone }
  valueOf: { message: none }
`;

const campaign = `offer toString {
  value 10 CNY
  message __proto__ "Dear {constructor}"
}
campaign hasOwnProperty {
  owner "retail"
  segment constructor is known
  trigger daily at 06:00
  window 2026-01-01 .. 2026-12-31
  offer toString
  channel first of __proto__, valueOf
  priority 50
  caps 1 per customer
}
`;

test("tags, offers, channels and campaigns may bear names that every object has", () => {
  const { plan } = compileProject(catalog, campaign);
  expect(plan.campaigns.map(({ name, columns }) => ({ name, columns }))).toEqual([
    {
      name: "hasOwnProperty",
      columns: {
        addresses: ["__proto__"],
        consents: [],
        placeholders: [{ name: "constructor", type: { kind: "text" } }],
        segments: [],
        occurrences: [],
        carried: [],
      },
    },
  ]);
});

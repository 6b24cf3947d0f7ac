import { expect, test } from "vitest";
import { campaignNamed, compileProject } from "../support/detection.ts";

const catalog = `catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
tags:
  age: { type: integer, from: people.age }
channels:
  letter: {}
`;

const described = `${catalog}describe:
  voucher: { label: { zh: 优惠券, en: Voucher }, owner: retail/cards }
  adults: { label: { zh: 成年客群 }, class: demographics, unit: people, description: Those of age. }
  spring: { label: { zh: 春 }, owner: retail }
  autumn: { label: { en: Another name } }
`;

const campaigns = `
segment adults = age >= 18
offer voucher { message letter "." }
${campaignNamed("spring", { segment: "adults", offer: "voucher" })}
${campaignNamed("autumn", { segment: "adults", offer: "voucher" }).replace("autumn {", 'autumn "Autumn" {')}`;

test("what has no label of its own is called as the catalog describes it: in English, or the first language", () => {
  const { plan } = compileProject(described, campaigns);
  const labels = plan.campaigns.map(({ name, label, owner }) => [name, label, owner]);
  expect(labels).toEqual([
    ["autumn", "Autumn", "test"],
    ["spring", "春", "test"],
  ]);
  expect(plan.offers["voucher"]?.label).toBe("Voucher");
});

test("descriptions are in the plan, in order of name, and make no program another", () => {
  const { plan } = compileProject(described, campaigns);
  expect(JSON.stringify(plan.descriptions, undefined, 1)).toMatchInlineSnapshot(`
    "{
     "adults": {
      "label": {
       "zh": "成年客群"
      },
      "description": "Those of age.",
      "class": "demographics",
      "unit": "people"
     },
     "autumn": {
      "label": {
       "en": "Another name"
      }
     },
     "spring": {
      "label": {
       "zh": "春"
      },
      "owner": "retail"
     },
     "voucher": {
      "label": {
       "zh": "优惠券",
       "en": "Voucher"
      },
      "owner": "retail/cards"
     }
    }"
  `);
  const other = compileProject(described.replace("owner: retail/cards", "owner: retail/loans"), campaigns);
  expect(other.plan.descriptions?.["voucher"]?.owner).toBe("retail/loans");
  expect(other.plan.hash).toBe(plan.hash);
  expect(compileProject(catalog, campaigns).plan).not.toHaveProperty("descriptions");
});

test("what an event is a reason for, and what it is found in, is in the plan", () => {
  const withEvent = `${catalog
    .replace(
      "channels:",
      "events:\n  visit: { source: visits, attributes: { minutes: { type: integer } } }\nchannels:",
    )
    .replace(
      "tags:",
      "  visits: { relation: visits, grain: event, customer: id, time: at, id: nr }\ntags:",
    )}describe:
  long_visit: { label: { zh: 长访 }, family: care, kind: behaviour }
`;
  const { plan } = compileProject(withEvent, `event long_visit = visit where minutes > 30\n${campaigns}`);
  expect(plan.descriptions?.["long_visit"]).toEqual({
    label: { zh: "长访" },
    family: "care",
    kind: "behaviour",
  });
});

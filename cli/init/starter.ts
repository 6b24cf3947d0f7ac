/** The files of a new project by path: small enough to read in a minute, whole enough to check, test, build and run. */
export const starterFiles: ReadonlyMap<string, string> = new Map([
  [
    "baleen.yaml",
    `# The project: where its catalog, campaigns, warehouse and ledger are. Paths are from this file.
project: first-steps
catalog: catalog/*.yaml
campaigns: campaigns/**/*.campaign
stdlib: false # true for a bank: its standard library of tags, events, customer groups and a contact policy
warehouse: { engine: duckdb, path: data } # a folder with a CSV or Parquet file for each relation; or PostgreSQL
ledger: { engine: sqlite, path: .baleen/ledger.db }
dispatch:
  default: { adapter: file, path: .baleen/outbox }
`,
  ],
  [
    "catalog/shop.yaml",
    `# The tag catalog: what the warehouse holds, in the words that campaigns use.
catalog: 1
timezone: Europe/London
currency: GBP
customer: { key: customer_id, type: integer, source: customers }
sources:
  customers: { relation: customers, grain: customer }
  purchases:
    relation: purchases
    grain: event
    time: { column: bought_at, zone: Europe/London }
    id: purchase_id
tags:
  name: { type: text, from: customers.name, label: { en: Name } }
  age: { type: integer, from: customers.age, label: { en: Age } }
  email: { type: text, from: customers.email, label: { en: Email address } }
  email_consent: { type: boolean, from: customers.email_consent, label: { en: May be written to } }
events:
  purchase:
    source: purchases
    attributes:
      amount: { type: money(GBP), column: amount }
channels:
  email: { address: email, consent: email_consent, cost: 0.01 GBP, max_length: 2000 }
`,
  ],
  [
    "campaigns/thank-you.campaign",
    `/// Customers who have bought something of size.
segment good_customers "Good customers" = sum(purchase.amount, ever) >= 100 GBP

offer voucher "A voucher for the next purchase" {
  value    20 GBP
  cost     5 GBP
  message  email subject "Thank you" "Dear {name}, thank you for shopping with us: here are 5 pounds for you."
}

/// A voucher once a quarter for those who keep the shop alive.
campaign thank_you "Thank good customers" {
  owner    "shop/marketing"
  segment  good_customers and age >= 18
  trigger  daily at 09:00
  window   2026-01-01 .. 2035-12-31
  offer    voucher
  channel  email
  priority 50
  caps     1 per customer per 90 days
           1_000 per day
}

test "100 pounds in all are thanked for, from adults" for thank_you {
  at 2026-03-02 09:00
  customer 1 { name: "Ada", age: 36 }
  customer 2 { name: "Edsger", age: 17 }
  customer 3 { name: "Alan", age: 41, email_consent: false }
  purchase { customer: 1, time: 2026-01-10 12:00, amount: 60.50 GBP }
  purchase { customer: 1, time: 2026-02-10 12:00, amount: 39.50 GBP }
  purchase { customer: 2, time: 2026-02-10 12:00, amount: 120 GBP }
  purchase { customer: 3, time: 2026-02-10 12:00, amount: 250 GBP }
  expect contact 1 via email offering voucher at 2026-03-02 09:00
  expect no contact 2 because segment
  expect no contact 3 because consent
}
`,
  ],
  [
    "data/customers.csv",
    `customer_id,name,age,email,email_consent
1,Ada,36,ada@example.com,true
2,Grace,85,grace@example.com,true
3,Alan,41,alan@example.com,false
4,Edsger,17,edsger@example.com,true
5,Barbara,,barbara@example.com,true
`,
  ],
  [
    "data/purchases.csv",
    `purchase_id,customer_id,bought_at,amount
1,1,2025-11-03 10:15:00,80.00
2,1,2025-12-12 16:40:00,45.50
3,2,2025-12-20 09:05:00,99.99
4,3,2025-12-21 11:30:00,250.00
5,4,2025-12-22 18:00:00,120.00
6,5,2025-12-23 12:00:00,300.00
`,
  ],
  [
    ".gitignore",
    `# What Baleen makes: the ledger, messages, built files.
.baleen/
build/
`,
  ],
]);

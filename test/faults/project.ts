/**
 * The project that faults are put into: small, and with something of all that a fault could spoil: chains of waves, holdouts,
 * members, late events, caps of each kind, a policy, capacities, messages that are put off, and the four ways to send.
 */
export const CATALOG = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
calendar: { weekend: [saturday, sunday], holidays: [], workdays: [] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  buys:
    relation: buys
    grain: event
    customer: person
    time: { column: bought, zone: Asia/Shanghai }
    id: buy
    lateness: 3 days
  visits:
    relation: visits
    grain: event
    customer: person
    time: { column: visited, zone: Asia/Shanghai }
    id: visit
    lateness: 3 days
    ready: { relation: loads, where: { job: visits }, date: day, when_late: wait 12 hours }
  cards:
    relation: cards
    grain: event
    customer: person
    time: { column: opened, zone: Asia/Shanghai }
    id: card
tags:
  tier: { type: { enum: [basic, gold], ordered: true }, from: people.tier }
  stopped: { type: boolean, from: people.stopped }
  name: { type: text, from: people.name }
  phone: { type: text, from: people.phone }
  email: { type: text, from: people.email }
  branch: { type: text, from: people.branch }
  sms_consent: { type: boolean, from: people.sms_consent }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) } } }
  visit: { source: visits, attributes: {} }
  card: { source: cards, attributes: {} }
channels:
  sms: { address: phone, consent: sms_consent, cost: 0.05 CNY, capacity: 9 per day, max_length: 200 }
  email: { address: email, max_length: 2000, capacity: 8 per day }
  letter: { message: none, cost: 2 CNY }
  manager: { address: branch, message: none, capacity: 3 per day }
`;

export const CAMPAIGNS = `
segment golden = tier = gold
segment on_the_stop_list = stopped

offer card_offer {
  group cards
  value 20 CNY
  message sms "{name}, a card for you"
  message email subject "A card" "Dear {name}, a card for you"
}
offer thanks {
  value 10 CNY
  message sms "{name}, thank you for {event.amount}"
  message email subject "Thank you" "Dear {name}, thank you for {event.amount}"
}
offer brochure {
  value 5 CNY
  cost  1 CNY
}

policy {
  suppress on_the_stop_list
  at most  2 per customer per 2 days
  at most  4 per customer per 7 days
  at most  8 per day via sms
  never    card_offer after card within 5 days
  quiet    21:00 .. 09:00 via sms
  holdout  6%
}

campaign buyers "Thanks for larger purchases" {
  owner    "retail"
  segment  true
  exclude  tier = gold
  trigger  daily at 06:00 on buy where amount >= 100 CNY
  window   2026-03-01 .. 2026-12-31
  offer    thanks
  channel  first of sms, email
  priority 80
  caps     2 per customer per 10 days
           7 per day
  holdout  10%
  goal     card within 5 days
  followup reminder after 2 days unless goal via email offering card_offer
}

campaign risers "Welcome to gold" {
  owner    "retail"
  segment  true
  trigger  daily at 06:00 on enter golden
  window   2026-03-01 .. 2026-12-31
  offer    card_offer
  channel  email
  priority 90
  caps     1 per customer per 3 days
}

campaign letters "Brochures on business days" {
  owner    "retail"
  segment  tier = basic and not exists(contact where channel = email, 0..2 days ago)
  trigger  daily at 12:00
  window   2026-03-01 .. 2026-12-31, business days only
  offer    brochure
  channel  letter
  priority 30
  caps     1 per customer per 5 days
           6 per day
           36 CNY per week
}

campaign visitors "Talks after visits" {
  owner    "retail"
  purpose  service
  segment  true
  trigger  daily at 12:00 on visit
  window   2026-03-01 .. 2026-12-31
  offer    brochure
  channel  manager
  priority 50
  caps     3 per customer per 4 days
}
`;

/** What is in the environment of all who open such a project. */
process.env["FAULTS_SECRET"] = "between us";

/** Where a project's stores are and its messages go, as its `baleen.yaml` says it. */
export interface ProjectPlaces {
  readonly warehouse: string;
  readonly ledger: string;
  readonly gatewayPort: number;
  readonly mailPort: number;
  /** Seconds that an answer is waited for. */
  readonly timeout: number;
}

export function projectFile({ warehouse, ledger, gatewayPort, mailPort, timeout }: ProjectPlaces): string {
  return `project: faults
stdlib: false
catalog: catalog.yaml
campaigns: "*.campaign"
warehouse: ${warehouse}
ledger: ${ledger}
dispatch:
  default: { adapter: file, path: outbox }
  sms: { adapter: webhook, url: "http://127.0.0.1:${gatewayPort}/messages", secret: "\${FAULTS_SECRET}", rate: 5000, concurrency: 2, timeout: ${timeout}, allow_private: true }
  email: { adapter: smtp, host: 127.0.0.1, port: ${mailPort}, tls: none, from: news@bank.example, rate: 5000, concurrency: 2, timeout: ${timeout} }
  manager: { adapter: tasks, staff: staff.csv }
`;
}

export const STAFF = "manager,branch\nmay,north\nsam,north\nlee,south\n";

/** The days of a story; the 7th and 8th, and the 14th, are no business days. */
const DAYS = Array.from({ length: 13 }, (_, index) => `2026-03-${String(index + 2).padStart(2, "0")}`);

/** The instants of a story's runs, local times: each is a run's `--at` and its clock. */
export const STEPS: readonly string[] = DAYS.flatMap((day) => [`${day} 06:00`, `${day} 12:00`]);

/** A step that takes a ledger from one version to the next. Steps are never edited once released. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** How a dialect writes what all tables are made of. */
export interface SchemaWords {
  /** The column that numbers a table's rows by itself. */
  readonly id: string;
  readonly integer: string;
  /** Text that compares by code point. */
  readonly text: string;
  /** What stands behind a table's columns; of one that is looked up by its key alone, `keyed`. */
  readonly table: string;
  readonly keyed: string;
}

/** All steps, in order: one more takes a ledger to the next version. */
const STEPS: readonly ((words: SchemaWords) => Migration)[] = [
  first,
  second,
  third,
  fourth,
  fifth,
  sixth,
  seventh,
  eighth,
  ninth,
];

/** The version of a ledger that has had all steps: the number of the last. */
export const LATEST_VERSION = 9;

/** All steps, in order, in a dialect's words. */
export function migrations(words: SchemaWords): readonly Migration[] {
  return STEPS.map((step) => step(words));
}

function decisionColumns({ id, integer, text }: SchemaWords): string {
  return `
    ${id},
    campaign ${text} not null,
    tick ${integer} not null,
    wave ${integer} not null check (wave >= 0),
    customer ${text} not null,
    arm ${text} not null check (arm in ('treated', 'control', 'universal')),
    occasion ${text} not null,
    event_id ${text},
    event_time ${integer},
    value ${text},
    currency ${text}`;
}

const decisionConstraints = `
    foreign key (campaign, tick) references campaign_ticks (campaign, tick),
    check ((event_id is null) = (event_time is null)),
    check ((value is null) = (currency is null))`;

/**
 * The unique constraints begin with what late events are looked up by. An outbox row's key follows from its
 * contact's identity, so it is as unique as that.
 */
function first(words: SchemaWords): Migration {
  const { id, integer, text, table, keyed } = words;
  return {
    number: 1,
    name: "decisions, memberships, responses, outbox and dispatches",
    statements: [
      `create table run_lock (
    id ${integer} primary key check (id = 1),
    token ${integer} not null,
    process ${integer} not null,
    since ${integer} not null
  )${table}`,
      `create table runs (
    ${id},
    tick ${integer} not null,
    asked_at ${integer} not null,
    plan_hash ${text} not null,
    started_at ${integer} not null
  )${table}`,
      `create table campaign_ticks (
    campaign ${text} not null,
    tick ${integer} not null,
    run ${integer} not null references runs (id),
    label ${text},
    owner ${text} not null,
    previous_tick ${integer} check (previous_tick < tick),
    active ${integer} not null check (active in (0, 1)),
    floor ${integer} not null,
    campaign_hash ${text} not null,
    funnel ${text} not null,
    primary key (campaign, tick)
  )${keyed}`,
      `create table contacts (${decisionColumns(words)},
    channel ${text} not null,
    offers ${text} not null,
    due ${integer} not null check (due >= tick),
    costs ${text} not null,
    purpose ${text} not null check (purpose in ('service', 'marketing')),
    carried ${text} not null,
    segments ${text} not null,
    state ${text} check (state in ('waiting', 'sent', 'delivered', 'failed', 'cancelled')),
    check ((state is null) = (arm <> 'treated')),
    unique (campaign, occasion, customer, wave),${decisionConstraints}
  )${table}`,
      "create index contacts_by_tick on contacts (tick, campaign)",
      "create index contacts_by_due on contacts (campaign, due)",
      "create index contacts_by_channel on contacts (due, channel)",
      `create table rejections (${decisionColumns(words)},
    channel ${text},
    offers ${text} not null,
    due ${integer} check (due >= tick),
    unique (campaign, occasion, customer, wave, tick),${decisionConstraints}
  )${table}`,
      "create index rejections_by_tick on rejections (tick, campaign)",
      `create table rejection_reasons (
    rejection ${integer} not null references rejections (id),
    position ${integer} not null,
    channel ${text},
    code ${text} not null,
    rule ${text},
    primary key (rejection, position)
  )${keyed}`,
      `create table responses (
    ${id},
    contact ${integer} not null references contacts (id),
    time ${integer} not null,
    amount ${text},
    currency ${text},
    check ((amount is null) = (currency is null))
  )${table}`,
      "create index responses_by_contact on responses (contact, time)",
      "create index responses_by_time on responses (time)",
      `create table membership_states (
    campaign ${text} primary key,
    tick ${integer} not null,
    meaning ${text} not null,
    foreign key (campaign, tick) references campaign_ticks (campaign, tick)
  )${keyed}`,
      `create table memberships (
    campaign ${text} not null references membership_states (campaign),
    customer ${text} not null,
    value ${text},
    primary key (campaign, customer)
  )${keyed}`,
      `create table dispatches (
    ${id},
    channel ${text} not null,
    started_at ${integer} not null,
    finished_at ${integer},
    target ${text},
    check ((finished_at is null) = (target is null))
  )${table}`,
      `create table outbox (
    contact ${integer} primary key references contacts (id),
    key ${text} not null,
    channel ${text} not null,
    due ${integer} not null,
    address ${text},
    subject ${text},
    message ${text},
    dispatch ${integer} references dispatches (id)
  )${table}`,
      "create index outbox_waiting on outbox (due, channel) where dispatch is null",
      "create index outbox_by_dispatch on outbox (dispatch) where dispatch is not null",
      `create table deliveries (
    contact ${integer} primary key references outbox (contact),
    dispatch ${integer} not null references dispatches (id),
    delivered_at ${integer} not null
  )${table}`,
    ],
  };
}

function second({ integer, text, table }: SchemaWords): Migration {
  return {
    number: 2,
    name: "messages that leave one by one",
    statements: [
      `alter table outbox add column attempts ${integer} not null default 0`,
      `alter table outbox add column next_attempt ${integer}`,
      `alter table outbox add column failure ${text}`,
      `create table dead_letters (
    contact ${integer} primary key references outbox (contact),
    dispatch ${integer} not null references dispatches (id),
    failed_at ${integer} not null,
    reason ${text} not null
  )${table}`,
    ],
  };
}

/** Answers of before are those of channels. */
function third({ integer, text, keyed }: SchemaWords): Migration {
  return {
    number: 3,
    name: "responses found and reported, and whom they are credited to",
    statements: [
      `alter table responses add column kind ${text} not null default 'answer' check (kind in ('goal', 'answer'))`,
      `alter table responses add column event ${text} not null default ''`,
      `alter table responses add column event_id ${text} not null default ''`,
      `alter table responses add column best ${integer} not null default 1 check (best in (0, 1))`,
      `alter table responses add column shares ${integer} default 1 check (shares > 0)`,
      `alter table responses add column found_at ${integer}`,
      "create unique index responses_once on responses (contact, kind, event, event_id, time)",
      "create index responses_by_event on responses (event, event_id) where kind = 'goal'",
      "create index outbox_by_key on outbox (key)",
      `create table response_searches (
    campaign ${text} primary key,
    searched_to ${integer} not null
  )${keyed}`,
    ],
  };
}

/** A message that is cancelled leaves the outbox: what it would have said to whom is kept no longer than needed. */
function fourth({ integer, text, table, keyed }: SchemaWords): Migration {
  return {
    number: 4,
    name: "messages that are cancelled, and tasks",
    statements: [
      `create table cancellations (
    contact ${integer} primary key references contacts (id),
    cancelled_at ${integer} not null,
    reason ${text} not null
  )${table}`,
      `create table cancellation_reasons (
    contact ${integer} not null references cancellations (contact),
    position ${integer} not null,
    code ${text} not null,
    rule ${text},
    primary key (contact, position)
  )${keyed}`,
      `create table tasks (
    contact ${integer} primary key references contacts (id),
    dispatch ${integer} not null references dispatches (id),
    branch ${text},
    manager ${text},
    state ${text} not null check (state in ('open', 'contacted', 'won', 'lost')),
    made_at ${integer} not null,
    due ${integer} not null,
    claimed_at ${integer},
    closed_at ${integer},
    note ${text},
    check ((closed_at is null) = (state in ('open', 'contacted')))
  )${table}`,
      "create index tasks_open on tasks (manager, due) where closed_at is null",
    ],
  };
}

/** Customers who are forgotten are known again only by whoever has the key of the marks. */
function fifth({ integer, text, keyed }: SchemaWords): Migration {
  return {
    number: 5,
    name: "marks of customers who are forgotten",
    statements: [
      `create table forgotten (
    mark ${text} primary key,
    since ${integer} not null
  )${keyed}`,
    ],
  };
}

/** What a former system did is no tick of this project, and has no message: it has tables of its own. */
function sixth({ id, integer, text, table }: SchemaWords): Migration {
  return {
    number: 6,
    name: "contacts and responses of a former system",
    statements: [
      `create table imported_contacts (
    ${id},
    key ${text} not null unique,
    customer ${text} not null,
    campaign ${text} not null,
    channel ${text} not null,
    offers ${text} not null,
    due ${integer} not null,
    costs ${text} not null,
    purpose ${text} not null check (purpose in ('service', 'marketing')),
    state ${text} not null check (state in ('sent', 'delivered', 'failed', 'cancelled')),
    imported_at ${integer} not null
  )${table}`,
      "create index imported_contacts_by_due on imported_contacts (campaign, due)",
      "create index imported_contacts_by_channel on imported_contacts (due, channel)",
      `create table imported_responses (
    ${id},
    key ${text} not null unique,
    customer ${text} not null,
    campaign ${text} not null,
    channel ${text},
    offers ${text} not null,
    time ${integer} not null,
    amount ${text},
    currency ${text},
    imported_at ${integer} not null,
    check ((amount is null) = (currency is null))
  )${table}`,
      "create index imported_responses_by_time on imported_responses (time)",
    ],
  };
}

/** Texts are kept once, however many runs were by them. */
function seventh({ id, integer, text, table, keyed }: SchemaWords): Migration {
  return {
    number: 7,
    name: "texts of the project that runs went by",
    statements: [
      `create table sources (
    hash ${text} primary key,
    text ${text} not null
  )${keyed}`,
      `create table source_sets (
    hash ${text} not null,
    path ${text} not null,
    kind ${text} not null check (kind in ('catalog', 'campaign')),
    source ${text} not null references sources (hash),
    primary key (hash, path)
  )${keyed}`,
      `create table project_records (
    ${id},
    recorded_at ${integer} not null,
    plan_hash ${text} not null,
    catalog_hash ${text} not null,
    source_set ${text} not null,
    release ${text} not null
  )${table}`,
      "create index project_records_by_plan on project_records (plan_hash, recorded_at)",
    ],
  };
}

/** A ledger of before is the project's that opens it next to write. */
function eighth({ integer, text, table }: SchemaWords): Migration {
  return {
    number: 8,
    name: "whose ledger it is",
    statements: [
      `create table ledger_owner (
    id ${integer} primary key check (id = 1),
    project ${text} not null
  )${table}`,
    ],
  };
}

/** Lists of reasons of before stand once for each rejection, numbered as it is. */
function ninth({ integer, text, table, keyed }: SchemaWords): Migration {
  return {
    number: 9,
    name: "reasons that many rejections share",
    statements: [
      `create table reason_lists (
    id ${integer} primary key,
    tick ${integer} not null
  )${table}`,
      `create table reasons (
    reason_list ${integer} not null references reason_lists (id),
    position ${integer} not null,
    channel ${text},
    code ${text} not null,
    rule ${text},
    primary key (reason_list, position)
  )${keyed}`,
      "insert into reason_lists (id, tick) select id, tick from rejections",
      `insert into reasons (reason_list, position, channel, code, rule)
  select rejection, position, channel, code, rule from rejection_reasons`,
      "drop table rejection_reasons",
      `alter table rejections add column reason_list ${integer} references reason_lists (id)`,
      "update rejections set reason_list = id",
    ],
  };
}

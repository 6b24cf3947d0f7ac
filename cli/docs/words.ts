import type { ChannelFact, StatementText, ThingKind } from "../../compiler/documentation/documentation.ts";

/** The languages of the site; labels may have more, which nobody is shown. */
export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** The site's own prose. */
export interface Words {
  readonly language: string;
  readonly other: string;
  readonly skip: string;
  readonly sections: string;
  readonly search: string;
  readonly searchHint: string;
  /** `#` is the count. */
  readonly found: string;
  readonly foundNone: string;
  readonly foundMore: string;
  readonly overview: string;
  readonly overviewLead: string;
  readonly kind: Readonly<Record<ThingKind, string>>;
  readonly kinds: Readonly<Record<ThingKind, string>>;
  readonly lead: Readonly<Record<Exclude<ThingKind, "group" | "product" | "collection" | "policy">, string>>;
  readonly tagLibrary: string;
  readonly eventLibrary: string;
  readonly families: Readonly<Record<string, string>>;
  readonly eventKinds: Readonly<Record<string, string>>;
  readonly firings: Readonly<Record<"event" | "pattern" | "reaches" | "date", string>>;
  readonly readEvents: string;
  readonly ownEvents: string;
  readonly groups: string;
  readonly groupsNote: string;
  readonly chain: string;
  readonly occasion: string;
  readonly whom: string;
  readonly what: string;
  readonly where: string;
  readonly everybody: string;
  readonly without: string;
  readonly filter: string;
  readonly nothing: string;
  readonly by: Readonly<Record<"library" | "project" | "language", string>>;
  readonly status: Readonly<Record<"draft" | "active" | "paused" | "deprecated" | "retired", string>>;
  readonly facts: {
    readonly name: string;
    readonly type: string;
    readonly members: string;
    readonly class: string;
    readonly unit: string;
    readonly owner: string;
    readonly sensitivity: string;
    readonly purposes: string;
    readonly refreshed: string;
    readonly by: string;
    readonly place: string;
    readonly product: string;
    readonly groups: string;
    readonly value: string;
    readonly cost: string;
    readonly valid: string;
    readonly status: string;
    readonly purpose: string;
    readonly relation: string;
    readonly grain: string;
    readonly firing: string;
    readonly family: string;
    readonly eventKind: string;
    readonly label: string;
    readonly column: string;
    readonly source: string;
    readonly condition: string;
    readonly attribute: string;
    readonly readBy: string;
    readonly howRead: string;
    readonly trigger: string;
    readonly priority: string;
  };
  readonly channelFacts: Readonly<Record<ChannelFact, string>>;
  readonly purpose: Readonly<Record<"service" | "marketing", string>>;
  readonly refreshed: Readonly<Record<string, string>>;
  readonly derived: string;
  readonly notMapped: string;
  readonly notMappedNote: string;
  readonly lacks: string;
  readonly declaration: string;
  readonly read: string;
  readonly attributes: string;
  readonly messages: string;
  readonly subject: string;
  readonly uses: string;
  readonly usedBy: string;
  readonly usedByNone: string;
  readonly usesNone: string;
  readonly restsOn: string;
  readonly reaches: string;
  readonly tests: string;
  readonly columns: string;
  readonly members: string;
  readonly sql: string;
  /** `#` is the engine. */
  readonly sqlNote: string;
  readonly statements: Readonly<Record<StatementText["what"], string>>;
  readonly life: string;
  readonly lifeNow: string;
  readonly replacedBy: string;
  readonly replaces: string;
  readonly history: string;
  readonly historyNone: string;
  readonly date: string;
  readonly change: string;
  readonly became: string;
  readonly wasCalled: string;
  readonly wasLabelled: string;
  readonly footer: string;
}

const en: Words = {
  language: "English",
  other: "中文",
  skip: "To the content",
  sections: "Sections",
  search: "Search",
  searchHint: "Name, label or a word of the description",
  found: "# found",
  foundNone: "Nothing is called like this",
  foundMore: "the first # are shown",
  overview: "Overview",
  overviewLead: "What the campaigns of this project are made of, and who uses what.",
  kind: {
    campaign: "Campaign",
    event: "Event",
    segment: "Segment",
    tag: "Tag",
    collection: "Collection",
    offer: "Offer",
    group: "Offer group",
    product: "Product",
    channel: "Channel",
    policy: "Contact policy",
    source: "Source",
  },
  kinds: {
    campaign: "Campaigns",
    event: "Events",
    segment: "Segments",
    tag: "Tags",
    collection: "Collections",
    offer: "Offers",
    group: "Offer groups",
    product: "Products",
    channel: "Channels",
    policy: "Contact policy",
    source: "Sources",
  },
  lead: {
    campaign: "Who is contacted, on what occasion, with which offer and on which channel.",
    event: "What happens to customers: read from the warehouse, or a rule over what is read.",
    segment: "Named sets of customers.",
    tag: "What is known of a customer, by class and category.",
    offer: "What customers are offered, and what it is worth and costs.",
    channel: "How customers are reached, and what limits that.",
    source: "The relations of the warehouse, and who reads which column.",
  },
  tagLibrary: "Tags by class and category",
  eventLibrary: "Events by family",
  families: { opportunity: "Opportunity", alert: "Alert", care: "Care" },
  eventKinds: {
    product: "products held",
    behaviour: "behaviour",
    external: "news from outside",
    life_stage: "stages of life",
    transaction: "transactions",
  },
  firings: {
    event: "narrowed event",
    pattern: "chain of events",
    reaches: "figure reached",
    date: "date",
  },
  readEvents: "Read from the warehouse",
  ownEvents: "Of the project’s own",
  groups: "Customer groups",
  groupsNote: "The figure is the number of campaigns that come to use it.",
  chain: "From occasion to channel",
  occasion: "Occasion",
  whom: "Whom",
  what: "Offer",
  where: "Channel",
  everybody: "at its times",
  without: "Without a class",
  filter: "Only those with",
  nothing: "There are none.",
  by: { library: "standard library", project: "this project", language: "the language" },
  status: {
    draft: "draft",
    active: "active",
    paused: "paused",
    deprecated: "deprecated",
    retired: "retired",
  },
  facts: {
    name: "Name",
    type: "Type",
    members: "Members",
    class: "Class and category",
    unit: "Unit",
    owner: "Owner",
    sensitivity: "Sensitivity",
    purposes: "May be used for",
    refreshed: "Brought up to date",
    by: "Declared by",
    place: "Declared in",
    product: "Product",
    groups: "Groups",
    value: "Worth",
    cost: "Cost",
    valid: "Valid",
    status: "Status",
    purpose: "Purpose",
    relation: "Relation",
    grain: "Grain",
    firing: "Form",
    family: "Family",
    eventKind: "Found in",
    label: "Label",
    column: "Column",
    source: "Source",
    condition: "Only rows where",
    attribute: "Attribute",
    readBy: "Read by",
    howRead: "How it is read",
    trigger: "Trigger",
    priority: "Priority",
  },
  channelFacts: {
    address: "Address",
    consent: "Consent",
    cost: "Cost of a contact",
    capacity: "Capacity",
    hours: "Hours",
    max_length: "Longest message",
    message: "Message",
  },
  purpose: { service: "service", marketing: "marketing" },
  refreshed: {
    realtime: "at once",
    hourly: "hourly",
    daily: "daily",
    weekly: "weekly",
    monthly: "monthly",
    quarterly: "quarterly",
    yearly: "yearly",
  },
  derived: "derived",
  notMapped: "not mapped",
  notMappedNote: "The project’s catalog does not say where this is read, so that no campaign can use it.",
  lacks: "It cannot be used yet. It rests on what the project’s catalog maps to nothing:",
  declaration: "Declaration",
  read: "Where it is read",
  attributes: "Attributes",
  messages: "Messages",
  subject: "Subject",
  uses: "Uses",
  usedBy: "Used by",
  usedByNone: "Nothing uses it.",
  usesNone: "It uses nothing else.",
  restsOn: "Comes down to",
  reaches: "Campaigns that it reaches",
  tests: "Tests",
  columns: "Columns",
  members: "Offers in it",
  sql: "SQL",
  sqlNote: "Compiled for #, laid out for readers. What depends on the run stands as :name.",
  statements: {
    value: "Each customer with the value, at a tick",
    members: "The customers who are in it, at a tick",
    occurrences: "Its occurrences since the last tick",
    candidates: "The campaign’s candidates at a tick",
    standing: "Who stands how, for the next tick to compare with",
    waves: "What contacts are asked before a further wave",
    responses: "Which contacts were responded to",
  },
  life: "Life cycle",
  lifeNow: "now",
  replacedBy: "To be used instead:",
  replaces: "It takes the place of:",
  history: "History",
  historyNone: "The catalog has no history of it.",
  date: "Date",
  change: "Change",
  became: "Status since then:",
  wasCalled: "Until then it was named",
  wasLabelled: "Until then its label was",
  footer: "Made by `baleen docs` from the project’s files.",
};

const zh: Words = {
  language: "中文",
  other: "English",
  skip: "跳到正文",
  sections: "栏目",
  search: "搜索",
  searchHint: "名称、标签名或说明中的词",
  found: "找到 # 项",
  foundNone: "没有匹配的内容",
  foundMore: "仅显示前 # 项",
  overview: "总览",
  overviewLead: "本项目的营销活动由哪些部分组成，彼此之间如何引用。",
  kind: {
    campaign: "营销活动",
    event: "事件",
    segment: "客群",
    tag: "标签",
    collection: "明细集合",
    offer: "权益",
    group: "权益组",
    product: "产品",
    channel: "渠道",
    policy: "接触策略",
    source: "数据源",
  },
  kinds: {
    campaign: "营销活动",
    event: "事件",
    segment: "客群",
    tag: "标签",
    collection: "明细集合",
    offer: "权益",
    group: "权益组",
    product: "产品",
    channel: "渠道",
    policy: "接触策略",
    source: "数据源",
  },
  lead: {
    campaign: "在什么时机、向哪些客户、以何种权益、通过哪个渠道进行接触。",
    event: "客户身上发生的事：直接读自数据仓库，或由规则推出。",
    segment: "有名称的客户集合。",
    tag: "对客户的了解，按大类与小类排列。",
    offer: "向客户提供什么，其价值与成本。",
    channel: "如何触达客户，有哪些限制。",
    source: "数据仓库中的表，以及谁读取哪一列。",
  },
  tagLibrary: "标签：大类与小类",
  eventLibrary: "事件：三大族",
  families: { opportunity: "商机", alert: "预警", care: "关怀" },
  eventKinds: {
    product: "产品",
    behaviour: "行为",
    external: "外部",
    life_stage: "人生阶段",
    transaction: "交易",
  },
  firings: { event: "条件事件", pattern: "事件序列", reaches: "累计达到", date: "日期" },
  readEvents: "读自数据仓库",
  ownEvents: "项目自有",
  groups: "客户群体",
  groupsNote: "数字为用到该客群的活动数。",
  chain: "从时机到渠道",
  occasion: "时机",
  whom: "客群",
  what: "权益",
  where: "渠道",
  everybody: "按时间表",
  without: "未分类",
  filter: "筛选",
  nothing: "暂无。",
  by: { library: "标准库", project: "本项目", language: "语言内置" },
  status: { draft: "草稿", active: "启用", paused: "暂停", deprecated: "不推荐", retired: "已下线" },
  facts: {
    name: "名称",
    type: "类型",
    members: "取值",
    class: "大类与小类",
    unit: "单位",
    owner: "负责团队",
    sensitivity: "敏感级别",
    purposes: "可用于",
    refreshed: "更新频率",
    by: "声明者",
    place: "声明位置",
    product: "产品",
    groups: "所属组",
    value: "价值",
    cost: "成本",
    valid: "有效期",
    status: "状态",
    purpose: "用途",
    relation: "表",
    grain: "粒度",
    firing: "形式",
    family: "族",
    eventKind: "类型",
    label: "标签名",
    column: "列",
    source: "数据源",
    condition: "仅限满足条件的行",
    attribute: "属性",
    readBy: "读取者",
    howRead: "读取方式",
    trigger: "触发",
    priority: "优先级",
  },
  channelFacts: {
    address: "地址",
    consent: "授权",
    cost: "单次成本",
    capacity: "容量",
    hours: "时段",
    max_length: "最长消息",
    message: "消息",
  },
  purpose: { service: "服务", marketing: "营销" },
  refreshed: {
    realtime: "实时",
    hourly: "每小时",
    daily: "每日",
    weekly: "每周",
    monthly: "每月",
    quarterly: "每季度",
    yearly: "每年",
  },
  derived: "衍生",
  notMapped: "未映射",
  notMappedNote: "项目目录未说明从何处读取，因此任何活动都不能使用。",
  lacks: "目前不能使用：它依赖的以下内容在项目目录中没有映射：",
  declaration: "声明",
  read: "数据来源",
  attributes: "属性",
  messages: "消息",
  subject: "主题",
  uses: "引用",
  usedBy: "被引用",
  usedByNone: "没有被引用。",
  usesNone: "没有引用其他内容。",
  restsOn: "最终依赖",
  reaches: "影响的活动",
  tests: "测试",
  columns: "列",
  members: "组内权益",
  sql: "SQL",
  sqlNote: "为 # 编译，排版供阅读；随每次运行而变的值写作 :name。",
  statements: {
    value: "每位客户在某一时点的取值",
    members: "某一时点属于该客群的客户",
    occurrences: "上次运行以来发生的事件",
    candidates: "活动在某一时点的候选客户",
    standing: "客户当前状态，供下次比较",
    waves: "后续波次之前对已接触客户的询问",
    responses: "哪些接触得到了响应",
  },
  life: "生命周期",
  lifeNow: "当前",
  replacedBy: "请改用：",
  replaces: "它取代了：",
  history: "历史",
  historyNone: "目录中没有它的历史记录。",
  date: "日期",
  change: "变更",
  became: "此后状态：",
  wasCalled: "此前名称为",
  wasLabelled: "此前标签名为",
  footer: "由 `baleen docs` 根据项目文件生成。",
};

export const words: Readonly<Record<Language, Words>> = { en, zh };

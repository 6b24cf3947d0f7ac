/**
 * What names of tables and columns are commonly made of, in English, in German, in Chinese and in banks' abbreviations. They only
 * make guesses, each of which the draft says the reason of.
 */
const pattern = (words: string): RegExp => new RegExp(`(?:^|_)(?:${words})(?:_|$)`, "u");

const customers = "cust|custs|customers?|clients?|members?|party|parties|persons?|people|users?|kunden?";
const keyEndings = "id|key|no|nr|num|number|code";

export const words = {
  customerTable: new RegExp(`${pattern(customers).source}|客户|会员|用户`, "u"),
  customerKey: new RegExp(
    `^(?:${customers}|kd)_?(?:${keyEndings})$|^(?:客户|会员|用户)(?:号|编号|代码|标识|id)?$`,
    "u",
  ),
  key: new RegExp(`(?:^|_)(?:${keyEndings}|seq|serial)$|(?:号|编号)$`, "u"),
  /** Tables of what happens. */
  flow: new RegExp(
    `${pattern("trans|transactions?|txns?|trx|events?|logs?|purchases?|orders?|payments?|logins?|visits?|clicks?|calls?|transfers?|details?|dtl|flows?|journals?|bookings?|entries|messages?|buchungen").source}|流水|明细|交易|日志|事件|记录`,
    "u",
  ),
  /** Tables of what there is. */
  state: new RegExp(
    `${pattern("accounts?|acct|accts|acc|holdings?|cards?|loans?|policies|policy|contracts?|products?|positions?|deposits?|subscriptions?|agreements?|konten").source}|账户|持仓|持有|合同|保单|贷款|卡片`,
    "u",
  ),
  /** Columns that say when something happened. */
  happened: new RegExp(
    `${pattern("occurred|happened|txn|trans|transaction|trade|event|booked|booking|bought|paid|payment|ordered|order|posted|post|logged|login|sent|called|visited|clicked|started").source}|发生|交易|时间`,
    "u",
  ),
  plainTime: /^(?:time|ts|timestamp|datetime|date|dt|day|at|zeit|tag|日期|时间)$/u,
  /** Columns that say when a row was written, not when what it tells of happened. */
  written: new RegExp(
    `${pattern("created?|inserted?|updated?|modified|changed|load|loaded|etl|sync|synced|dw|batch|extract|extracted|refreshed").source}|创建|更新|修改|加载|入库`,
    "u",
  ),
  /** Dates of what lasts. */
  lasts: new RegExp(
    `${pattern("open|opened|opening|close|closed|matures?|matured|maturity|expires?|expired|expiry|expiration|valid|eff|effective|end|ends|ended|renews?|renewal|birth|born|birthday|since|due|next|activated").source}|开户|开立|到期|生效|失效|出生|生日`,
    "u",
  ),
  snapshot:
    /^(?:ds|dt|pt|snapshot|snapshot_date|snap_date|stat_date|stat_dt|data_date|data_dt|biz_date|business_date|as_of|as_of_date|report_date|load_date|etl_date|stichtag|数据日期|统计日期)$/u,
  from: /^(?:eff|effective|valid|start|begin)(?:_(?:from|date|dt|start))?$|^(?:from|start)_(?:date|dt)$|^(?:生效日期|开始日期)$/u,
  to: /^(?:eff|effective|valid|end|expiry)_(?:to|end|date|dt|until)$|^(?:to|end|expiry)_(?:date|dt)$|^(?:失效日期|结束日期)$/u,
  tagCode: /^(?:tag|label|attr|attribute|indicator)(?:_(?:code|name|id|key))?$|^(?:标签|标签代码|标签编码)$/u,
  tagValue: /^(?:(?:tag|label|attr|attribute|indicator)_)?(?:value|val)$|^标签值$/u,
  currency: new RegExp(`${pattern("ccy|currency|curr|cur|currency_code|ccy_code").source}|币种|货币`, "u"),
  money: new RegExp(
    `${pattern("amount|amounts|amt|balance|balances|bal|aum|limit|price|fee|fees|cost|income|salary|wage|premium|assets?|deposits?|loan|debt|payment|spend|spending|revenue|profit|turnover|value|betrag|saldo").source}|余额|金额|资产|收入|价格|费用|额度|保费|工资|成本`,
    "u",
  ),
  cents: new RegExp(`${pattern("cents?|fen|pence|minor").source}|（分）|\\(分\\)`, "u"),
  percent: new RegExp(
    `${pattern("rate|ratio|pct|percent|percentage|share|proportion").source}|率|比例|占比`,
    "u",
  ),
  flag: new RegExp(
    `^(?:is|has|can|may|wants|allows)_|${pattern("flag|ind|yn|consent|bool").source}|标志|是否`,
    "u",
  ),
  date: new RegExp(`${pattern("date|dt|day|datum|birthday").source}|日期|生日`, "u"),
} as const;

/** A name in lower case with `_` between its words: `custId`, `CUST-ID` and `cust_id` are alike. */
export function plainName(name: string): string {
  return name
    .replace(/(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})/gu, "_")
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]+/gu, "_")
    .replace(/^_+|_+$/gu, "");
}

/** What one row of a table is called, as far as English is regular: `transactions` holds a `transaction` each. */
export function singular(name: string): string {
  if (/ies$/u.test(name)) return name.replace(/ies$/u, "y");
  if (/(?:ch|sh|x|ss)es$/u.test(name)) return name.replace(/es$/u, "");
  return /[^suia]s$/u.test(name) ? name.slice(0, -1) : name;
}

/**
 * What somebody who knows the demo bank's tables would write for two of its campaigns: the candidates' keys and what
 * their messages and channels need. `$1` is the tick, `$2` the tick before it.
 */
export const handWritten: Readonly<Record<string, string>> = {
  growing_purchasing_power: `
    with day as (
      select
        cast(d as timestamptz) as today,
        cast(d - 30 as timestamptz) as middle,
        cast(d - 90 as timestamptz) as first
      from (select cast(cast($1 as timestamptz) as date) as d)
    ),
    spend as (
      select
        customer_id,
        sum(amount) filter (where posted_at >= middle) as last_30,
        sum(amount) filter (where posted_at < middle) / 2 as usual,
        count(*) filter (where posted_at >= middle) as purchases,
        count(*) filter (where posted_at < middle) / 2 as usual_purchases
      from card_transactions, day
      where kind = 'purchase' and posted_at >= first and posted_at < today
      group by customer_id
      having purchases >= 8
    )
    select c.customer_id as customer, n.salutation, n.app_user_id, n.wechat_id, n.phone,
      c.push_consent, c.wechat_consent, c.sms_consent
    from spend as s
    join customers as c on c.customer_id = s.customer_id
    join customer_contacts as n on n.customer_id = c.customer_id
    where c.ds = (select max(ds) from customers where ds <= cast(cast($1 as timestamptz) as date))
      and c.age between 22 and 60
      and c.has_credit_card
      and (c.do_not_contact or c.complaints_last_year > 1) is not true
      and s.last_30 > coalesce(s.usual, 0) * 1.2
      and s.purchases > s.usual_purchases * 1.2
      and $2 is not null`,

  large_fx_purchase: `
    with bought as (
      select
        f.*,
        cast(bought_at as date) as bought_on,
        f.amount * case when f.ccy = 'CNY' then 100 else own.rate end / usd.rate as in_usd
      from fx_purchases as f
      asof left join fx_rates as own on own.ccy = f.ccy and cast(f.bought_at as date) >= own.rate_date
      asof left join (select * from fx_rates where ccy = 'USD') as usd
        on cast(f.bought_at as date) >= usd.rate_date
      where f.bought_at > timezone('Asia/Shanghai', cast($2 as timestamptz))
        and f.bought_at <= timezone('Asia/Shanghai', cast($1 as timestamptz))
    ),
    usual as (
      select customer_id, count(*) as purchases
      from fx_purchases
      where customer_id in (select customer_id from bought)
        and bought_at >= cast(cast($1 as timestamptz) as date) - 180
        and bought_at < cast(cast($1 as timestamptz) as date)
      group by customer_id
    ),
    abroad as (
      select distinct customer_id
      from card_transactions
      where customer_id in (select customer_id from bought)
        and kind = 'purchase'
        and country <> 'CN'
        and posted_at >= cast(cast(cast($1 as timestamptz) as date) - 365 as timestamptz)
        and posted_at < cast(cast(cast($1 as timestamptz) as date) as timestamptz)
    )
    select c.customer_id as customer, b.fx_id, b.amount, b.ccy, b.in_usd < 30000 as by_sms,
      n.salutation, n.phone, c.sms_consent, c.relationship_manager_id
    from bought as b
    join customers as c on c.customer_id = b.customer_id
    join customer_contacts as n on n.customer_id = b.customer_id
    left join usual as u on u.customer_id = b.customer_id
    left join abroad as a on a.customer_id = b.customer_id
    where b.in_usd >= 10000
      and c.ds = (select max(ds) from customers where ds <= cast(cast($1 as timestamptz) as date))
      and c.age >= 18
      and (c.has_overseas_card or u.purchases >= 2 or a.customer_id is not null)
      and (c.do_not_contact or c.complaints_last_year > 1) is not true`,
};

-- What stays the same in every portrait of a customer, or changes on a day that is known, drawn once.
create temp table lasting as
select
  person.customer_id,
  person_key,
  joined_on,
  gender::gender as gender,
  city_before::city as city_before,
  city_now::city as city_now,
  moved_on,
  case when draw(person_key, 'birth known') >= 0.03 then born_on end as birth_date,
  100 * month(born_on) + day(born_on) as birthday_number,
  result::risk_appetite as risk_appetite,
  first_on as assessed_first_on,
  every_days as assessed_every,
  paid_from,
  paid_until,
  case when draw(person_key, 'income known') < 0.9 then income::decimal(18, 2) end as income,
  case when draw(person_key, 'income known') < 0.9 then income_before::decimal(18, 2) end as income_before,
  occupation_since,
  opened_on as card_from,
  activated_on as card_activated_on,
  expires_on as card_expires_on,
  closed_on as card_until,
  overseas_from,
  (200 * draw(person_key, 'quiet before'))::integer as quiet_before,
  consent.* exclude (customer_id),
  agreement_wide.* exclude (customer_id),
  draw(person_key, 'always managed') < 0.08 as always_managed,
  'RM' || lpad((1 + floor(greatest(2, getvariable('customers') / 250) * draw(person_key, 'manager is')))::bigint::varchar, 4, '0') as manager
from person
join consent using (customer_id)
left join agreement_wide using (customer_id)
left join assessment using (customer_id)
left join main_card using (customer_id);

-- Complaints as they stood on each day with a portrait, of those who complained.
create temp table complaints_on as
select
  customer_id, portrait_number, max(day) as last_complaint_on,
  count(*) filter (day >= ds - 365)::integer as complaints,
  bool_or(settled_on >= ds) as unsettled
from complaint
join portrait on day < ds
group by customer_id, portrait_number;

-- Payments that were overdue on such a day.
create temp table overdue_on as
select customer_id, portrait_number, max(ds - due_on)::integer as days_past_due
from card_repayments
join portrait on due_on < ds and paid_at::date >= ds
group by customer_id, portrait_number;

create temp macro signed_by(signed_on, ended_on, day) as
  signed_on is not null and signed_on < day and coalesce(ended_on >= day or ended_on < signed_on, true);

create temp macro taken_back(given, until, day) as coalesce(given and until between day - 365 and day - 1, false)::integer;

create temp macro tier_of(fen) as
  case when fen >= 600000000 then 'private'::tier when fen >= 100000000 then 'diamond'::tier when fen >= 30000000 then 'platinum'::tier
    when fen >= 5000000 then 'gold'::tier else 'standard'::tier end;

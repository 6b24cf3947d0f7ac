-- The traits that everything was drawn from, for tests: no catalog names them.
create schema truth;

create table truth.person as
select
  customer_id, joined_on, born_on, couple, partner_id, trade, occupation, income, savings, payroll, keeps, nearly_dormant, silent_from, patience, thrift, loyalty,
  digital, prudence, price_sense, temper, outbound, investor, card_holder, pays_share, renews, monthly_purchases, monthly_transfers, monthly_visits,
  married_on, child_born_on, moved_on, new_job_on, graduated_on, retired_on, bought_home_on, bought_car_on, stays_on_payroll
from person
order by customer_id;

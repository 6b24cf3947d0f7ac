-- Codes of few values are enumerations: a quarter of the time and space of text in tables of millions of rows.
create type gender as enum ('F', 'M');
create type city as enum (
  'shanghai', 'beijing', 'shenzhen', 'guangzhou', 'hangzhou', 'chengdu', 'nanjing', 'wuhan', 'xian', 'suzhou', 'other'
);
create type tier as enum ('standard', 'gold', 'platinum', 'diamond', 'private');
create type stage as enum ('acquisition', 'growth', 'maturity', 'decline', 'dormant');
create type risk_appetite as enum ('conservative', 'cautious', 'balanced', 'growth', 'aggressive');
create type currency as enum ('CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'AUD', 'SGD');
create type country as enum ('CN', 'HK', 'JP', 'US', 'SG', 'GB', 'AU', 'DE');
create type bank_channel as enum ('mobile_bank', 'online_bank', 'branch');
create type card_channel as enum ('qr', 'online', 'pos');
create type card_kind as enum ('purchase', 'refund');
create type merchant_category as enum (
  'groceries', 'dining', 'transport', 'shopping', 'utilities', 'entertainment', 'medical', 'education', 'travel', 'electronics'
);
create type movement_kind as enum (
  'salary', 'pension', 'transfer_in', 'transfer_out', 'bill_payment', 'cash_withdrawal', 'cash_deposit', 'fx_payment', 'fx_receipt',
  'td_purchase', 'td_redemption', 'wealth_purchase', 'wealth_redemption', 'fund_purchase', 'fund_redemption',
  'bond_purchase', 'bond_redemption', 'metal_purchase', 'insurance_premium', 'card_repayment', 'loan_payment', 'loan_disbursement'
);
create type debit_credit as enum ('D', 'C');
create type counterparty as enum ('other_bank', 'same_bank');
create type biller as enum ('utilities', 'telecom', 'property', 'education', 'tax');
create type digital_kind as enum ('login', 'page_view', 'wealth_purchase_failed', 'search');
create type search_term as enum (
  'mortgage', 'close account', 'exchange rate', 'send money abroad', 'visa statement', 'time deposit rates', 'wealth products', 'personal loan',
  'raise limit', 'instalments', 'points', 'statement', 'gold', 'insurance', 'branch near me', 'salary', 'transfer limit'
);
create type service_kind as enum ('branch_visit', 'call', 'complaint', 'coupon_used', 'points_redeemed');
create type card_event_kind as enum (
  'application', 'activation', 'blocked', 'declined', 'cash_advance', 'instalment', 'limit_change'
);
create type loan_kind as enum ('mortgage', 'consumer', 'business', 'car');
create type loan_event_kind as enum ('application', 'disbursement', 'repayment');
create type page as enum ('home', 'transfer', 'bills', 'credit_card', 'loans', 'wealth', 'foreign_exchange', 'benefits');
create type failure as enum ('insufficient_balance', 'quota_full', 'risk_mismatch', 'timeout');
create type product as enum (
  'td.m3', 'td.m6', 'td.y1', 'td.y2', 'td.y3', 'td.large', 'bond.savings',
  'wealth.daily', 'wealth.stable_90', 'wealth.growth_180', 'wealth.fx_90', 'wealth.closed_365',
  'fund.money', 'fund.bond', 'fund.mixed', 'fund.equity', 'metal.gold',
  'card.standard', 'card.gold', 'card.shopping', 'card.car', 'card.go_abroad', 'card.instalment',
  'loan.mortgage', 'loan.consumer', 'loan.business', 'loan.car',
  'insurance.life', 'insurance.savings', 'insurance.health', 'insurance.accident', 'insurance.car',
  'service.birthday_gift', 'service.payroll_plus'
);
create type holding_kind as enum ('td', 'bond', 'wealth', 'fund');

-- Pseudo-randomness: every draw is a hash of the seed, a row's key and the name of what is drawn, so that a value
-- depends neither on the number of threads nor on the order of rows. A row's key is computed once, its draws are cheap.

-- The first and the last day with data.
create temp macro data_begin() as getvariable('first_day');
create temp macro data_end() as getvariable('last_day');

-- The outer hash() mixes the last part in: DuckDB combines hashes by a bare xor.
create temp macro key(a, b := 0, c := 0) as
  hash(hash(getvariable('seed')::bigint, a::bigint, b::bigint, c::bigint));

-- Uniform in [0, 1).
create temp macro draw(row_key, what) as (hash(xor(row_key, hash(what))) >> 11)::double / 9007199254740992.0;

-- Standard normal (Box and Muller 1958).
create temp macro normal(row_key, what) as
  sqrt(-2 * ln(1 - draw(row_key, what || ' radius'))) * cos(2 * pi() * draw(row_key, what || ' angle'));

create temp macro date_within(first_day, days, u) as first_day + floor(days * u)::integer;

create temp macro rest(u) as u * 65536 - floor(u * 65536);

-- A local time of day in seconds: busiest in the afternoon, one in thirty in the small hours. The low digits of
-- the draw serve as a second one.
create temp macro second_of_day(u) as
  (case when u < 0.033 then floor(25200 * rest(u)) else 25200 + floor(30500 * (u + rest(u))) end)::bigint;

-- By whole microseconds: many times faster than intervals and zone arithmetic.
create temp macro local_time(d, seconds) as
  make_timestamp((d - date '1970-01-01')::bigint * 86400000000 + seconds::bigint * 1000000);

-- Shanghai has been eight hours ahead, all year round, since 1992.
create temp macro shanghai_instant(local) as make_timestamptz(epoch_us(local) - 28800000000);

create temp macro shanghai_date(instant) as make_timestamp(epoch_us(instant) + 28800000000)::date;

-- Exact: whole fen become yuan without passing through binary fractions, in eighteen digits, of which 64 bits hold all.
create temp macro yuan(fen) as (fen::decimal(15, 0) * 0.01::decimal(3, 2))::decimal(18, 2);

-- People write round sums: to the nearest 1,000 from 10,000 up, to the nearest 100 from 1,000 up.
create temp macro round_sum(x) as
  case when x >= 10000 then round(x, -3) when x >= 1000 then round(x, -2) else round(x, 2) end;

-- One of the names: the first up to the first bound, the second up to the next, …; the last from the last bound on. Bounds
-- are written out, so that DuckDB folds what is not asked. `u` is a draw, and so never unknown.
create temp macro among(u, names, bounds) as case
  when bounds[1] is null or u < bounds[1] then names[1]
  when bounds[2] is null or u < bounds[2] then names[2]
  when bounds[3] is null or u < bounds[3] then names[3]
  when bounds[4] is null or u < bounds[4] then names[4]
  when bounds[5] is null or u < bounds[5] then names[5]
  when bounds[6] is null or u < bounds[6] then names[6]
  when bounds[7] is null or u < bounds[7] then names[7]
  when bounds[8] is null or u < bounds[8] then names[8]
  when bounds[9] is null or u < bounds[9] then names[9]
  when bounds[10] is null or u < bounds[10] then names[10]
  else names[11]
end;

-- One of the names, each as likely as the others.
create temp macro any_of(u, names) as names[1 + floor(u * len(names))::integer];

-- How much an account may send; null for what the platform's settings say.
create table account_quota (
  account varchar(8) primary key references account,
  recipients bigint check (recipients > 0),
  messages_per_minute bigint check (messages_per_minute > 0),
  messages_per_day bigint check (messages_per_day > 0)
);

-- What instances have taken of it, in portions.
create table account_usage (
  account varchar(8) not null,
  -- Of the window: a minute's or a day's.
  seconds integer not null,
  starts timestamptz not null,
  taken bigint not null,
  primary key (account, seconds, starts)
);

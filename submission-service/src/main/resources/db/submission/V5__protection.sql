-- What recipients and their servers made of an account's mail, a row a day (UTC). Counted in the
-- statement that keeps the events, so that a replayed event counts once.
create table account_day (
  account varchar(8) not null,
  day date not null,
  delivered bigint not null,
  hard_bounces bigint not null,
  complaints bigint not null,
  primary key (account, day)
);

-- Accounts that were paused; a row stays when the account is resumed.
create table account_pause (
  account varchar(8) primary key,
  reason text not null,
  paused_at timestamptz not null,
  -- Null while it lasts. What was counted before is forgiven.
  resumed_at timestamptz,
  -- Whether the last change was published.
  told boolean not null
);

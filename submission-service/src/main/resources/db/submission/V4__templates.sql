create table template (
  account varchar(8) not null references account,
  name varchar(64) collate "C" not null,
  subject text,
  text text,
  html text,
  -- What is done where a variable is missing.
  missing varchar(10) not null check (missing in ('refuse', 'empty')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account, name)
);

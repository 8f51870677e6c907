create table account (
  id varchar(8) primary key check (id ~ '^[a-z0-9]{1,8}$'),
  name text not null,
  created_at timestamptz not null
);

-- An API key is never stored: only its SHA-256 is.
create table credential (
  id uuid primary key,
  account varchar(8) not null references account,
  key_hash bytea not null unique check (length(key_hash) = 32),
  created_at timestamptz not null
);

create table sending_domain (
  id uuid primary key,
  account varchar(8) not null references account,
  -- Lower case and A-labels.
  name varchar(255) not null,
  selector varchar(63) not null,
  -- PKCS #8, sealed under BATON_SECRET_KEYS.
  sealed_key bytea not null,
  -- SubjectPublicKeyInfo.
  public_key bytea not null,
  created_at timestamptz not null,
  verified_at timestamptz,
  -- The operator says whose it is, and the DNS is not asked: standalone's demo domains.
  exempt boolean not null default false,
  unique (account, name)
);

-- Anybody may ask for a domain; only one account can have shown that it is its own.
create unique index sending_domain_verified on sending_domain (name) where verified_at is not null;

create table suppression (
  -- ACCOUNT/ADDRESS, the key on baton.suppressions.
  key text primary key,
  account varchar(8) not null,
  address text not null,
  reason varchar(20) not null,
  since timestamptz not null,
  message_id uuid
);

create index suppression_by_account on suppression (account, since desc);

-- Everything that happened to every message. The one index serves the reader, who asks by message,
-- and the projection, which meets an event again after a replay; ids of version 7 ascend, so that
-- new rows fall into its last pages.
create table message_event (
  message_id uuid not null,
  id text not null,
  account varchar(8) not null,
  type text not null,
  time timestamptz not null,
  data jsonb not null,
  primary key (message_id, id)
);

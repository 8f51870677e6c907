-- What came under an idempotency key, and what was answered.
create table idempotency (
  account varchar(8) not null,
  key varchar(255) not null,
  -- SHA-256 in hex: the same key with another request is a mistake.
  request_hash char(64) not null,
  -- The answer, which stands before anything is published.
  message_ids uuid[] not null,
  recipients text[] not null,
  answered boolean not null default false,
  reserved_at timestamptz not null default now(),
  -- Who is at it, until when nobody else may be, and by which producers: they are fenced before
  -- somebody takes over.
  attempt uuid not null,
  lease_until timestamptz not null,
  producers text[] not null,
  primary key (account, key)
);

create index idempotency_age on idempotency (reserved_at);

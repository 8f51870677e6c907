-- Changes of suppression lists that are not yet told on baton.events.submission.
create table suppression_change (
  id uuid primary key default gen_random_uuid(),
  account varchar(8) not null,
  address text not null,
  reason varchar(20) not null,
  message_id uuid,
  -- Or else taken off.
  added boolean not null,
  time timestamptz not null default now()
);

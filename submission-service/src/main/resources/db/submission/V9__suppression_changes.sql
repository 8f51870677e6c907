-- Changes of suppression lists that are not yet told: what happened on baton.events.submission, and
-- what stands on the list on baton.suppressions. Rows are written in the statement of the change.
create table suppression_change (
  id uuid primary key default gen_random_uuid(),
  account varchar(8) not null,
  address text not null,
  reason varchar(20) not null,
  message_id uuid,
  -- Or else taken off; null where nothing has happened, and the list is told once more.
  added boolean,
  time timestamptz not null default now()
);

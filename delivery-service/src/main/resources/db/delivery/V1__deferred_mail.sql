-- Who may write: an instance that takes a partition over raises its epoch.
create table tenure (
  partition integer primary key,
  epoch     bigint  not null
);

-- Mail that waits for its next attempt. A row holds the key of the message's lane and the key's
-- hash, never a partition: partition = lane_hash modulo the number of partitions.
create table deferred_message (
  message_id  uuid        primary key,
  lane        text        not null,
  lane_hash   integer     not null,
  due         timestamptz not null,
  accepted_at timestamptz not null,
  attempts    integer     not null,
  headers     text        not null,
  content     bytea       not null
);

-- Content is fetched whole and hardly compressible once encoded: do not try.
alter table deferred_message alter column content set storage external;

create index deferred_message_due on deferred_message (due);
create index deferred_message_age on deferred_message (accepted_at);

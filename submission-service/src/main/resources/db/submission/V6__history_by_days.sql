-- History by days. Message ids ascend in time, so that a day (UTC) is a range of them; its rows
-- lie in tables of their own, which are dropped when the day is to be forgotten. The ranges cover
-- all ids there are, so that no row is without a place: before the days lies _earlier, behind them
-- _later, from which submission takes the days as they come (baton.submission.history.DayTables).
-- What was there before is one range, _first, and is forgotten as one.
alter table message_event rename to message_event_first;
alter index message_event_pkey rename to message_event_first_pkey;
create table message_event (like message_event_first) partition by range (message_id);
alter table message_event add primary key (message_id, id);

alter table message rename to message_first;
alter index message_pkey rename to message_first_pkey;
alter index message_by_recipient rename to message_first_by_recipient;
alter index message_by_status rename to message_first_by_status;
alter index message_by_subject rename to message_first_by_subject;
create table message (like message_first) partition by range (message_id);
alter table message add primary key (account, message_id);
create index message_by_recipient on message (account, recipient_key, message_id);
create index message_by_status on message (account, status, message_id);
create index message_by_subject on message (account, subject_key, message_id);

alter table message_tag rename to message_tag_first;
alter index message_tag_pkey rename to message_tag_first_pkey;
create table message_tag (like message_tag_first) partition by range (message_id);
alter table message_tag add primary key (account, tag, message_id);

do $$
declare
  zero constant uuid := '00000000-0000-0000-0000-000000000000';
  -- Today, or tomorrow where there is something of today already.
  day timestamp := date_trunc('day', now() at time zone 'UTC');
  bound uuid;
  parent text;
begin
  if exists (select from message_event_first) then
    day := day + interval '1 day';
  end if;
  -- The milliseconds since 1970 are an id's first 48 bits (RFC 9562 section 5.7).
  bound := (lpad(to_hex((extract(epoch from day) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
  foreach parent in array array['message_event', 'message', 'message_tag'] loop
    execute format(
      'create table %I partition of %I for values from (minvalue) to (%L)',
      parent || '_earlier', parent, zero);
    execute format(
      'create table %I partition of %I for values from (%L) to (maxvalue)',
      parent || '_later', parent, bound);
    -- Of clocks that were ahead.
    execute format(
      'with ahead as (delete from %I where message_id >= %L returning *)
       insert into %I select * from ahead',
      parent || '_first', bound, parent || '_later');
    execute format(
      'alter table %I attach partition %I for values from (%L) to (%L)',
      parent, parent || '_first', zero, bound);
  end loop;
end
$$;

-- Of messages whose recipient was erased: the ids of their events, and nothing else. By them what is
-- told of such a message later, or again, is known, and counted once.
create table erased_event (
  message_id uuid not null,
  id text not null,
  primary key (message_id, id)
);

-- Recipients who were erased a short while ago, for messages that history had not heard of then.
create table erased_recipient (
  -- SHA-256 in hex of ACCOUNT/ADDRESS.
  recipient_hash text primary key check (length(recipient_hash) = 64),
  -- Messages that were accepted before are meant.
  erased_at timestamptz not null
);

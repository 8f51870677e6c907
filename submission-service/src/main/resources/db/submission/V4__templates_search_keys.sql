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

-- A line for each message, by which it is found: what its events say, the heaviest status first.
-- Every index ends in the message id, which ascends in time, so that a page is read and no more.
create table message (
  account varchar(8) not null,
  message_id uuid not null,
  recipient text,
  -- Lower case.
  recipient_key text collate "C",
  -- Null until the event of the acceptance has come.
  sender text,
  subject text,
  -- Lower case, the first 100 characters.
  subject_key text collate "C",
  stream text,
  tags text[],
  -- 0 accepted, 10 deferred, 20 delivered, 21 expired, 22 suppressed, 30 bounced.
  status smallint not null,
  primary key (account, message_id)
);

create index message_by_recipient on message (account, recipient_key, message_id);
create index message_by_status on message (account, status, message_id);
create index message_by_subject on message (account, subject_key, message_id);

create table message_tag (
  account varchar(8) not null,
  tag text collate "C" not null,
  message_id uuid not null,
  primary key (account, tag, message_id)
);

insert into message_tag (account, tag, message_id)
select account, tag, message_id
from message_event, jsonb_array_elements_text(data -> 'tags') as tag
where type = 'email.accepted'
on conflict do nothing;

insert into message
  (account, message_id, recipient, recipient_key, sender, subject, subject_key, stream, tags, status)
select accepted.account, accepted.message_id, data ->> 'recipient', lower(data ->> 'recipient'),
  data ->> 'sender', data ->> 'subject', left(lower(data ->> 'subject'), 100), data ->> 'stream',
  array(select jsonb_array_elements_text(data -> 'tags')),
  (
    select max(
      case event.type
        when 'email.deferred' then 10
        when 'email.delivered' then 20
        when 'email.expired' then 21
        when 'email.suppressed' then 22
        when 'email.bounced' then 30
        else 0
      end)
    from message_event event
    where event.message_id = accepted.message_id and event.account = accepted.account
  )
from message_event accepted
where type = 'email.accepted';

-- What a key is for and from where; lists with commas between, empty for no restriction.
alter table credential
  add column name text not null default 'The first key',
  add column scopes text not null default 'manage,read,send',
  add column domains text not null default '',
  add column networks text not null default '',
  add column last_used_at timestamptz;

create index credential_by_account on credential (account);

create index suppression_by_key on suppression (account, key);

-- Keys of baton.settings whose records may be out of date. Rows are written in the transaction of
-- the change itself, and go when the topic has what is true. Triggers write them, so that no way of
-- changing these tables, by an older version of submission or by hand, forgets to.
create table setting_change (
  id bigint generated always as identity primary key,
  key text not null
);

create function account_changed() returns trigger
language plpgsql set search_path from current as $$
begin
  insert into setting_change (key) values ('account/' || coalesce(new.id, old.id));
  return null;
end
$$;

create function account_pause_changed() returns trigger
language plpgsql set search_path from current as $$
begin
  insert into setting_change (key) values ('account/' || coalesce(new.account, old.account));
  return null;
end
$$;

create function sending_domain_changed() returns trigger
language plpgsql set search_path from current as $$
begin
  insert into setting_change (key) values ('domain/' || coalesce(new.name, old.name));
  return null;
end
$$;

create function credential_changed() returns trigger
language plpgsql set search_path from current as $$
begin
  insert into setting_change (key)
  values ('credential/' || encode(coalesce(new.key_hash, old.key_hash), 'hex'));
  return null;
end
$$;

create trigger account_come_or_gone after insert or delete on account
  for each row execute function account_changed();
create trigger account_changed after update on account
  for each row when (old.name is distinct from new.name)
  execute function account_changed();

create trigger account_pause_come_or_gone after insert or delete on account_pause
  for each row execute function account_pause_changed();
-- Not where it is only noted that somebody was told.
create trigger account_pause_changed after update on account_pause
  for each row
  when ((old.reason, old.paused_at, old.resumed_at)
    is distinct from (new.reason, new.paused_at, new.resumed_at))
  execute function account_pause_changed();

create trigger sending_domain_come_or_gone after insert or delete on sending_domain
  for each row execute function sending_domain_changed();
-- Not where it is only noted that the DNS was asked.
create trigger sending_domain_changed after update on sending_domain
  for each row
  when ((old.verified_at is null, old.failing_since) is distinct from
    (new.verified_at is null, new.failing_since))
  execute function sending_domain_changed();

create trigger credential_come_or_gone after insert or delete on credential
  for each row execute function credential_changed();
-- Not where it is only noted that it was used.
create trigger credential_changed after update on credential
  for each row
  when ((old.scopes, old.domains, old.networks)
    is distinct from (new.scopes, new.domains, new.networks))
  execute function credential_changed();

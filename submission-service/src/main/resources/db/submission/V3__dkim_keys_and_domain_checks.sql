-- A domain's DKIM keys: one that signs for each algorithm, perhaps one that is to follow it, and
-- those that signed before. They stood in sending_domain, where there was place for one.
create table dkim_key (
  id uuid primary key,
  domain uuid not null references sending_domain on delete cascade,
  algorithm varchar(7) not null check (algorithm in ('RSA', 'ED25519')),
  selector varchar(63) not null,
  -- PENDING: its record has not been seen. ACTIVE: signs. RETIRED: signs no more.
  state varchar(7) not null check (state in ('PENDING', 'ACTIVE', 'RETIRED')),
  -- PKCS #8, sealed under BATON_SECRET_KEYS; a retired key is forgotten.
  sealed_key bytea check ((sealed_key is null) = (state = 'RETIRED')),
  -- SubjectPublicKeyInfo.
  public_key bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz check ((retired_at is null) = (state <> 'RETIRED')),
  unique (domain, selector)
);

create unique index dkim_key_in_use on dkim_key (domain, algorithm, state) where state <> 'RETIRED';

insert into dkim_key (id, domain, algorithm, selector, state, sealed_key, public_key, created_at)
select gen_random_uuid(), id, 'RSA', selector,
  case when verified_at is null then 'PENDING' else 'ACTIVE' end, sealed_key, public_key, created_at
from sending_domain;

-- Kept for instances that have not been replaced yet; a later migration drops them.
alter table sending_domain alter selector drop not null;
alter table sending_domain alter sealed_key drop not null;
alter table sending_domain alter public_key drop not null;

-- Since when the key is not found in the DNS. With verified_at: the time of grace; without: over.
alter table sending_domain add failing_since timestamptz;
-- When the DNS was last asked, and what it said of each record (JSON).
alter table sending_domain add checked_at timestamptz;
alter table sending_domain add findings text;
-- When it is to be asked next. The domains that are there are spread over a day.
alter table sending_domain add check_at timestamptz not null default now();
update sending_domain set check_at = now() + random() * interval '1 day';
-- Asked for every domain in use, and a failed one is looked for as well.
create index sending_domain_by_name on sending_domain (name);
create index sending_domain_due on sending_domain (check_at) where not exempt;

-- Changes that are not yet told on baton.events.submission.
create table domain_status_change (
  id uuid primary key,
  account varchar(8) not null,
  domain varchar(255) not null,
  previous varchar(8) not null,
  status varchar(8) not null,
  finding text not null,
  sends_until timestamptz,
  time timestamptz not null
);

-- Who is who: one record in Zoho, one object in Moodle, one in Entra. Any side may be unknown yet.
create table identity_links (
  tenant_id text not null,
  module text not null,                        -- Zoho's module
  zoho_id text,
  moodle_id bigint,
  entra_id text,
  moodle_deleted_at timestamptz,               -- when we saw that somebody deleted the Moodle side
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint identity_links_zoho unique (tenant_id, module, zoho_id),
  constraint identity_links_moodle unique (tenant_id, module, moodle_id),
  constraint identity_links_entra unique (tenant_id, module, entra_id)
);
call close_to_other_tenants('identity_links');

-- The last settled state of each student: what we read in Zoho and where it went, the base for echo and drift.
create table sync_students (
  tenant_id text not null,
  zoho_id text not null,
  field_hashes jsonb not null,                 -- Zoho field -> SHA-256 of its value
  state_hash text not null,                    -- over all of them and the mapping's version
  moodle_user_id bigint,                       -- kept here because a deleted record cannot be read any more
  academic_email_hash text,                    -- finds the twin after a merge in Zoho
  zoho_modified_time text,
  changes_at timestamptz[] not null default '{}', -- when we last changed this student's systems: the loop breaker counts them
  gone_at timestamptz,
  settled_at timestamptz not null default now(),
  primary key (tenant_id, zoho_id)
);
create index sync_students_by_user on sync_students (tenant_id, moodle_user_id);
call close_to_other_tenants('sync_students');

-- The audit: one row per change made outside, written before the call and closed after it.
create table moodle_sync_log (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  run_id uuid not null,
  event bigint,                                -- the hint whose run did it
  flow text not null,
  subject text not null,
  system text not null,
  action text not null,                        -- the port's verb
  target text,                                 -- the record over there, when it was known before the call
  changes jsonb not null,                      -- {field: {before, after}}
  outcome text not null default 'begun' check (outcome in ('begun', 'done', 'refused', 'uncertain', 'confirmed', 'not_happened')),
  reason text,                                 -- the code of a refusal
  begun_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index sync_log_by_subject on moodle_sync_log (tenant_id, flow, subject, id);
create index sync_log_by_event on moodle_sync_log (tenant_id, event);
create index sync_log_open on moodle_sync_log (tenant_id, flow, subject) where outcome in ('begun', 'uncertain');
call close_to_other_tenants('moodle_sync_log');

-- A bulk read that turns into events, page by page; where it stood when it was interrupted.
create table extension_sync_runs (
  run_id uuid primary key,
  tenant_id text not null,
  module text not null,
  status text not null check (status in ('running', 'completed', 'interrupted', 'failed')),
  read_up_to text,                             -- the last Zoho id of the last page written down
  read int not null default 0,
  added int not null default 0,
  changed int not null default 0,
  unchanged int not null default 0,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index sync_runs_one_at_a_time on extension_sync_runs (tenant_id, module) where status = 'running';
call close_to_other_tenants('extension_sync_runs');

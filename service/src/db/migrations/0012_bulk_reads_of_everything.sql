-- A bulk read has a name and goes through one or more sources; it may be asked for at the API, where it waits in line for the service.
alter table extension_sync_runs rename column module to name;
update extension_sync_runs set name = 'students' where name = 'BTEC_Students';
alter table extension_sync_runs
  add column kind text not null default 'bulk' check (kind in ('bulk', 'request')), -- request: records that a person named
  add column source text,                        -- which source it is in; null before the first one
  add column gone int not null default 0,        -- hints for records that Zoho no longer has
  add column withheld int not null default 0,    -- such records whose hints wait for a person's word
  add column asked_by text not null default '',
  add column options jsonb not null default '{}',
  add column batch uuid,                         -- asked for together, at the API; null: a command line's own
  add column position int not null default 0,    -- in its batch
  add column runner text,                        -- the process that has the batch in hand
  add column trouble jsonb,                      -- {code, params} of what stopped or failed it
  add column settled_at timestamptz;             -- somebody saw the last of its hints come to an end
alter table extension_sync_runs drop constraint extension_sync_runs_status_check;
alter table extension_sync_runs add constraint extension_sync_runs_status_check
  check (status in ('queued', 'running', 'completed', 'interrupted', 'failed', 'stopped'));
drop index sync_runs_one_at_a_time;
create unique index sync_runs_one_at_a_time on extension_sync_runs (tenant_id, name) where status in ('queued', 'running');
create index sync_runs_newest_first on extension_sync_runs (tenant_id, started_at desc);

-- What a bulk read found missing, until it has seen everything and may say so.
create table extension_sync_lost (
  tenant_id text not null,
  run_id uuid not null,
  source text not null,
  zoho_id text not null,
  owners text[] not null,
  removes boolean not null,                      -- something stands for it over there
  primary key (tenant_id, run_id, source, zoho_id)
);
call close_to_other_tenants('extension_sync_lost');

-- Zoho's ids are numbers of differing length: filled up with zeros, texts are in their order. A column, because under row-level security
-- an index on an expression is not used.
do $$
declare
  name text;
begin
  foreach name in array array['sync_students', 'sync_teachers', 'sync_programs', 'sync_units', 'sync_classes', 'sync_registrations',
    'sync_enrollments', 'moodle_finance_info', 'moodle_finance_payments', 'sync_schedule_rows', 'sync_template_rows']
  loop
    execute format('alter table %I add column id_in_order text collate "C" generated always as (lpad(zoho_id, 20, ''0'')) stored', name);
    execute format('create index on %I (tenant_id, id_in_order) where gone_at is null', name);
  end loop;
end
$$;

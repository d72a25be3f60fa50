-- How far each sweep has looked. A sweep is `changes:<field set>`, `deleted:<module>` or `failures`.
create table sweep_marks (
  tenant_id text not null,
  sweep text not null,
  seen_up_to timestamptz,                      -- the latest change seen, by the clock of the other side
  looked_at timestamptz not null default now(),
  timeless_at timestamptz,                     -- when the module last said that it does not tell when its records change
  refused_code text,                           -- why it could not be looked at; null while it can
  refused_at timestamptz,
  primary key (tenant_id, sweep)
);
call close_to_other_tenants('sweep_marks');

-- What was due when, and who did it: one row per moment, so that of several processes one does it.
create table schedule_runs (
  tenant_id text not null,
  name text not null,
  due_at timestamptz not null,
  attempts int not null default 1,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text check (outcome in ('done', 'failed', 'passed over')),
  code text,                                   -- why it failed
  primary key (tenant_id, name, due_at)
);
call close_to_other_tenants('schedule_runs');

-- The longest silence a source is known for, reckoned once a day from the ledger.
create table source_rhythms (
  tenant_id text not null,
  source text not null,
  longest_gap_seconds int not null,
  reckoned_at timestamptz not null default now(),
  primary key (tenant_id, source)
);
call close_to_other_tenants('source_rhythms');

-- A comparison of both sides, whatever was last known, and what it found.
create table drift_reports (
  report_id uuid primary key,
  tenant_id text not null,
  status text not null check (status in ('running', 'completed', 'stopped', 'failed')),
  because text,                                -- of a stopped one: budget, reserve, asked
  repairs boolean not null,
  began_at jsonb,                              -- {name, after}: where it began; null at the beginning
  reached jsonb,                               -- {name, after}: where it stands, or where it stopped
  flows jsonb not null default '{}',           -- {flow: {lookedAt, differ, inStep, confirmed, trouble}}
  credits int not null default 0,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz
);
create index drift_reports_newest on drift_reports (tenant_id, started_at desc);
create unique index drift_reports_one_at_a_time on drift_reports (tenant_id) where status = 'running';
call close_to_other_tenants('drift_reports');

-- One field of one record that differs, or (field '') a record of which the comparison could not say more than its code.
create table drift_items (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  report_id uuid not null references drift_reports on delete cascade,
  flow text not null,
  subject text not null,
  system text not null default '',             -- whose value would be corrected
  action text not null default '',
  field text not null default '',
  stands jsonb,                                -- what stands there
  due jsonb,                                   -- what should
  since timestamptz,                           -- when the two last agreed, as far as we know
  cause text not null check (cause in ('missed event', 'wrong side', 'refused', 'never seen', 'in line')),
  code text,                                   -- what the flow said of the record
  params jsonb,
  event_id text,                               -- the hint that shall repair it
  unique (report_id, flow, subject, system, action, field)
);
create index drift_items_by_subject on drift_items (tenant_id, flow, subject);
call close_to_other_tenants('drift_items');

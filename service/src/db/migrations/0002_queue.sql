-- One row per thing to bring into step. A key (tenant, flow, subject) has at most one waiting row, which later hints join, and at most
-- one running row, so that one subject is in one worker's hands at a time. A finished row is deleted: the table stays small and hot.
create sequence queue_fence;

create table queue_jobs (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  flow text not null,
  subject text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running')),
  lane smallint not null,                      -- 0 live, 1 bulk
  hints bigint[] not null,                     -- ledger row numbers, in the order they came
  run_at timestamptz not null default now(),   -- 'infinity' while it waits for something that will wake it
  waits_for text,
  attempts int not null default 0,             -- runs that ended in an error
  expired_leases int not null default 0,
  alone boolean not null default false,        -- the next run takes this subject alone
  promised_at timestamptz not null default now(),
  worker text,
  fence bigint,
  lease_until timestamptz
);
create unique index queue_one_waiting on queue_jobs (tenant_id, flow, subject) where state = 'waiting';
create unique index queue_one_running on queue_jobs (tenant_id, flow, subject) where state = 'running';
create index queue_due on queue_jobs (lane, run_at, id) where state = 'waiting';
create index queue_leases on queue_jobs (lease_until) where state = 'running';
create index queue_waiters on queue_jobs (tenant_id, waits_for) where waits_for is not null;
alter table queue_jobs set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

call close_to_other_tenants('queue_jobs');
create policy queue_engine on queue_jobs to campusbridge_queue using (true) with check (true);
grant select, insert, update, delete on queue_jobs to campusbridge_queue;
grant usage on sequence queue_fence to campusbridge_queue, campusbridge_tenant;

-- Which processes are alive: they share what the outside systems allow us. No college's data.
create table service_processes (
  process_id text primary key,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on service_processes to campusbridge_queue;

-- Promises work for hints, one array element each. Hints of one key in one call, and of a key already waiting, join.
-- A live hint makes a job that backs off due at once with fresh attempts, and raises a bulk job to live.
create function queue_promise(p_tenant text, p_flow text[], p_subject text[], p_lane smallint[], p_hint bigint[]) returns void
language sql as $$
  insert into queue_jobs as job (tenant_id, flow, subject, lane, hints)
  select p_tenant, flow, subject, min(lane), array_agg(hint order by hint)
  from unnest(p_flow, p_subject, p_lane, p_hint) as hints (flow, subject, lane, hint)
  group by flow, subject
  order by flow, subject
  on conflict (tenant_id, flow, subject) where state = 'waiting' do update set
    hints = job.hints || excluded.hints,
    lane = least(job.lane, excluded.lane),
    run_at = case when excluded.lane = 0 then least(job.run_at, now()) else job.run_at end,
    waits_for = case when excluded.lane = 0 then null else job.waits_for end,
    attempts = case when excluded.lane = 0 then 0 else job.attempts end
$$;

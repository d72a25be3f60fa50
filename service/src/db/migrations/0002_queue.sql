-- One row per thing to bring into step. A key (tenant, flow, subject) has at most one waiting row, which later hints join, and at most
-- one running row, so that one subject is in one worker's hands at a time. A finished row is deleted: the table stays small and hot.
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
  fence bigint,                                -- drawn at each claim; whoever holds another may not act
  lease_until timestamptz
);
create unique index queue_one_waiting on queue_jobs (tenant_id, flow, subject) where state = 'waiting';
create unique index queue_one_running on queue_jobs (tenant_id, flow, subject) where state = 'running';
create index queue_due on queue_jobs (lane, run_at, id) where state = 'waiting';
create index queue_leases on queue_jobs (lease_until) where state = 'running';
create index queue_waiters on queue_jobs (tenant_id, waits_for) where waits_for is not null;
alter table queue_jobs set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

call close_to_other_tenants('queue_jobs');
-- By name, not `to campusbridge_queue`: a policy for a role also holds for its members, and the service's login is one.
create policy queue_engine on queue_jobs using (current_user = 'campusbridge_queue') with check (current_user = 'campusbridge_queue');
grant select, insert, update, delete on queue_jobs to campusbridge_queue;

-- Which processes are alive: they share what the outside systems allow us. No college's data.
create table service_processes (
  process_id text primary key,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on service_processes to campusbridge_queue;

-- Promises work for hints, one array element each. Hints of one key in one call, and of a key already waiting, join.
-- A live hint makes a job that backs off due at once with fresh attempts, and raises a bulk job to live.
-- Kept plans: PostgreSQL before 18 plans a function in SQL at every call, and one with array parameters in plpgsql as well, because a plan
-- for arrays of a known length looks cheaper than it is (one event: 0.8 ms instead of 0.4).
create function queue_promise(p_tenant text, p_flow text[], p_subject text[], p_lane smallint[], p_hint bigint[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  insert into queue_jobs as job (tenant_id, flow, subject, lane, hints)
  select p_tenant, promised.flow, promised.subject, min(promised.lane), array_agg(promised.hint order by promised.hint)
  from unnest(p_flow, p_subject, p_lane, p_hint) as promised (flow, subject, lane, hint)
  group by promised.flow, promised.subject
  order by promised.flow, promised.subject
  on conflict (tenant_id, flow, subject) where state = 'waiting' do update set
    hints = job.hints || excluded.hints,
    lane = least(job.lane, excluded.lane),
    run_at = case when excluded.lane = 0 then least(job.run_at, now()) else job.run_at end,
    waits_for = case when excluded.lane = 0 then null else job.waits_for end,
    attempts = case when excluded.lane = 0 then 0 else job.attempts end;
end
$$;

-- Takes the oldest due subject, and with it what is due next of the same flow, tenant and lane, up to p_set_size; runs as the queue's role.
-- It walks along queue_due, whose order is its own. The planner is told so, because without statistics, which a table that lives for
-- seconds rarely has, it sorts the whole queue for each claim (5,000 waiting: 17 ms a claim instead of 1).
-- `skip locked` lets several workers claim side by side; the unique index on the running key is the proof that none overlap: a waiting
-- row is only visible to a claim that also sees the running row it was opened behind.
create function queue_claim(p_flows text[], p_most_lane int, p_set_size int, p_worker text, p_lease_ms float8)
returns table (id bigint, tenant_id text, flow text, subject text, lane smallint, hints bigint[], attempts int, expired_leases int, fence bigint)
language plpgsql security definer set search_path = public set plan_cache_mode = force_generic_plan
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off as $$
#variable_conflict use_column
begin
  -- A claim that a crash of the database takes away is made again. Its fence is drawn, not counted: a sequence loses its last numbers in
  -- the same crash and would give out one that a living worker still holds.
  perform set_config('synchronous_commit', 'off', true);
  return query
  with walk as (
    select due.*, row_number() over () as nth from (
      select job.id, job.tenant_id, job.flow, job.lane, job.alone from queue_jobs job
      where job.state = 'waiting' and job.lane <= p_most_lane and job.run_at <= now() and job.flow = any(p_flows)
        and not exists (select from queue_jobs busy
          where busy.state = 'running' and busy.tenant_id = job.tenant_id and busy.flow = job.flow and busy.subject = job.subject)
      order by job.lane, job.run_at, job.id
      limit p_set_size
      for update of job skip locked
    ) as due
  ), head as (
    select * from walk where walk.nth = 1
  )
  update queue_jobs job
  set state = 'running', worker = p_worker, fence = floor(random() * 9007199254740991)::bigint, lease_until = now() + p_lease_ms * interval '1 millisecond',
    waits_for = null
  where job.id = any(array(
    select walk.id from walk join head using (tenant_id, flow, lane) where walk.nth = 1 or not (head.alone or walk.alone)))
  returning job.id, job.tenant_id, job.flow, job.subject, job.lane, job.hints, job.attempts, job.expired_leases, job.fence;
end
$$;
grant create on schema public to campusbridge_queue;
alter function queue_claim owner to campusbridge_queue;
revoke create on schema public from campusbridge_queue;
revoke execute on function queue_claim from public;
do $$ begin execute format('grant execute on function queue_claim to %I', current_user); end $$;

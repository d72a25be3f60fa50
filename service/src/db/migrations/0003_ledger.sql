-- Every hint that was ever accepted, and what became of it.
create table integration_events_log (
  id bigint generated always as identity primary key,
  tenant_id text not null references extension_tenants,
  source text not null,
  event_id text not null,
  name text not null,                          -- zoho.student.updated
  event_type text not null,
  module text,                                 -- Zoho's module
  entity_type text,                            -- Moodle's subject
  record_id text not null,
  payload jsonb,                               -- ids only; dropped by retention, the row stays as the receipt
  body_hash text not null,
  lane smallint not null,
  flow text,                                   -- of the first route
  subject text,
  routes smallint not null,                    -- how many (flow, subject) keys it feeds
  status text not null default 'pending'
    check (status in ('pending', 'processing', 'waiting', 'held', 'rehearsed', 'completed', 'skipped', 'failed')),
  needs_attention boolean not null default false,
  verdict_code text,
  verdict_params jsonb,
  verdict text,                                -- the same in words, for whoever reads the table
  cause text,                                  -- fingerprint in causes, while failed or waiting
  waiting_for text,
  coalesced_into bigint,                       -- the hint whose run did the work
  resolved_by bigint,                          -- a later event that settled the matter
  put_back_by text,                            -- who put a settled event back in line: person, setting, sender
  retry_count int not null default 0,
  next_attempt_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  processed_at timestamptz,
  run_ms int,
  constraint integration_events_log_key unique (tenant_id, source, event_id)
);
create index events_by_subject on integration_events_log (tenant_id, flow, subject, id);
create index events_by_record on integration_events_log (tenant_id, record_id, id);
create index events_open on integration_events_log (tenant_id, status, id) where status not in ('completed', 'skipped');
create index events_by_cause on integration_events_log (tenant_id, cause) where cause is not null;
call close_to_other_tenants('integration_events_log');

-- The outcome of each flow for an event that feeds more than one; with one route the event's own row says it.
create table integration_event_outcomes (
  tenant_id text not null,
  event bigint not null references integration_events_log on delete cascade,
  flow text not null,
  subject text not null,
  status text not null,
  needs_attention boolean not null,
  verdict_code text not null,
  verdict_params jsonb not null,
  settled_at timestamptz not null default now(),
  primary key (event, flow, subject)
);
call close_to_other_tenants('integration_event_outcomes');

-- One row per run of one subject that spoke to the outside or did not simply succeed: its calls, never their bodies.
create table integration_event_attempts (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  run_id uuid not null,
  flow text not null,
  subject text not null,
  hints bigint[] not null,
  status text not null,
  verdict_code text not null,
  verdict_params jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  calls jsonb not null default '[]'            -- [{system, function, status, ms, credits, requestId}]
);
create index attempts_by_subject on integration_event_attempts (tenant_id, flow, subject, id);
call close_to_other_tenants('integration_event_attempts');

-- Failed and waiting events with one code and one thing in the way, counted when written.
create table causes (
  tenant_id text not null,
  cause text not null,                         -- code, or code and obstacle
  code text not null,
  params jsonb not null,
  events int not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  last_event bigint,
  primary key (tenant_id, cause)
);
call close_to_other_tenants('causes');

-- Writes hints down and promises to run them: one statement, one commit. Rows that are there already are left out of the answer.
-- Routes are (event ordinal, flow, subject); an event without a route is settled at once, because no flow would ever take it.
create function receive_events(
  p_tenant text, p_source text[], p_event_id text[], p_name text[], p_event_type text[], p_module text[], p_entity_type text[],
  p_record_id text[], p_payload jsonb[], p_body_hash text[], p_lane smallint[], p_no_route_words text[],
  p_route_ord int[], p_route_flow text[], p_route_subject text[]
) returns table (ord int, id bigint)
language plpgsql security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
declare
  stored_ords int[];
  stored_ids bigint[];
begin
  perform set_config('app.tenant_id', p_tenant, true);

  with incoming as (
    select * from unnest(p_source, p_event_id, p_name, p_event_type, p_module, p_entity_type, p_record_id, p_payload, p_body_hash,
        p_lane, p_no_route_words)
      with ordinality as t (source, event_id, name, event_type, module, entity_type, record_id, payload, body_hash, lane, words, nth)
  ), routed as (
    select r.nth, count(*)::smallint as routes, min(r.flow) as flow, (array_agg(r.subject order by r.flow))[1] as subject
    from unnest(p_route_ord, p_route_flow, p_route_subject) as r (nth, flow, subject) group by r.nth
  ), stored as (
    insert into integration_events_log as log (tenant_id, source, event_id, name, event_type, module, entity_type, record_id, payload,
      body_hash, lane, flow, subject, routes, status, verdict_code, verdict_params, verdict, processed_at)
    select p_tenant, i.source, i.event_id, i.name, i.event_type, i.module, i.entity_type, i.record_id, i.payload, i.body_hash, i.lane,
      r.flow, r.subject, coalesce(r.routes, 0),
      case when r.routes is null then 'skipped' else 'pending' end,
      case when r.routes is null then 'flow.none_yet' end,
      case when r.routes is null then jsonb_build_object('subject', coalesce(i.module, i.entity_type)) end,
      case when r.routes is null then i.words end,
      case when r.routes is null then now() end
    from incoming i left join routed r on r.nth = i.nth
    order by i.source, i.event_id
    on conflict on constraint integration_events_log_key do nothing
    returning log.id, log.source, log.event_id
  ), matched as (
    select distinct on (s.id) i.nth::int as nth, s.id
    from stored s join incoming i using (source, event_id) order by s.id, i.nth
  )
  select array_agg(m.nth), array_agg(m.id) into stored_ords, stored_ids from matched m;

  if stored_ids is null then
    return;
  end if;

  perform queue_promise(p_tenant, array_agg(r.flow), array_agg(r.subject), array_agg(p_lane[r.nth]), array_agg(m.id))
  from unnest(stored_ords, stored_ids) as m (nth, id)
  join unnest(p_route_ord, p_route_flow, p_route_subject) as r (nth, flow, subject) on r.nth = m.nth
  having count(*) > 0;

  return query select m.nth, m.id from unnest(stored_ords, stored_ids) as m (nth, id);
end
$$;

-- It runs as the role that sees one tenant, whoever calls it.
grant create on schema public to campusbridge_tenant;
alter function receive_events owner to campusbridge_tenant;
revoke create on schema public from campusbridge_tenant;
revoke execute on function receive_events from public;
do $$ begin execute format('grant execute on function receive_events to %I', current_user); end $$; -- and to its owner, for hints that a run itself raises

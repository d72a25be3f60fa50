-- A hint may feed several keys, and more of them while it is worked on. An event with several has a row for each from the start: what its
-- flow said last, and everything that the event itself shows of the worst of them. A row without settled_at has no answer yet, or is in line
-- for another. (No flow fed several before this, so there is nothing to fill in.)
alter table integration_event_outcomes
  alter column verdict_code drop not null,
  alter column verdict_params drop not null,
  alter column settled_at drop not null,
  alter column settled_at drop default,
  add column verdict text,                     -- the code in words
  add column cause text,
  add column waiting_for text,
  add column waiting_since timestamptz,
  add column coalesced_into bigint,
  add column resolved_by bigint,
  add column retry_count int not null default 0,
  add column next_attempt_at timestamptz,
  add column run_ms int;
create index outcomes_by_subject on integration_event_outcomes (tenant_id, flow, subject, event);
create index outcomes_failed on integration_event_outcomes (tenant_id, flow, subject, event) where status = 'failed';
create index outcomes_held on integration_event_outcomes (tenant_id, waiting_for) where status = 'held';

-- The keys that passed the hint on to the ones it feeds now: [{flow, subject}]. Their runs stay part of the event's story.
alter table integration_events_log add column signposts jsonb;

-- As before, and an event with several keys gets its outcomes.
create or replace function receive_events(
  p_tenant text, p_source text[], p_event_id text[], p_name text[], p_event_type text[], p_module text[], p_entity_type text[],
  p_record_id text[], p_payload jsonb[], p_body_hash text[], p_lane smallint[], p_no_route_words text[],
  p_routes smallint[], p_flow text[], p_subject text[], p_more_source text[], p_more_event text[], p_more_flow text[], p_more_subject text[]
) returns table (source text, event_id text, id bigint)
language plpgsql security definer set search_path = public set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ids bigint[];
  sources text[];
  events text[];
  flows text[];
  subjects text[];
  lanes smallint[];
begin
  perform set_config('app.tenant_id', p_tenant, true);

  -- A hint alone, as most come, need not pay for the ways of many (0.2 ms).
  if cardinality(p_event_id) = 1 and p_flow[1] is not null and cardinality(p_more_event) = 0 then
    insert into integration_events_log as log (tenant_id, source, event_id, name, event_type, module, entity_type, record_id, payload,
      body_hash, lane, flow, subject, routes)
    values (p_tenant, p_source[1], p_event_id[1], p_name[1], p_event_type[1], p_module[1], p_entity_type[1], p_record_id[1], p_payload[1],
      p_body_hash[1], p_lane[1], p_flow[1], p_subject[1], 1)
    on conflict on constraint integration_events_log_key do nothing
    returning log.source, log.event_id, log.id into source, event_id, id;
    if id is not null then
      perform queue_promise(p_tenant, p_flow, p_subject, p_lane, array[id]);
      return next;
    end if;
    return;
  end if;

  with stored as (
    insert into integration_events_log as log (tenant_id, source, event_id, name, event_type, module, entity_type, record_id, payload,
      body_hash, lane, flow, subject, routes, status, verdict_code, verdict_params, verdict, processed_at)
    select p_tenant, i.source, i.event_id, i.name, i.event_type, i.module, i.entity_type, i.record_id, i.payload, i.body_hash, i.lane,
      i.flow, i.subject, i.routes,
      case when i.flow is null then 'skipped' else 'pending' end,
      case when i.flow is null then 'flow.none_yet' end,
      case when i.flow is null then jsonb_build_object('subject', coalesce(i.module, i.entity_type)) end,
      case when i.flow is null then i.words end,
      case when i.flow is null then now() end
    from unnest(p_source, p_event_id, p_name, p_event_type, p_module, p_entity_type, p_record_id, p_payload, p_body_hash,
        p_lane, p_no_route_words, p_routes, p_flow, p_subject)
      as i (source, event_id, name, event_type, module, entity_type, record_id, payload, body_hash, lane, words, routes, flow, subject)
    on conflict on constraint integration_events_log_key do nothing
    returning log.id, log.source, log.event_id, log.flow, log.subject, log.lane
  )
  select array_agg(s.id), array_agg(s.source), array_agg(s.event_id), array_agg(s.flow), array_agg(s.subject), array_agg(s.lane)
  into ids, sources, events, flows, subjects, lanes from stored s;

  if ids is null then
    return;
  end if;

  if cardinality(p_more_event) = 0 and array_position(flows, null) is null then
    perform queue_promise(p_tenant, flows, subjects, lanes, ids);
  else
    perform queue_promise(p_tenant, array_agg(route.flow), array_agg(route.subject), array_agg(route.lane), array_agg(route.id))
    from (
      select s.flow, s.subject, s.lane, s.id from unnest(flows, subjects, lanes, ids) as s (flow, subject, lane, id) where s.flow is not null
      union all
      select m.flow, m.subject, s.lane, s.id from unnest(p_more_source, p_more_event, p_more_flow, p_more_subject) as m (source, event_id, flow, subject)
        join unnest(sources, events, lanes, ids) as s (source, event_id, lane, id) using (source, event_id)
    ) as route having count(*) > 0;

    with more as (
      select s.id, s.flow as first_flow, s.subject as first_subject, m.flow, m.subject
      from unnest(p_more_source, p_more_event, p_more_flow, p_more_subject) as m (source, event_id, flow, subject)
      join unnest(sources, events, flows, subjects, ids) as s (source, event_id, flow, subject, id) using (source, event_id)
    )
    insert into integration_event_outcomes (tenant_id, event, flow, subject, status, needs_attention)
    select p_tenant, id, flow, subject, 'pending', false from more
    union
    select p_tenant, id, first_flow, first_subject, 'pending', false from more;
  end if;

  return query select * from unnest(sources, events, ids);
end
$$;

-- No hint pays for a foreign key to the register of colleges: the door has just used the college's own keys, none is ever deleted, and each
-- row would look it up and lock it (a fifth of the time).
alter table integration_events_log drop constraint integration_events_log_tenant_id_fkey;

-- Writes hints down and promises to run them: one call, one commit. Rows that are there already are left out of the answer.
-- p_flow and p_subject are an event's first route, null without any: such an event is settled at once, because no flow would ever take it.
-- Further routes are (event's source and id, flow, subject).
drop function receive_events;
create function receive_events(
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
  end if;

  return query select * from unnest(sources, events, ids);
end
$$;

-- It runs as the role that sees one tenant, whoever calls it.
grant create on schema public to campusbridge_tenant;
alter function receive_events owner to campusbridge_tenant;
revoke create on schema public from campusbridge_tenant;
revoke execute on function receive_events from public;
do $$ begin execute format('grant execute on function receive_events to %I', current_user); end $$; -- and to its owner, for hints that a run itself raises

-- Two roles that log nobody in. Work on a college's data runs as campusbridge_tenant, which sees one tenant at a time; the queue's
-- claim runs as campusbridge_queue, which sees only ids. Roles belong to the whole cluster, so they may exist already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['campusbridge_tenant', 'campusbridge_queue'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nobypassrls', wanted);
      exception
        when duplicate_object or unique_violation then null; -- another database of this cluster was migrated at the same moment
        when insufficient_privilege then
          raise exception 'The role % does not exist and this login may not create it. As a superuser run: create role % nologin; grant % to %;',
            wanted, wanted, wanted, current_user;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end
$$;

grant usage on schema public to campusbridge_tenant, campusbridge_queue;

-- Who may see a row: the tenant named in this transaction, and nobody when none is named.
create function current_tenant() returns text language sql stable as $$ select nullif(current_setting('app.tenant_id', true), '') $$;

-- Every table of a college's data is closed in the same way. `is true` keeps the planner from looking rows up by their tenant because of
-- the policy: where there is one college that reads the whole table (10,000 events: 15 ms for a hundred ids instead of 1). A statement that
-- wants the tenant's index says `tenant_id = current_tenant()` itself.
create procedure close_to_other_tenants(closed regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', closed);
  execute format('alter table %s force row level security', closed);
  execute format('create policy own_tenant on %s using ((tenant_id = current_tenant()) is true) with check (tenant_id = current_tenant())', closed);
  execute format('grant select, insert, update, delete on %s to campusbridge_tenant', closed);
end
$$;

-- The register of colleges. The service itself (no role set) may read it whole: it must know whose doors to open.
create table extension_tenants (
  tenant_id text primary key check (tenant_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
alter table extension_tenants enable row level security;
alter table extension_tenants force row level security;
create policy own_tenant on extension_tenants using (tenant_id = current_tenant());
create policy register on extension_tenants using (current_user = session_user) with check (current_user = session_user);
grant select on extension_tenants to campusbridge_tenant;
insert into extension_tenants (tenant_id, name) values ('default', 'Default college');

-- How a college other than the default one reaches its systems; the default one's secrets come from the environment.
create table extension_integrations (
  tenant_id text not null references extension_tenants,
  system text not null check (system in ('zoho', 'moodle')),
  secrets bytea not null, -- AES-256-GCM
  key_id text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, system)
);
call close_to_other_tenants('extension_integrations');

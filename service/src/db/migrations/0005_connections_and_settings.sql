-- One Zoho token per college, encrypted; the pause that Zoho's "Access Denied" asks for is shared by all processes.
create table zoho_tokens (
  tenant_id text primary key,
  access_token bytea,                          -- AES-256-GCM
  key_id text,
  expires_at timestamptz,
  api_domain text,
  credentials_fingerprint text not null,       -- a token of other credentials is thrown away
  paused_until timestamptz,
  credits_remaining int,
  credits_seen_at timestamptz,
  updated_at timestamptz not null default now()
);
call close_to_other_tenants('zoho_tokens');

-- The breaker of one college's connection to one system. No row: closed and never troubled.
create table breakers (
  tenant_id text not null,
  system text not null,
  state text not null check (state in ('closed', 'open')),
  failures int not null default 0,             -- outages in a row
  code text,
  params jsonb,
  opened_at timestamptz,
  probe_at timestamptz,                        -- when somebody should ask the system how it is
  changed_at timestamptz not null default now(),
  primary key (tenant_id, system)
);
call close_to_other_tenants('breakers');

create table app_settings (
  tenant_id text not null,
  key text not null,
  value_json jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, key)
);
call close_to_other_tenants('app_settings');

create table app_settings_history (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  key text not null,
  before jsonb,
  after jsonb,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
create index settings_history_by_key on app_settings_history (tenant_id, key, id);
call close_to_other_tenants('app_settings_history');

-- Keys of the REST API: `cb_<tenant>_<key id>_<secret>`, the secret kept only as its SHA-256.
create table api_keys (
  tenant_id text not null,
  key_id text not null,
  secret_hash bytea not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, key_id)
);
call close_to_other_tenants('api_keys');

-- What a college reads differently from the standard: another field of its Zoho, or its own words for ours. A version is never changed; the
-- newest of a set is in force, and going back to an older one is a new one that says the same.
create table extension_field_mappings (
  tenant_id text not null,
  field_set text not null,                     -- as mapping/field-sets.ts names it
  version int not null,
  overrides jsonb not null,                    -- our field -> {from: field of Zoho, values: {theirs: ours}}; what is absent is as standard
  note text not null default '',
  rolled_back_to int,                          -- the version this one repeats; 0 is the standard
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, field_set, version)
);
call close_to_other_tenants('extension_field_mappings');

-- The last settled state of everything we read, one table per kind and all of one shape: what stood in Zoho, where it went, to whom it
-- belongs. `targets` are the objects over there, kept because a deleted record cannot be read any more; `owners` the Zoho ids of the
-- records it belongs to, such as the student of a payment.
create procedure create_state_table(name text) language plpgsql as $$
begin
  execute format('create table %I (
    tenant_id text not null,
    zoho_id text not null,
    field_hashes jsonb not null,                 -- Zoho field -> SHA-256 of its value
    state_hash text not null,                    -- over all of them, the mapping and the settings that decide
    targets jsonb not null default ''{}'',
    owners text[] not null default ''{}'',
    zoho_modified_time text,
    changes_at timestamptz[] not null default ''{}'', -- when we last changed this subject''s systems: the loop breaker counts them
    gone_at timestamptz,
    settled_at timestamptz not null default now(),
    primary key (tenant_id, zoho_id)
  )', name);
  execute format('create index on %I using gin (owners)', name);
  call close_to_other_tenants(name);
end
$$;
call create_state_table('sync_teachers');
call create_state_table('sync_programs');
call create_state_table('sync_units');
call create_state_table('sync_classes');
call create_state_table('sync_registrations');
call create_state_table('sync_enrollments');
call create_state_table('moodle_finance_info');        -- by the student's id: the finance fields of the student's record
call create_state_table('moodle_finance_payments');    -- by the payment's id
call create_state_table('sync_schedule_rows');         -- rows of the subform Payment_Schedule; owner: the registration
call create_state_table('sync_template_rows');         -- rows of the subform BTEC_Grading_Template_P1; owner: the unit
drop procedure create_state_table;

-- Students had columns of their own.
alter table sync_students add column targets jsonb not null default '{}', add column owners text[] not null default '{}';
update sync_students set targets = jsonb_strip_nulls(jsonb_build_object('user', moodle_user_id, 'emailHash', academic_email_hash));
alter table sync_students drop column moodle_user_id, drop column academic_email_hash;
create index on sync_students using gin (owners);

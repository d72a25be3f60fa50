-- How far each college's Moodle outbox has been read.
create table moodle_marks (
  tenant_id text primary key,
  seq bigint not null,
  moved_at timestamptz not null default now()
);
call close_to_other_tenants('moodle_marks');

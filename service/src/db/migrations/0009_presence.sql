-- Whether a process shows that it lives by a lock that its session holds: PostgreSQL lets go of it the moment the process dies, so nobody need
-- wait for its leases to run out.
alter table service_processes add column shows_presence boolean not null default false;

-- How long an event has waited for one thing, over all the runs that found it missing still: that is what the limit on waiting for a parent
-- counts. The job's own clock started anew with each of them.
alter table integration_events_log add column waiting_since timestamptz;
update integration_events_log set waiting_since = now() where status = 'waiting';
alter table queue_jobs drop column promised_at;

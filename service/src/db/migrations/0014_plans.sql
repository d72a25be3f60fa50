-- What a sync would do, kept until a person has approved it and it was done.
create table plans (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  status text not null default 'creating' check (status in ('creating', 'ready', 'approved', 'applying', 'applied', 'failed')),
  scope jsonb not null,                        -- {names, ids, compareAll}
  looked_at int not null default 0,
  in_step int not null default 0,
  spent jsonb not null default '{}',           -- {zohoCredits, moodleCalls} of making it
  price jsonb not null default '{}',           -- the same of applying it, an estimate
  trouble jsonb,                               -- {code, params} of what ended its making, or stopped its applying
  created_by text not null,
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  expires_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  applied_by text,
  apply_begun_at timestamptz,
  applied_at timestamptz,
  holder uuid,                                 -- the process that makes or applies it now
  seen_at timestamptz not null default now()   -- when that last showed itself
);
create index plans_newest_first on plans (tenant_id, id desc);
call close_to_other_tenants('plans');

-- One row per thing to bring into step: what would change on both sides, and what became of it. `looking` and `in_step` are only there
-- while the plan is made, so that nothing is looked at twice.
create table plan_items (
  tenant_id text not null,
  plan bigint not null references plans (id) on delete cascade,
  nth bigint generated always as identity,     -- the order in which they are applied
  flow text not null,
  subject text not null,
  module text not null,                        -- whose event its hint is, and of which record
  record_id text not null,
  sources jsonb not null,                      -- [{set, id, hash}]: what was read in Zoho; the hash of a record that is gone is ''
  changes jsonb not null default '[]',         -- [{system, action, target, changes: {field: {before, after}}}]
  fingerprint text not null default '',        -- of the changes
  verdict jsonb,                               -- {status, code, params}: what the rehearsal said, and later the run
  flags text[] not null default '{}',
  status text not null default 'looking' check (status in
    ('looking', 'in_step', 'planned', 'noted', 'applied', 'applied_differently', 'moved', 'failed', 'skipped', 'held')),
  event bigint,                                -- the hint that did it
  done jsonb,                                  -- what the audit says was changed, where that differs from `changes`
  settled_at timestamptz,
  primary key (tenant_id, plan, flow, subject)
);
create index plan_items_in_order on plan_items (tenant_id, plan, nth);
call close_to_other_tenants('plan_items');

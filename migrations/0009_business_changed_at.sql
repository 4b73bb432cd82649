-- When the business's own details were last changed: a form that was shown before says so instead of
-- writing over what another owner saved meanwhile.
alter table businesses add column changed_at timestamptz not null default now();

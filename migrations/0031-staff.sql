-- Staff as people: invited, signed in for a while by a password and a second factor, and known by one name.

-- An address stays readable, so that people can sign in whichever key seals the rest.
create table access.person (
  id uuid not null,
  name text not null,
  -- The name as it is compared: makers and checkers are told apart by it.
  name_key text not null,
  email text not null,
  role text not null,
  status text not null default 'active',
  password_hash text not null,
  totp_secret bytea,
  -- The last period of 30 seconds whose code was used.
  totp_step bigint,
  created_at timestamptz not null,
  last_signed_in_at timestamptz,
  constraint person_pkey primary key (id),
  constraint person_name_key unique (name_key),
  constraint person_email_key unique (email),
  constraint person_name_check check (name not in ('', 'nobody', 'command line')),
  constraint person_email_check check (email = lower(email)),
  constraint person_role_check check (role in ('auditor', 'finance', 'approver', 'admin')),
  constraint person_status_check check (status in ('active', 'deactivated')),
  constraint person_password_hash_check check (password_hash like '$argon2id$%'),
  -- Whoever can move money has a second factor.
  constraint person_totp_check check (role = 'auditor' or totp_secret is not null)
);
grant select, insert on access.person to everypenny_app;
grant update (role, status, password_hash, totp_secret, totp_step, last_signed_in_at)
  on access.person to everypenny_app;

-- The link is made of the id with our key, and kept nowhere.
create table access.invitation (
  id uuid not null,
  email text not null,
  name text,
  role text not null,
  totp_secret bytea not null,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  constraint invitation_pkey primary key (id),
  constraint invitation_email_check check (email = lower(email)),
  constraint invitation_role_check check (role in ('auditor', 'finance', 'approver', 'admin'))
);
create index invitation_of_email on access.invitation (email);
grant select, insert on access.invitation to everypenny_app;
grant update (expires_at, accepted_at) on access.invitation to everypenny_app;

-- A code is random enough that its hash gives nothing away.
create table access.recovery_code (
  person_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  constraint recovery_code_pkey primary key (person_id, code_hash)
);
grant select, insert, delete on access.recovery_code to everypenny_app;
grant update (used_at) on access.recovery_code to everypenny_app;

-- Shared by all processes. It belongs to a person or, in the sandbox and on the first day, to a token.
create table access.session (
  id uuid not null,
  secret_hash bytea not null,
  person_id uuid,
  token_id uuid,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  constraint session_pkey primary key (id),
  constraint session_secret_hash_key unique (secret_hash),
  constraint session_owner_check check (num_nonnulls(person_id, token_id) = 1)
);
create index session_of_person on access.session (person_id) where ended_at is null;
grant select, insert on access.session to everypenny_app;
grant update (last_seen_at, ended_at) on access.session to everypenny_app;

-- What the intake of texts must remember beside the messages themselves.

-- Up to when a gateway's own list of messages has been read, for what its webhook could not bring.
create table text.catch_up (
  gateway text not null,
  read_until timestamptz not null,
  constraint catch_up_pkey primary key (gateway)
);
grant select, insert on text.catch_up to everypenny_app;
grant update (read_until) on text.catch_up to everypenny_app;

-- Signatures that were used, each with the message that it was used for, as long as one could be used again.
create table text.nonce (
  nonce text not null,
  message text not null,
  seen_at timestamptz not null,
  constraint nonce_pkey primary key (nonce)
);
create index nonce_seen on text.nonce (seen_at);
grant select, insert, delete on text.nonce to everypenny_app;
grant update (seen_at) on text.nonce to everypenny_app;

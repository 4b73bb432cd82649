-- A statement of account may be mailed.

-- Of a mail with a statement: of which account's currency, and from when to when. It is made when the mail is sent.
alter table mails
  add column statement_currency text check (statement_currency ~ '^[A-Z]{3}$'),
  -- Null: from the first entry on.
  add column statement_from date,
  add column statement_to date,
  add constraint mails_statement check (
    (statement_currency is null) = (statement_to is null) and (statement_to is not null or statement_from is null)
    and (statement_to is null or template = 'statement') and statement_from <= statement_to);

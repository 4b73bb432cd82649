/* Which of these documents a payment is under way of. For lists, which have read the documents by their reader's own
   row security already: asked here once a page, and not by the policies of two more tables for every row. It tells
   nothing but of ids that are given. */
create function documents_being_paid(document_ids uuid[]) returns setof uuid
language sql stable security definer set search_path = kvit, pg_temp as $$
  select p.document_id from payment_attempt_items p
  where p.business_id = business() and p.document_id = any (document_ids) and p.is_open
$$;
revoke execute on function documents_being_paid(uuid[]) from public;
grant execute on function documents_being_paid(uuid[]) to kvit_staff, kvit_customer;

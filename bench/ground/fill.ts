/**
 * A business with many documents, written set-wise in SQL. One customer, the reader, has a twentieth of them. The
 * triggers of the tables run, as for every document; the checks of foreign keys do not, and indexes are made afterwards.
 */
import type pg from "pg"
import { asOwner, type Connection, withClient } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"

const setSize = 50_000
const readersShare = 20

/** Fills an empty, migrated database. Returns the business and the reader. */
export async function fill(
  owner: Connection,
  documents: number,
): Promise<{ businessId: string; readerId: string }> {
  const businessId = newId()
  const readerId = await asOwner(owner, (client) => writeBusiness(client, businessId, documents))
  await withClient(owner, async (client) => {
    // One transaction: a set-up that was killed leaves an empty database, and starts anew.
    await client.query("begin; set local search_path to kvit; set local session_replication_role to replica")
    await client.query("set local maintenance_work_mem to '512MB'; set local work_mem to '128MB'")
    // Tables emptied in the same transaction are written without the log of changes.
    await client.query("truncate documents, payments cascade")
    await setTriggers(client, "enable always")
    const indexes = await dropIndexes(client)
    for (let first = 1; first <= documents; first += setSize) {
      const last = Math.min(first + setSize - 1, documents)
      await client.query(documentsSql, [businessId, first, last, documents])
      await client.query(paymentsSql, [businessId, first, last])
      await client.query(entriesSql, [businessId, first, last])
    }
    for (const index of indexes) await client.query(index)
    await setTriggers(client, "enable")
    await client.query("commit")
    await client.query("vacuum analyze")
    await client.query("checkpoint")
  })
  return { businessId, readerId }
}

async function writeBusiness(client: pg.Client, businessId: string, documents: number): Promise<string> {
  await client.query(
    `insert into businesses (business_id, name, company_id, phone, email, language, address_line1, postal_code, city)
     values ($1, 'NORD Auto', '12345678', '+45 86 12 34 56', 'kontakt@nordauto.example', 'da', 'Værkstedsvej 4', '8200', 'Aarhus N')`,
    [businessId],
  )
  await client.query("insert into portal_settings (business_id, enabled) values ($1, true)", [businessId])
  await client.query(
    "insert into features (business_id, feature, enabled) values ($1, 'customer_portal', true)",
    [businessId],
  )
  await client.query(
    `insert into customers (business_id, id, number, kind, name, company_id, address_line1, postal_code, city, country, search_terms)
     select $1::uuid, md5($1 || 'customer' || n)::uuid, n::text, 'company', name, (20000000 + n)::text,
       'Industrivej ' || n % 200, '8200', 'Aarhus N', 'DK', regexp_split_to_array(lower(name), ' ') || n::text
     from generate_series(0, $2::integer) as n, lateral (select ${customerName("n")}) as named (name)`,
    [businessId, customersOf(documents)],
  )
  const reader = await client.query<{ id: string }>("select md5($1::text || 'customer0')::uuid as id", [
    businessId,
  ])
  return reader.rows[0]?.id ?? ""
}

function customersOf(documents: number): number {
  return Math.max(50, Math.round(documents / 50))
}

/** Our own triggers go on while those of foreign keys rest, and those that look at the end: no table may be altered that they wait for. */
async function setTriggers(client: pg.Client, how: "enable" | "enable always"): Promise<void> {
  await client.query(`do $$ declare one record; begin
    for one in select tgrelid::regclass as owner, tgname from pg_trigger
      where not tgisinternal and tgconstraint = 0 and tgrelid::regclass::text in ('documents', 'ledger_entries', 'payments') loop
      execute format('alter table %s ${how} trigger %I', one.owner, one.tgname);
    end loop; end $$`)
}

/** What the triggers of the ledger read by stays: without it each set would be read through for each of its rows. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string; text: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text
    from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
    where c.oid is null and i.indrelid::regclass::text in
      ('documents', 'document_viewers', 'document_search')`)
  for (const index of found.rows) await client.query(`drop index ${index.name}`)
  return found.rows.map((index) => index.text)
}

const dice = (n: string, sides: number, throwNumber: number) =>
  `(abs(hashint8(${n}::bigint * 16 + ${throwNumber})::bigint) % ${sides})::integer`
const oneOf = (n: string, throwNumber: number, words: readonly string[]) =>
  `(array[${words.map((word) => `'${word}'`).join(",")}])[1 + ${dice(n, words.length, throwNumber)}]`

function customerName(n: string): string {
  const first = ["Holm", "Lund", "Bech", "Krogh", "Dahl", "Juhl", "Friis", "Winther", "Skov", "Brandt"]
  const trade = ["Transport", "Entreprise", "Byg", "Vogne", "Taxa", "Handel", "Service", "Autoudlejning"]
  return [oneOf(n, 1, first), oneOf(n, 2, trade), oneOf(n, 3, ["A/S", "ApS", "I/S"])].join(" || ' ' || ")
}

const titles = [
  "Stort serviceeftersyn",
  "Bremser foran",
  "Dækskifte",
  "Aircondition",
  "Synsklargøring",
  "Ruder",
]
const parts = [
  "oliefilter",
  "bremseklodser",
  "bremseskiver",
  "taendror",
  "koelervaeske",
  "luftfilter",
  "viskerblade",
  "batteri",
  "daek",
  "kobling",
]
/** Id of document n, in the order of time as all our ids are. */
const idOf = (n: string) =>
  `(lpad(to_hex(1451606400000 + ${n}::bigint * 60000), 12, '0') || '7' || substr(md5($1 || 'document' || ${n}), 1, 3)
    || '8' || substr(md5($1 || 'document' || ${n}), 5, 15))::uuid`
const partsOf = (code: string) =>
  `array(select substr(${code}, s) from generate_series(1, length(${code}) - 1) as s)`

/** Documents over ten years, six of ten invoices; one of 25,000 has a rare word. */
const documentsSql = `
  insert into documents (business_id, id, kind, number, state, customer_id, bill_to_id, issue_date, due_date, currency,
    total_without_vat, total_vat, total, payable, version, source, title, registration, search_terms)
  select $1::uuid, ${idOf("n")}, kind, number, 'issued', customer, customer, issued, issued + 30, 'DKK',
    net, net / 4, net + net / 4, net + net / 4, 1, 'kvit', title, registration,
    array['k:' || kind, 'm:' || trim(to_char(net / 100.0, 'FM9999990.00')), 'm:' || trim(to_char(net * 1.25 / 100.0, 'FM9999990.00')),
      'service', first_part, second_part, case when n % 25000 = 7 then 'sjaelden' else 'almindelig' end]
      || regexp_split_to_array(lower(replace(replace(title, 'æ', 'ae'), 'ø', 'oe')), ' ')
      || ${partsOf("number")} || ${partsOf("plate")} || array[substr(plate, 1, 2), substr(plate, 3, 2), substr(plate, 5)]
  from generate_series($2::integer, $3::integer) as n
  cross join lateral (select
    ${oneOf("n", 4, ["invoice", "invoice", "invoice", "invoice", "invoice", "invoice", "quote", "quote", "order", "credit_note"])} as kind,
    (10000000 + n)::text as number,
    md5($1 || 'customer' || case when n % ${readersShare} = 7 then 0
      else 1 + ${dice("n", 1_000_000_000, 5)} % greatest(50, $4::integer / 50) end)::uuid as customer,
    date '2016-01-01' + (n::bigint * 3900 / $4::integer)::integer as issued,
    (1000 + ${dice("n", 1_000_000, 6)}) * 4 as net,
    ${oneOf("n", 7, titles)} as title,
    chr(97 + ${dice("n", 26, 8)}) || chr(97 + ${dice("n", 26, 9)}) || lpad(${dice("n", 100_000, 10)}::text, 5, '0') as plate,
    ${oneOf("n", 11, parts)} as first_part, ${oneOf("n", 12, parts)} as second_part) as drawn
  cross join lateral (select upper(substr(plate, 1, 2)) || ' ' || substr(plate, 3, 2) || ' ' || substr(plate, 5) as registration) as written`

const invoicesSql = `select d.* from generate_series($2::integer, $3::integer) as n
  join documents d on d.business_id = $1::uuid and d.id = ${idOf("n")} and d.kind = 'invoice'`
const isPaid = "hashtext(d.number) % 10 <> 0"

/** Nine of ten invoices are paid. */
const paymentsSql = `
  insert into payments (business_id, id, customer_id, method, amount, currency, received_on, request_key)
  select d.business_id, md5('payment' || d.id)::uuid, d.bill_to_id, 'bank', d.payable, d.currency, d.due_date, md5('payment' || d.id)::uuid
  from (${invoicesSql}) d where ${isPaid}`
const entriesSql = `
  insert into ledger_entries (business_id, id, customer_id, kind, document_id, version, payment_id, amount, currency, entry_date)
  select d.business_id, md5('invoice' || d.id)::uuid, d.bill_to_id, 'invoice', d.id, 1, null::uuid, d.payable, d.currency, d.issue_date
  from (${invoicesSql}) d
  union all
  select d.business_id, md5('paid' || d.id)::uuid, d.bill_to_id, 'payment', d.id, null, md5('payment' || d.id)::uuid, -d.payable, d.currency, d.due_date
  from (${invoicesSql}) d where ${isPaid}`

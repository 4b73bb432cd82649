import { type AccessRequest, finishAccessRequest } from "../../../domain/access/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, WrittenText } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"

/** People whose address is not known and who would like to be let in. Nothing where there is nobody. */
export function AccessRequests({ c, requests }: { c: StaffContext; requests: readonly AccessRequest[] }) {
  if (requests.length === 0) return null
  const words = texts(c.var.language).staffActivity
  return (
    <div class="block">
      <Card title={words.requests} id="requests">
        <p class="soft">{words.requestsHint}</p>
        <ul class="records-list">
          {requests.map((request) => (
            <Request c={c} request={request} />
          ))}
        </ul>
      </Card>
    </div>
  )
}

function Request({ c, request }: { c: StaffContext; request: AccessRequest }) {
  const { language, business, actor } = c.var
  const words = texts(language).staffActivity
  return (
    <li>
      <div>
        <strong>{words.requestFrom(request.name, request.company)}</strong>
        <div>
          <a href={`mailto:${request.email}`}>{request.email}</a>
          {request.phone && (
            <>
              {" · "}
              <a href={`tel:${request.phone.replace(/[^+\d]/g, "")}`}>{request.phone}</a>
            </>
          )}
        </div>
        {request.message && <WrittenText>{request.message}</WrittenText>}
        <time class="small soft" datetime={request.createdAt.toISOString()}>
          {formatMoment(request.createdAt, language, business.timeZone)}
        </time>
      </div>
      {actor.role !== "read_only" && (
        <form method="post" action={routes.staff.accessRequestDone.to({ id: request.id })}>
          <Button icon="check">{words.requestDone}</Button>
        </form>
      )}
    </li>
  )
}

/** `POST /activity/requests/:id/done`: takes one off the list. */
export async function finishRequest(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  if (!isId(id) || !(await finishAccessRequest(c.var.actor, id))) return showNothingHere(c)
  return c.redirect(routes.staff.activity.to(), 303)
}

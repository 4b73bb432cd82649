import { findShare, type ShareOutcome } from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Notice } from "../../ui/index.ts"

/** What the page that is led back to says of a share: its id, or why there is none. */
export function outcomeQuery(outcome: ShareOutcome): Record<string, string> {
  return outcome.ok ? { share: outcome.shareId } : { refused: outcome.reason }
}

/** To whom a link just went or is about to go, with the button that calls it off; or why it did not. */
export async function findShareNotice(c: StaffContext) {
  const words = texts(c.var.language).sharing
  const refused = c.req.query("refused") ?? ""
  if (Object.hasOwn(words.refused, refused)) {
    return <Notice kind="warning">{words.refused[refused as keyof typeof words.refused]}</Notice>
  }
  const done = c.req.query("done") ?? ""
  if (["sent", "closed", "closed_all"].includes(done)) {
    return <Notice kind="success">{words.notices[done as "sent" | "closed" | "closed_all"]}</Notice>
  }
  if (done === "not_active") return <Notice kind="info">{words.notices.not_active}</Notice>
  const id = c.req.query("share") ?? ""
  const share = isId(id) ? await findShare(c.var.actor, id) : null
  if (!share) return null
  const name = share.to ?? ""
  switch (share.state) {
    case "waiting":
      return (
        <Notice kind="success">
          <form method="post" action={routes.staff.shareUndo.to({ id })} class="undo">
            <span>{words.notices.waiting(name)}</span> <Button>{words.notices.undo}</Button>
          </form>
        </Notice>
      )
    case "undone":
      return <Notice kind="info">{words.notices.undone}</Notice>
    case "failed":
      return <Notice kind="warning">{words.notices.failed(name)}</Notice>
    case "shared":
      return (
        <Notice kind={done === "too_late" ? "warning" : "success"}>
          {done === "too_late" ? `${words.notices.too_late} ` : ""}
          {words.notices.shared(name)}
        </Notice>
      )
  }
}

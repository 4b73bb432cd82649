import type { PropsWithChildren } from "hono/jsx"
import { Icon, type IconName } from "./icon.tsx"

export type NoticeKind = "info" | "success" | "warning" | "problem"

const looks: Readonly<Record<NoticeKind, { tone: string; icon: IconName }>> = {
  info: { tone: "open", icon: "info" },
  success: { tone: "good", icon: "circle-check" },
  warning: { tone: "waiting", icon: "triangle-alert" },
  problem: { tone: "late", icon: "circle-alert" },
}

/** Says what happened or what is wrong. A problem is read out at once, the others when the reader pauses. */
export function Notice(
  props: PropsWithChildren<{ kind?: NoticeKind | undefined; title?: string | undefined }>,
) {
  const { tone, icon } = looks[props.kind ?? "info"]
  return (
    <div class={`notice tone-${tone}`} role={props.kind === "problem" ? "alert" : "status"}>
      <Icon name={icon} />
      <div>
        {props.title && <strong>{props.title}</strong>}
        {props.children}
      </div>
    </div>
  )
}

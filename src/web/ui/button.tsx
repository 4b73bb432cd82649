import type { PropsWithChildren } from "hono/jsx"
import { Icon, type IconName } from "./icon.tsx"

/** `pay` is in the payment provider's colour. One `primary` or `pay` a page. */
export type ButtonKind = "primary" | "outlined" | "plain" | "danger" | "pay"

export type ButtonProps = PropsWithChildren<{
  kind?: ButtonKind | undefined
  icon?: IconName | undefined
  /** With an address it is a link that looks like a button. */
  href?: string | undefined
  /** Of a link: a file to keep rather than a page to open. */
  download?: boolean | undefined
  /** Of a link: opens beside this page. */
  newTab?: boolean | undefined
  /** Of a `pay` button; its colour. */
  provider?: "mobilepay" | "vipps" | undefined
  name?: string | undefined
  value?: string | undefined
  /** Of a button outside its form. */
  form?: string | undefined
  /** Of a button that sends its form elsewhere. */
  formaction?: string | undefined
  formnovalidate?: boolean | undefined
  /** Of a button whose form is answered beside this page. */
  formtarget?: "_blank" | "_self" | undefined
  disabled?: boolean | undefined
  /** What a screen reader says where the words alone are not enough; it must begin with the words. */
  label?: string | undefined
}>

/** A button that sends its form, or a link that looks the same. Outlined unless told. */
export function Button(props: ButtonProps) {
  const look = classOf(props)
  const content = (
    <>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </>
  )
  if (props.href !== undefined) {
    return (
      <a
        class={look}
        href={props.href}
        download={props.download || undefined}
        target={props.newTab ? "_blank" : undefined}
        rel={props.newTab ? "noopener" : undefined}
        aria-label={props.label}
      >
        {content}
      </a>
    )
  }
  return (
    <button
      class={look}
      type="submit"
      name={props.name}
      value={props.value}
      form={props.form}
      formaction={props.formaction}
      formnovalidate={props.formnovalidate}
      formtarget={props.formtarget}
      disabled={props.disabled}
      aria-label={props.label}
    >
      {content}
    </button>
  )
}

function classOf({ kind = "outlined", provider = "mobilepay" }: ButtonProps): string {
  switch (kind) {
    case "primary":
      return "btn btn-main btn-primary"
    case "pay":
      return provider === "vipps" ? "btn btn-main btn-vipps" : "btn btn-main btn-mobilepay"
    case "danger":
      return "btn btn-main btn-error"
    case "outlined":
      return "btn btn-outline"
    case "plain":
      return "btn btn-ghost"
  }
}

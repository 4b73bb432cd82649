import type { Child, PropsWithChildren } from "hono/jsx"
import { Icon } from "./icon.tsx"

/** What every control has: its words, what was typed, and what is wrong with it. */
export interface FieldProps {
  name: string
  label: string
  hint?: string | undefined
  /** Shown at the field, tied to it, and marks it as wrong. */
  error?: string | undefined
  required?: boolean | undefined
  disabled?: boolean | undefined
  /** Needed where one page has the same name twice. */
  id?: string | undefined
}

export interface TextFieldProps extends FieldProps {
  type?:
    | "text"
    | "email"
    | "tel"
    | "number"
    | "password"
    | "search"
    | "url"
    | "date"
    | "time"
    | "color"
    | undefined
  /** What was typed before; it is kept when the form returns with an error. */
  value?: string | number | undefined
  autocomplete?: string | undefined
  inputmode?: "text" | "numeric" | "decimal" | "tel" | "email" | "url" | "search" | undefined
  pattern?: string | undefined
  placeholder?: string | undefined
  min?: string | number | undefined
  max?: string | number | undefined
  step?: string | number | undefined
  minlength?: number | undefined
  maxlength?: number | undefined
  autofocus?: boolean | undefined
  readonly?: boolean | undefined
  spellcheck?: boolean | undefined
  /** A unit before or after the box, such as "+45" or "kr." */
  before?: string | undefined
  after?: string | undefined
}

/** One line to fill in, with its label, hint and error. */
export function Field(props: TextFieldProps) {
  const { name, label, hint, error, id, before, after, ...rest } = props
  const input = <input {...rest} {...tied(props)} class="input" name={name} type={props.type ?? "text"} />
  return (
    <Labelled {...props}>
      {before || after ? (
        <div class="affix">
          {before && <span>{before}</span>}
          {input}
          {after && <span>{after}</span>}
        </div>
      ) : (
        input
      )}
    </Labelled>
  )
}

export interface TextAreaProps extends FieldProps {
  value?: string | undefined
  rows?: number | undefined
  maxlength?: number | undefined
  /** Words with `{left}` for the characters left. It needs `maxlength`. */
  counter?: string | undefined
}

/** Many lines to fill in. With `counter` the page says how much room is left, and keeps saying it. */
export function TextArea(props: TextAreaProps) {
  const { counter, maxlength, value = "" } = props
  const area = (
    <textarea
      {...tied(props)}
      class="textarea"
      name={props.name}
      rows={props.rows}
      maxlength={maxlength}
      required={props.required}
      disabled={props.disabled}
    >
      {/* A line break right after the tag would be swallowed, so one is always given. */}
      {`\n${value}`}
    </textarea>
  )
  if (!counter || maxlength === undefined) return <Labelled {...props}>{area}</Labelled>
  return (
    <Labelled {...props}>
      <character-counter text={counter}>
        {area}
        <span class="counter" data-left="" aria-live="off">
          {counter.replace("{left}", String(maxlength - value.length))}
        </span>
      </character-counter>
    </Labelled>
  )
}

export interface SelectProps extends FieldProps {
  value?: string | undefined
  options: readonly { value: string; text: string; disabled?: boolean | undefined }[]
}

/** One of several; the browser's own list. */
export function Select(props: SelectProps) {
  return (
    <Labelled {...props}>
      <select
        {...tied(props)}
        class="select"
        name={props.name}
        required={props.required}
        disabled={props.disabled}
      >
        {props.options.map((option) => (
          <option value={option.value} selected={option.value === props.value} disabled={option.disabled}>
            {option.text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

/** A file to send; the form needs `enctype="multipart/form-data"`. */
export function FileField(
  props: FieldProps & { accept?: string | undefined; multiple?: boolean | undefined },
) {
  return (
    <Labelled {...props}>
      <input
        {...tied(props)}
        class="file-input"
        type="file"
        name={props.name}
        accept={props.accept}
        multiple={props.multiple}
        required={props.required}
        disabled={props.disabled}
      />
    </Labelled>
  )
}

/** What is wrong, in words, with its sign. Its id must be named by the control it belongs to. */
export function FieldError({ id, error }: { id: string; error: string }) {
  return (
    <p class="error" id={id}>
      <Icon name="circle-alert" />
      <span>{error}</span>
    </p>
  )
}

/** The id, the required mark and the ties to hint and error that a control carries. */
export function tied(props: FieldProps): Record<string, Child> {
  const id = fieldId(props)
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(" ")
  return {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": props.error ? "true" : undefined,
  }
}

function Labelled(props: PropsWithChildren<FieldProps>) {
  const id = fieldId(props)
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.children}
      {props.error && <FieldError id={`${id}-error`} error={props.error} />}
    </div>
  )
}

function fieldId({ id, name }: FieldProps): string {
  return id ?? `field-${name}`
}

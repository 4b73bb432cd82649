import { FieldError, type FieldProps, tied } from "./field.tsx"

/** On or off, as a switch. Sends `value` (default "on") when on, nothing when off. */
export function Switch(props: FieldProps & { checked?: boolean | undefined; value?: string | undefined }) {
  const ties = tied(props)
  return (
    <div class="switch">
      <label for={String(ties.id)}>{props.label}</label>
      <input
        {...ties}
        class="toggle"
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: A checkbox tells its state itself.
        role="switch"
        name={props.name}
        value={props.value ?? "on"}
        checked={props.checked}
        required={props.required}
        disabled={props.disabled}
      />
      {props.hint && (
        <p class="hint" id={`${ties.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.error && <FieldError id={`${ties.id}-error`} error={props.error} />}
    </div>
  )
}

/** A box to tick, its words beside it. */
export function Checkbox(props: FieldProps & { checked?: boolean | undefined; value?: string | undefined }) {
  return (
    <div class="field">
      <Choice {...props} type="checkbox" value={props.value ?? "on"} />
      {props.error && <FieldError id={`${tied(props).id}-error`} error={props.error} />}
    </div>
  )
}

export interface RadioGroupProps extends FieldProps {
  value?: string | undefined
  options: readonly {
    value: string
    text: string
    hint?: string | undefined
    disabled?: boolean | undefined
  }[]
}

/** One of a few, all in sight. */
export function RadioGroup(props: RadioGroupProps) {
  const ties = tied(props)
  return (
    <fieldset class="field" aria-describedby={ties["aria-describedby"]}>
      <legend class="label">{props.label}</legend>
      {props.hint && (
        <p class="hint" id={`${ties.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.options.map((option) => (
        <Choice
          type="radio"
          id={`${ties.id}-${option.value}`}
          name={props.name}
          label={option.text}
          hint={option.hint}
          value={option.value}
          checked={option.value === props.value}
          required={props.required}
          disabled={option.disabled || props.disabled}
        />
      ))}
      {props.error && <FieldError id={`${ties.id}-error`} error={props.error} />}
    </fieldset>
  )
}

function Choice(
  props: FieldProps & { type: "checkbox" | "radio"; value: string; checked?: boolean | undefined },
) {
  const ties = tied(props)
  return (
    <label class="choice">
      <input
        {...ties}
        class={props.type}
        type={props.type}
        name={props.name}
        value={props.value}
        checked={props.checked}
        required={props.required}
        disabled={props.disabled}
      />
      <span>
        {props.label}
        {props.hint && (
          <span class="hint" id={`${ties.id}-hint`}>
            {props.hint}
          </span>
        )}
      </span>
    </label>
  )
}

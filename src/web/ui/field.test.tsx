import { expect, test } from "vitest"
import { Checkbox, RadioGroup, Switch } from "./choice.tsx"
import { Field, Select, TextArea } from "./field.tsx"

const words = { name: "days", label: "Token expiry", hint: "In days.", error: "Between 1 and 365." }

test("a field names its hint and its error, and keeps what was typed", () => {
  const html = String(<Field {...words} type="number" value="400" required />)
  expect(html).toContain('<label for="field-days">Token expiry</label>')
  expect(html).toContain('aria-describedby="field-days-hint field-days-error"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toMatch(/id="field-days-hint"[^>]*>In days\./)
  expect(html).toMatch(/id="field-days-error"[\s\S]*Between 1 and 365\./)
  expect(html).toContain('value="400"')
  expect(html).toMatch(/<input[^>]* required/)
})

test("a field with nothing wrong and nothing to explain is tied to nothing", () => {
  const html = String(<Field name="phone" label="Phone" />)
  expect(html).not.toContain("aria-describedby")
  expect(html).not.toContain("aria-invalid")
  expect(html).not.toContain("required")
  expect(html).not.toContain("value=")
})

test.each([
  ["a switch", <Switch {...words} />],
  ["a box to tick", <Checkbox {...words} />],
  ["a group of choices", <RadioGroup {...words} options={[]} />],
  ["a list", <Select {...words} options={[]} />],
  ["a text", <TextArea {...words} />],
])("%s names its hint and its error", (_name, element) => {
  const html = String(element)
  expect(html).toContain('aria-describedby="field-days-hint field-days-error"')
  expect(html).toContain('id="field-days-hint"')
  expect(html).toContain('id="field-days-error"')
})

test("a text keeps its line breaks, the first one too, and says how much room is left", () => {
  const html = String(
    <TextArea
      name="message"
      label="Message"
      value={"\nHej\nMette"}
      maxlength={500}
      counter="{left} characters left"
    />,
  )
  expect(html).toContain(">\n\nHej\nMette</textarea>")
  expect(html).toContain(">490 characters left<")
  expect(html).toContain('maxlength="500"')
})

test("a list and a group show what was chosen", () => {
  const options = [
    { value: "a", text: "A" },
    { value: "b", text: "B" },
  ]
  const list = String(<Select name="x" label="X" value="b" options={options} />)
  expect(list).toMatch(/<option value="b" selected[^>]*>B/)
  expect(list).not.toMatch(/<option value="a" selected/)
  const group = String(<RadioGroup name="x" label="X" value="b" options={options} />)
  expect(group.match(/ checked/g)).toHaveLength(1)
  expect(group).toMatch(/<legend[^>]*>X<\/legend>/)
})

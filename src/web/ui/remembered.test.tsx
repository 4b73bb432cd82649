import { expect, test } from "vitest"
import { remembered } from "./remembered.ts"

test("a piece of a page is written once for the same props, anew for others, and escapes what it is given", async () => {
  let written = 0
  const Greeting = remembered(({ name }: { name: string }) => {
    written += 1
    return <p>{name}</p>
  })
  const show = (name: string) => String(<Greeting name={name} />)
  expect(show("Anna")).toBe("<p>Anna</p>")
  expect(show("<b>Bo</b>")).toBe("<p>&lt;b&gt;Bo&lt;/b&gt;</p>")
  expect(show("Anna")).toBe("<p>Anna</p>")
  expect(written).toBe(2)
})

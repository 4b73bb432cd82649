/** The body as text, or null where it is larger than `mostBytes`; the rest of such a one is not fetched. */
export async function readLimited(response: Response, mostBytes: number): Promise<string | null> {
  if (!response.body) return ""
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks).toString("utf8")
    size += value.length
    if (size > mostBytes) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
}

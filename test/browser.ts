import type { App } from "../src/web/guards/mount.ts"

/** Names and values; pairs where a name stands more than once. */
type Form = Record<string, string> | [string, string][]

/** A visitor without a screen: sends what a browser sends, keeps its cookies, follows redirects only when told. */
export function createBrowser(app: App, origin: string) {
  const cookies = new Map<string, string>()

  async function send(
    method: string,
    path: string,
    options: { form?: Form; headers?: Record<string, string> } = {},
  ) {
    const headers = new Headers({ host: new URL(origin).host, ...options.headers })
    if (cookies.size > 0)
      headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "))
    const init: RequestInit = { method, headers }
    if (method !== "GET" && method !== "HEAD") {
      if (!headers.has("sec-fetch-site")) headers.set("sec-fetch-site", "same-origin")
      init.body = new URLSearchParams(options.form ?? {})
    }
    const response = await app.request(`${origin}${path}`, init)
    for (const line of response.headers.getSetCookie()) keep(line)
    return response
  }

  function keep(line: string) {
    const [pair = ""] = line.split(";")
    const [name = "", value = ""] = pair.split("=")
    if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }

  return {
    cookies,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, headers ? { headers } : {}),
    head: (path: string) => send("HEAD", path),
    post: (path: string, form: Form = {}, headers?: Record<string, string>) =>
      send("POST", path, headers ? { form, headers } : { form }),
    send,
  }
}

export type TestBrowser = ReturnType<typeof createBrowser>

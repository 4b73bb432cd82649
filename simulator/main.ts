/** The simulator as a program: `node dist/mobilepay-simulator.js --port 4001 --data-file simulator.json`. */
import { parseArgs } from "node:util"
import { type SimulatorOptions, startSimulator } from "./index.ts"

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4001" },
    /** Takes any free port where that one is taken. */
    "any-port": { type: "boolean", default: false },
    host: { type: "string", default: "127.0.0.1" },
    "data-file": { type: "string" },
    "public-url": { type: "string" },
    /** Ends when the process that started it closes its standard input or is gone. */
    "parent-watch": { type: "boolean", default: false },
  },
})

const options: SimulatorOptions = { port: Number(values.port), host: values.host }
if (values["data-file"]) options.dataFile = values["data-file"]
if (values["public-url"]) options.publicUrl = values["public-url"]
const simulator = await startSimulator(options).catch((error: NodeJS.ErrnoException) => {
  if (values["any-port"] && error.code === "EADDRINUSE") return startSimulator({ ...options, port: 0 })
  throw error
})
if (process.send) process.send({ url: simulator.url })
else process.stdout.write(`${simulator.url}\n`)

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  simulator.stop().finally(() => process.exit(0))
}
process.on("SIGTERM", stop)
process.on("disconnect", stop)
// From a terminal they reach parent and child; the parent may still need the child while it stops.
for (const signal of ["SIGINT", "SIGHUP"] as const)
  process.on(signal, () => {
    if (!values["parent-watch"]) stop()
  })
if (values["parent-watch"]) {
  process.stdin.on("end", stop)
  process.stdin.on("error", stop)
  process.stdin.resume()
}

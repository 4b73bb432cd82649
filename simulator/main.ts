/** The simulator as a program: `node dist/mobilepay-simulator.js --port 4001 --data-file simulator.json`. */
import { parseArgs } from "node:util"
import { type SimulatorOptions, startSimulator } from "./index.ts"

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4001" },
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
const simulator = await startSimulator(options)
if (process.send) process.send({ url: simulator.url })
else process.stdout.write(`${simulator.url}\n`)

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  simulator.stop().finally(() => process.exit(0))
}
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop)
process.on("disconnect", stop)
if (values["parent-watch"]) {
  process.stdin.on("end", stop)
  process.stdin.on("error", stop)
  process.stdin.resume()
}

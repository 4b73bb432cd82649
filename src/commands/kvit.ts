/** The command `kvit`: what it can do, and with which options. Each command's work is loaded when it is asked for. */
import { readFileSync } from "node:fs"
import { Command, CommanderError, Option } from "commander"
import { explainProblem } from "./problems.ts"

const business = () =>
  new Option("--business <host>", "the business, by its host name, where the installation serves many")
const data = () => new Option("--data <folder>", "the data folder, in place of KVIT_DATA")
const json = () => new Option("--json", "answer in JSON, one line each")
const secret = () => new Option("--secret <file>", "the secret of the backup's data, in place of KVIT_SECRET")
const port = () => new Option("--port <number>", "the port to listen on, in place of PORT")
const customerHelp = "number, CVR, VAT number, GLN or e-mail address"

function createProgram(): Command {
  const program = new Command("kvit")
    .description("Kvit, the customer portal: customers see, download and pay their own documents.")
    .version(readVersion(), "--version")
    .helpCommand(false)
    .showHelpAfterError("Run it with --help to see how it is used.")
    .exitOverride()
  addServers(program)
  addWorker(program)
  addCare(program)
  addImports(program)
  addPeople(program)
  return program
}

function addServers(program: Command): void {
  program
    .command("start")
    .description("start the server, bringing the data to this version first")
    .addOption(data())
    .addOption(port())
    .action(async (options) => (await import("./start.ts")).start(options))
  program
    .command("demo")
    .description("start a sample business in a data folder of its own")
    .option("--data <folder>", "where the demo's data is kept", "./demo-data")
    .addOption(port())
    .option("--host", "let phones and computers on this network in, and print a QR code")
    .option("--reset", "make the sample data anew, dated today")
    .action(async (options) => (await import("./demo.ts")).demo(options))
}

function addWorker(program: Command): void {
  program
    .command("worker")
    .description("work on queued jobs only, beside one or more servers on the same database")
    .addOption(data())
    .action(async (options) => (await import("./worker.ts")).work(options))
}

function addCare(program: Command): void {
  program
    .command("migrate")
    .description("bring the database to this version, and make the server's login")
    .addOption(data())
    .addOption(json())
    .action(async (options) => (await import("./migrate.ts")).migrateData(options))
  program
    .command("doctor")
    .description("say what is wrong with configuration, database and data, and how to mend it")
    .addOption(data())
    .addOption(json())
    .action(async (options) => (await import("./doctor/doctor.ts")).doctor(options))
  program
    .command("backup")
    .description("write all data to one file while Kvit runs (docs/backup.md)")
    .argument("[file]", "the file, or a folder for a file named by the time")
    .option("--verify", "restore the file into a database of its own, look at everything, and drop it again")
    .addOption(secret())
    .addOption(data())
    .addOption(json())
    .action(async (file, options) => (await import("./backup/backup.ts")).backUp(file, options))
  program
    .command("restore")
    .description("put a backup into an empty data folder or database, and bring it to this version")
    .argument("<file>", "what `kvit backup` wrote")
    .addOption(secret())
    .addOption(data())
    .addOption(json())
    .action(async (file, options) => (await import("./backup/restore.ts")).restore(file, options))
  addKeys(program)
}

function addKeys(program: Command): void {
  const keys = program
    .command("keys")
    .description("the keys that sign document links and seal tokens (docs/key-rotation.md)")
    .helpCommand(false)
  keys
    .command("rotate")
    .description("sign with a new key from now on; links made before go on working")
    .option(
      "--retire-old",
      "refuse what the old keys signed, at once: every document link made before is dead",
    )
    .addOption(data())
    .addOption(json())
    .action(async (options) => (await import("./keys.ts")).rotateKeys(options))
  keys
    .command("list")
    .description("print the keys, the newest first, and until when each counts")
    .addOption(data())
    .addOption(json())
    .action(async (options) => (await import("./keys.ts")).listKeys(options))
}

function addImports(program: Command): void {
  const imports = program.command("import").description("take in documents and customers").helpCommand(false)
  imports
    .command("ubl")
    .description("import invoices, credit notes and orders in UBL (docs/import-ubl.md)")
    .argument("<path...>", "files, or folders whose .xml files are all taken; X.pdf beside X.xml goes along")
    .addOption(data())
    .addOption(business())
    .addOption(json())
    .action(async (paths, options) => (await import("./import/ubl.ts")).importUblFiles(paths, options))
  imports
    .command("csv")
    .description("import customers or documents from a CSV file (docs/import-csv.md)")
    .addArgument(argument("<what>", "what the file lists").choices(["customers", "documents"]))
    .argument("<file>", "the CSV file")
    .addOption(new Option("--decimal-mark <mark>", "how the file writes decimals").choices([",", "."]))
    .addOption(data())
    .addOption(business())
    .addOption(json())
    .action(async (what, file, options) =>
      (await import("./import/csv.ts")).importCsvFile(what, file, options),
    )
}

function addPeople(program: Command): void {
  program
    .command("token")
    .description("print a customer's portal link; one is made where there is none")
    .argument("<customer>", customerHelp)
    .option("--new", "make a new link; the old one stops working")
    .addOption(data())
    .addOption(business())
    .addOption(json())
    .action(async (customer, options) => (await import("./token.ts")).printToken(customer, options))
  const staff = program
    .command("staff")
    .description("add members of staff, or let them in again")
    .helpCommand(false)
  staff
    .command("add")
    .description("add a member of staff; the password printed must be changed at the first sign-in")
    .argument("<email>", "where they are reached")
    .requiredOption("--name <name>", "what they are called")
    .addOption(
      new Option("--role <role>", "what they may do")
        .choices(["owner", "staff", "read_only"])
        .default("staff"),
    )
    .addOption(data())
    .addOption(business())
    .addOption(json())
    .action(async (email, options) => (await import("./staff.ts")).addMember(email, options))
  staff
    .command("reset")
    .description("give a member of staff a new password, and take away their second factor and sessions")
    .argument("<email>", "the address they sign in with")
    .addOption(data())
    .addOption(business())
    .addOption(json())
    .action(async (email, options) => (await import("./staff.ts")).resetMember(email, options))
}

function argument(name: string, description: string) {
  return new Command().createArgument(name, description)
}

function readVersion(): string {
  const file = new URL("../package.json", import.meta.url)
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version
}

async function run(): Promise<void> {
  try {
    await createProgram().parseAsync()
  } catch (error) {
    // Help and version end so too, with 0; Commander has said its sentence already.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else {
      const problem = explainProblem(error)
      if (process.env.LOG_LEVEL === "debug") console.error(error)
      console.error(problem.message)
      process.exitCode = problem.exitCode
    }
  }
}

await run()

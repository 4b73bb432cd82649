const tests = "(\\.test\\.tsx?|\\.(fixture|arbitrary)\\.ts|/test-[^/]+\\.tsx?)$"

/** Which way imports may go, and why. Types and values alike. */
const domainOrder = [
  "events",
  "settings",
  "customers",
  "access",
  "documents",
  "ledger",
  "payments",
  "statements",
  "messages",
  "notifications",
  "sharing",
  "exchange",
  "flows",
]

/** A module may use those to its left. `events` comes first, since every verb records what it did. */
const leftToRight = domainOrder.slice(0, -1).map((name, index) => ({
  name: `domain-${name}-looks-left`,
  comment: `${name} may only use modules to its left (${domainOrder.slice(0, index).join(", ") || "none"}), so that no two modules need each other. To tell a later module something, record an event.`,
  severity: "error",
  from: { path: `^src/domain/${name}/`, pathNot: tests },
  to: { path: `^src/domain/(${domainOrder.slice(index + 1).join("|")})/` },
}))

module.exports = {
  forbidden: [
    {
      name: "platform-knows-no-domain",
      comment: "platform/ serves any product: it must not know what Kvit is about. Move the rule to domain/.",
      severity: "error",
      from: { path: "^src/platform/", pathNot: tests },
      to: { path: "^src/(domain|web|commands)/|^src/(app|runtime|config|routes)\\.ts$" },
    },
    {
      name: "domain-knows-no-door",
      comment:
        "domain/ must work the same for pages, commands and jobs. Give the verb what it needs as arguments.",
      severity: "error",
      from: { path: "^src/domain/", pathNot: tests },
      to: { path: "^src/(web|commands)/|^src/(app|runtime|config)\\.ts$" },
    },
    {
      name: "domain-modules-have-one-entrance",
      comment: "A domain module is entered by its index.ts, so that what lies behind it can change.",
      severity: "error",
      from: { path: "^src/(domain/([^/]+)/|web/|commands/|[^/]+\\.ts$)", pathNot: tests },
      to: { path: "^src/domain/([^/]+)/(?!index\\.ts$)", pathNot: "^src/domain/$2/" },
    },
    {
      name: "doors-do-not-share",
      comment:
        "Portal, staff and API never import each other: what both need belongs in web/ui or web/guards.",
      severity: "error",
      from: { path: "^src/web/(portal|staff|api|callbacks|live)/", pathNot: tests },
      to: { path: "^src/web/(portal|staff|api|callbacks|live)/", pathNot: "^src/web/$1/" },
    },
    {
      name: "nobody-imports-the-commands",
      comment: "Commands are the outermost layer: what a page needs too belongs in domain/.",
      severity: "error",
      from: { path: "^src/(web|domain|platform)/", pathNot: tests },
      to: { path: "^src/commands/" },
    },
    {
      name: "routes-import-nothing",
      comment: "routes.ts is a table of contents that anyone may use; it must not pull anything in.",
      severity: "error",
      from: { path: "^src/routes\\.ts$" },
      to: {},
    },
    {
      name: "source-imports-no-simulator",
      comment: "The simulator is another program. The product must never carry it.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^simulator/" },
    },
    {
      name: "simulator-imports-no-source",
      comment:
        "The simulator stands for somebody else. If it shared code with the product, both could be wrong in the same way.",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^src/" },
    },
    {
      name: "no-circles",
      comment: "Two files that need each other are one file, or a third is missing.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...leftToRight,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    includeOnly: "^(src|simulator)/",
  },
}

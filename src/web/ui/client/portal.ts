// What the customers' pages load. Everything here only adds to pages that work without it.
// First, so that it sees its part of the page before anything else has changed it.
import "./live-region.ts"
import "./auto-submit.ts"
import "./character-counter.ts"
import "./code-input.ts"
import "./copy-button.ts"
import "./menus.ts"
import "./pay-choice.ts"
import "./wait-button.ts"

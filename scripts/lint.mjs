// Format, lint, the house's import rule and types, as `npm test` checks them, without the tests.
import { checks, passes } from './tests/checks.mjs'

for (const check of checks) if (!(await passes(check))) process.exitCode = 1

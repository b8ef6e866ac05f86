// Format, lint, imports, types and the tests, with one line at the end that counts them all.
// Usage: test.mjs [--slow] [FILE…]; with files only the tests in them, without the checks.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from './setup/files.mjs'
import { root, stateFolder } from './setup/paths.mjs'
import { runtimeNode } from './setup/runtime.mjs'
import { checks, passes } from './tests/checks.mjs'
import { countTests, closingLine } from './tests/count.mjs'

const parameters = process.argv.slice(2)
const slow = parameters.includes('--slow')
const files = parameters.filter((parameter) => parameter !== '--slow')
const wanted = slow && files.length === 0 ? ['test/slow'] : files

const passed = []
if (wanted.length === 0) for (const check of checks) passed.push(await passes(check))

const report = join(stateFolder, 'vitest.json')
rmSync(report, { force: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const { status } = spawnSync(
  runtimeNode().program,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...wanted],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(slow ? { THAW_SLOW: '1' } : {}) } },
)
const counts = countTests(passed, readJson(report), status ?? 1)
console.log(closingLine(counts))
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { ask } from '../setup/processes.mjs'
import { runtimeNode } from '../setup/runtime.mjs'

const folders = ['contract', 'main', 'preload', 'renderer', 'test', 'scripts'].filter((name) =>
  existsSync(join(root, name)),
)

/**
 * What every change must pass besides the tests: format, lint, the house's import rule, types.
 *
 * @type {{name: string, program: string, parameters: string[]}[]}
 */
export const checks = [
  { name: 'format', program: 'prettier/bin/prettier.cjs', parameters: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', program: 'eslint/bin/eslint.js', parameters: ['--max-warnings', '0', '.'] },
  {
    name: 'imports',
    program: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    parameters: ['--config', '.dependency-cruiser.cjs', ...folders],
  },
  { name: 'types', program: 'vue-tsc/bin/vue-tsc.js', parameters: ['--build', '--noEmit'] },
]

/**
 * @param {typeof checks[number]} check
 * @returns {Promise<boolean>} whether it passed; what it found is written on stdout
 */
export async function passes({ name, program, parameters }) {
  const started = Date.now()
  const file = join(root, 'node_modules', program)
  const { status, output, errors } = await ask(runtimeNode().program, [file, ...parameters], { cwd: root })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (status !== 0) console.log((output + errors).trim())
  return status === 0
}

import { lineFor } from './missing.mjs'
import { ask, findProgram } from './processes.mjs'
import { setupError } from './report.mjs'

/**
 * The C++ compiler: `$CXX`, else the first of the usual names.
 *
 * @returns {Promise<{program: string, version: string} | null>} its version's first line; null where there is none
 */
export async function findCompiler() {
  for (const name of [process.env['CXX'], 'g++', 'clang++', 'c++']) {
    const program = name && (findProgram(name) ?? (name.includes('/') ? name : null))
    if (!program) continue
    const { status, output } = await ask(program, ['--version'])
    if (status === 0) return { program, version: output.split('\n')[0] ?? '' }
  }
  return null
}

/** What to throw where a compiler is needed and there is none. */
export function compilerMissing() {
  return setupError(
    'A C++ compiler is needed to build the binding to TensorFlow; none is on the path.',
    lineFor('compiler'),
  )
}

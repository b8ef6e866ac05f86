import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '..', '..')
const environmentsFile = join(root, 'node_modules', '.cache', 'thaw', 'environments.json')
const environmentsSchema = z.record(z.string(), z.object({ python: z.string() }))
const run = promisify(execFile)

/** The environments that set-up makes: Keras alone, or with the runtimes that the benchmark compares with. */
export type EnvironmentName = 'oracle' | 'bench'

/**
 * The Python that has real Keras.
 *
 * @throws when set-up has not made the environment; the message says which command does.
 */
export function pythonOf(environment: EnvironmentName = 'oracle'): string {
  const known = existsSync(environmentsFile)
    ? environmentsSchema.parse(JSON.parse(readFileSync(environmentsFile, 'utf8')))
    : {}
  const python = known[environment]?.python
  if (python && existsSync(python)) return python
  const command = environment === 'oracle' ? '`npm test` or `npm run setup:tests`' : '`npm run bench`'
  throw new Error(`The Python environment "${environment}" is not installed: ${command} installs it.`)
}

/**
 * Runs a script of test/oracle with real Keras and waits for it.
 *
 * @param script a file relative to test/oracle, or an absolute path
 * @param parameters its command line
 * @returns what it wrote on stdout; throws with its stderr when it fails.
 */
export async function runPython(script: string, parameters: string[] = []): Promise<string> {
  const file = resolve(root, 'test', 'oracle', script)
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', PYTHONDONTWRITEBYTECODE: '1', CUDA_VISIBLE_DEVICES: '-1' }
  try {
    const { stdout } = await run(pythonOf(), [file, ...parameters], { env, maxBuffer: 1 << 28 })
    return stdout
  } catch (error) {
    if (error instanceof Error && 'stderr' in error)
      throw new Error(`${script}: ${String(error.stderr)}`, { cause: error })
    throw error
  }
}

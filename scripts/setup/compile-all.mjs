import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ask } from './processes.mjs'
import { setupError } from './report.mjs'

/**
 * Makes the objects, as many at a time as there are cores, then links them.
 *
 * @param {string} compiler
 * @param {{objects: import('./build-plan.mjs').Command[], link: import('./build-plan.mjs').Command}} plan
 * @returns {Promise<void>} throws with the compiler's first complaint, once no compiler is running any more
 */
export async function compileAll(compiler, { objects, link }) {
  const left = [...objects]
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await compile(compiler, next)
  }
  const ended = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  await compile(compiler, link)
}

/**
 * @param {string} compiler
 * @param {import('./build-plan.mjs').Command} command
 */
async function compile(compiler, { output, parameters, program: beside }) {
  const program = beside === undefined ? compiler : join(dirname(compiler), beside)
  const { status, errors } = await ask(program, parameters)
  if (status === 0) return
  const complaint = errors.split('\n').find((line) => /error|undefined/i.test(line)) ?? errors.trim()
  throw setupError(`${basename(program)} could not make ${basename(output)}: ${complaint}`)
}

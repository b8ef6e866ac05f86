import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { cacheFolder, hashBytes, writeAtomically } from '../files/index.ts'
import { kernelsInfo, tensorflow } from '../tensorflow/index.ts'

/** What every measurement depends on beside its subject: processor, library, device, our own kernels. */
function machine() {
  const binding = tensorflow()
  return {
    cpu: cpus().map((cpu) => cpu.model),
    tensorflow: binding.TF_Version,
    gpu: binding.isUsingGpuDevice(),
    kernels: kernelsInfo(binding),
  }
}

const fileOf = (name: string, subject: unknown) => {
  const hash = hashBytes(Buffer.from(JSON.stringify({ machine: machine(), subject }))).slice(0, 16)
  return join(cacheFolder(), 'measured', `${name}-${hash}.json`)
}

/** What `measuredOnce` kept; null where nothing was measured, or what is kept does not fit the schema. */
export async function rememberedOf<T>(name: string, subject: unknown, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileOf(name, subject), 'utf8')))
  } catch {
    return null
  }
}

/**
 * A measurement that is taken once for a machine and a subject and kept in the user's cache: the kept value, else what
 * `measure` answers. A kept file that does not fit the schema is measured again.
 */
export async function measuredOnce<T>(
  name: string,
  subject: unknown,
  schema: z.ZodType<T>,
  measure: () => T | Promise<T>,
): Promise<T> {
  const kept = await rememberedOf(name, subject, schema)
  if (kept !== null) return kept
  const value = await measure()
  await writeAtomically(fileOf(name, subject), JSON.stringify(value, null, 2))
  return value
}

/** Seconds of the quickest of some runs, after one that does not count. */
export function quickest(run: () => void, rounds: number): number {
  run()
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const start = performance.now()
      run()
      return (performance.now() - start) / 1000
    }),
  )
}

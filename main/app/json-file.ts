import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { writeAtomically } from '../files/index.ts'

/** A small file of ours that a person may lose without harm: what it holds is checked, and what does not fit is forgotten. */
export interface JsonFile<T> {
  read(): Promise<T>
  /** One change after the other, each from what the one before has written. */
  change(how: (value: T) => T): Promise<T>
}

export function jsonFile<T>(path: string, schema: z.ZodType<T>, empty: T): JsonFile<T> {
  let last: Promise<unknown> = Promise.resolve()
  const read = async (): Promise<T> => {
    try {
      return schema.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      return empty
    }
  }
  return {
    read,
    change(how) {
      const next = last.then(async () => {
        const value = how(await read())
        await writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`)
        return value
      })
      last = next.catch(() => {})
      return next
    },
  }
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { insidePath } from '../../../contract/index.ts'
import { writeAtomically } from '../../files/index.ts'

const content = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().min(0).max(1)

export const checkedSchema = z.object({
  version: z.literal(1),
  /** Pairs of contents that are near-duplicates. `cosine`: of their features; null: the hash alone says so. */
  near: z.array(z.object({ contents: z.tuple([content, content]), bits: z.number(), cosine: z.number().nullable() })),
  /** The base whose features confirmed the pairs; null: none did. */
  confirmedBy: z.string().nullable(),
  /** Contents without any contrast, and contents that are nearly black. */
  blank: z.array(content),
  dark: z.array(content),
  /** Classes that the file's format, or the picture's size, tells from the others: `inside` of the class and of the others. */
  traits: z.array(
    z.object({
      trait: z.enum(['format', 'size']),
      class: z.string(),
      value: z.string(),
      inside: share,
      outside: share,
    }),
  ),
  /** Labels that are probably wrong, the surest first; null: not looked for. */
  labels: z
    .object({
      method: z.string(),
      suspects: z.array(
        z.object({ file: insidePath, sha256: content, label: z.string(), suggested: z.string(), confidence: share }),
      ),
    })
    .nullable(),
})
/** checks.json: what was found out about photographs that dataset.json alone does not tell. Safe to delete. */
export type Checked = z.infer<typeof checkedSchema>

const fileName = 'checks.json'

/** What was found out in the data set recorded in `dir`; null where nothing is, or nothing that can be read. */
export async function readChecked(dir: string): Promise<Checked | null> {
  try {
    return checkedSchema.parse(JSON.parse(await readFile(join(dir, fileName), 'utf8')))
  } catch {
    return null
  }
}

/** Throws `cannot-write`. */
export async function writeChecked(dir: string, checked: Checked): Promise<void> {
  await writeAtomically(join(dir, fileName), `${JSON.stringify(checked, null, 1)}\n`)
}

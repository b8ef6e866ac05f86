import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { preprocessings, type Preprocessing } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'

/** What a file that does not say so itself must be given. */
export interface ModelHints {
  preprocess?: Preprocessing | undefined
  classes?: readonly string[] | undefined
}

const keptSchema = z.object({
  version: z.literal(1),
  preprocess: z.enum(preprocessings).optional(),
  classes: z.array(z.string().min(1).max(255)).min(1).max(100_000).optional(),
})

/** Beside the model: its name and `.thaw.json`. */
export const hintsFile = (model: string): string => `${model}.thaw.json`

/** What was said of a model before; nothing where nobody did, or where the file beside it is not ours. */
export async function readModelHints(model: string): Promise<ModelHints> {
  try {
    const { preprocess, classes } = keptSchema.parse(JSON.parse(await readFile(hintsFile(model), 'utf8')))
    return { preprocess, classes }
  } catch {
    return {}
  }
}

/** Keeps beside a model what was said of it, where its folder can be written. */
export async function keepModelHints(model: string, { preprocess, classes }: ModelHints): Promise<void> {
  // A folder that cannot be written only means that it is asked again.
  await writeAtomically(hintsFile(model), `${JSON.stringify({ version: 1, preprocess, classes }, null, 2)}\n`).catch(
    () => {},
  )
}

import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { ModelAnswers } from '../evaluation/index.ts'
import { writeAtomically } from '../files/index.ts'

const keptSchema = z.object({
  version: z.literal(1),
  /** The model file that said it. */
  model: z.object({ bytes: z.number(), modified: z.number() }),
  classes: z.array(z.string()),
  loss: z.enum(['binary', 'categorical']),
  logits: z.record(z.string(), z.array(z.number())),
})

/** The project and the name of the run that a model file is of, by where it lies: PROJECT/runs/RUN/model.h5. */
export function runOfModel(model: string): { project: string; run: string; folder: string } | null {
  const path = resolve(model)
  const folder = dirname(path)
  if (basename(path) !== 'model.h5' || basename(dirname(folder)) !== 'runs') return null
  return { project: dirname(dirname(folder)), run: basename(folder), folder }
}

const fileIn = (folder: string): string => join(folder, 'answers.json')
const stateOf = async (model: string) => {
  const { size, mtimeMs } = await stat(model)
  return { bytes: size, modified: mtimeMs }
}

/** What a run's model said before, as long as the file is the same; null where nothing is kept. */
export async function readAnswers(model: string): Promise<ModelAnswers | null> {
  const of = runOfModel(model)
  if (!of) return null
  try {
    const [text, { bytes, modified }] = await Promise.all([readFile(fileIn(of.folder), 'utf8'), stateOf(model)])
    const kept = keptSchema.parse(JSON.parse(text))
    if (kept.model.bytes !== bytes || kept.model.modified !== modified) return null
    return { classes: kept.classes, loss: kept.loss, logits: new Map(Object.entries(kept.logits)) }
  } catch {
    // It is only kept to save time: what cannot be read is computed again.
    return null
  }
}

/** Keeps a run's answers beside its model, `answers.json`; safe to delete. @throws `cannot-write` */
export async function keepAnswers(model: string, { classes, loss, logits }: ModelAnswers): Promise<void> {
  const of = runOfModel(model)
  if (!of) return
  const kept: z.input<typeof keptSchema> = {
    version: 1,
    model: await stateOf(model),
    classes: [...classes],
    loss,
    logits: Object.fromEntries([...logits].map(([sha256, row]) => [sha256, [...row]])),
  }
  await writeAtomically(fileIn(of.folder), JSON.stringify(kept))
}

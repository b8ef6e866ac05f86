import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail, type EvaluateResult, type LeftOut } from '../../../contract/index.ts'
import { hashBytes, writeAtomically } from '../../files/index.ts'
import type { AppHandler } from '../context.ts'
import { runsOf } from '../projects.ts'
import { projectIn } from './project-state.ts'

const figure = z.number()
const resultSchema: z.ZodType<EvaluateResult> = z.object({
  classes: z.array(z.string()),
  accuracy: figure,
  balancedAccuracy: figure,
  loss: figure,
  interval: z.tuple([figure, figure]),
  correct: figure,
  total: figure,
  confusion: z.array(z.array(figure)),
  perClass: z.record(z.string(), z.object({ precision: figure, recall: figure, f1: figure, support: figure })),
  topLosses: z.array(z.object({ file: z.string(), label: z.string(), predicted: z.string(), loss: figure })),
  firstLabelled: z
    .object({
      accuracy: figure,
      interval: z.tuple([figure, figure]),
      correct: figure,
      total: figure,
      changed: figure,
    })
    .optional(),
})
const keptSchema = z.object({ version: z.literal(3), of: z.string(), result: resultSchema })

/** Judges a run's model once for each state of the model and of the split, and keeps the result beside the run. */
export const judgeRun: AppHandler<'judge-run'> = async (context, { project: named, run, split }, asked) => {
  const project = await projectIn(context, named)
  const found = (await runsOf(project, () => false)).find(({ record }) => record.name === run)
  if (!found) throw fail('run-missing', `The project has no run ${run}.`, { file: project })
  const model = join(found.folder, 'model.h5')
  const { dataset } = await context.dataset(project)
  const file = await stat(model).catch(() => {
    throw fail('model-missing', `The run ${run} has no model yet.`, {
      file: model,
      remedy: 'Let the run finish first.',
    })
  })
  const labelsOf = (photographs: readonly LeftOut[]) =>
    photographs
      .filter((photograph) => photograph.split === split)
      .map(({ file, sha256, class: name, labelled }) => [file, sha256, name, labelled])
  const chosen = [labelsOf(dataset.photographs), labelsOf(dataset.leftOut ?? [])]
  const state = [dataset.classes, file.size, file.mtimeMs, chosen]
  const of = hashBytes(Buffer.from(JSON.stringify(state)))
  const path = join(found.folder, `evaluation-${split}.json`)
  const before = await keptIn(path)
  if (before?.of === of) return before.result
  const result = await context.engine.request('evaluate', { model, dataset: project, split }, asked)
  await writeAtomically(path, `${JSON.stringify({ version: 3, of, result }, null, 1)}\n`)
  return result
}

async function keptIn(path: string) {
  try {
    return keptSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

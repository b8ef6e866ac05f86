import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestSchemas, unwatched, type Work } from '../../../contract/index.ts'
import { prepareBase } from '../../../main/features/index.ts'
import { lineCosts, measureLine, startRun } from '../../../main/project/index.ts'
import { factsOf, planFrom } from '../../../main/training/index.ts'
import { scale } from '../data.ts'
import type { SetUp } from './job.ts'

const { size, batch, classes } = scale
const base = { base: 'vgg16', size, head: 256, batch } as const
const planWith = (folder: string) => planFrom({ ...base, weights: join(folder, 'vgg16.h5') }, factsOf('vgg16'))

/**
 * Epochs of a run with the line under a layer, from cached features. An epoch is told once its checkpoint is safe, when the next one
 * is nearly over, but the last at once: timed is from the first telling to the last but one.
 */
export function epochsUnder(unfreeze: string): SetUp {
  return async (folder) => {
    const home = mkdtempSync(join(tmpdir(), 'thaw-line-time-'))
    process.on('exit', () => rmSync(home, { recursive: true, force: true }))
    const weights = join(folder, 'vgg16.h5')
    const stage = { ...planWith(folder).stages[0]!, name: 'line', unfreeze }
    const trained = async (epochs: number) => {
      const ends: number[] = []
      const emit: Work['emit'] = (event) => void (event === 'epoch-ended' && ends.push(performance.now()))
      const choices = { ...base, recipe: 'finetune', weights, insist: true, stages: [{ ...stage, epochs }] } as const
      const input = { project: join(home, 'project'), dataset: join(folder, 'photographs'), choices }
      await startRun(requestSchemas['start-run'].parse(input), { ...unwatched(), emit })
      return ends.at(-2)! - ends[0]!
    }
    await trained(2)
    return { run: (runs) => trained(runs + 2) }
  }
}

/** What the Model screen shows for such epochs, from this machine's measurement, which is remembered. */
export function shownUnder(unfreeze: string): SetUp {
  return async (folder) => {
    const measured = await measureLine({ ...base, classes: classes.length, cut: undefined }, unwatched())
    const plan = planWith(folder)
    const prepared = await prepareBase(plan, unwatched())
    const photographs = { train: scale.train * classes.length, validation: scale.validation * classes.length }
    const costs = lineCosts({ prepared, plan, classes: classes.length, photographs, measured })
    const shown = costs.find((cost) => cost.unfreeze === unfreeze)!.epochSeconds!
    return { run: (runs) => Promise.resolve(1000 * shown * runs) }
  }
}

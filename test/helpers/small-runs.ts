import { requestSchemas, unwatched, type PlanChoices, type TrainResult } from '../../contract/index.ts'
import { startRun } from '../../main/project/index.ts'

/** VGG16's first block with random weights on small pictures: a run of a second or two, and wrong often. */
export const smallChoices = {
  weights: 'random',
  cut: 'block1_pool',
  size: 32,
  head: 8,
  convolution: 'direct',
  precision: 'float32',
  epochs: [3],
} as const satisfies PlanChoices

/** Trains such a run. */
export function trainSmall(project: string, dataset: string, seed: number): Promise<TrainResult> {
  const choices = { ...smallChoices, seed }
  return startRun(requestSchemas['start-run'].parse({ project, dataset, choices }), unwatched())
}

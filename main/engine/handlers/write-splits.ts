import type { Handler } from '../handler.ts'

/** Which photograph is in which split, as a list and as folders for other programs. */
export const writeSplits: Handler<'write-splits'> = {
  turn: 'beside',
  run: async ({ dataset: at, out, as }, work) => {
    const datasets = await import('../../dataset/index.ts')
    const { dataset, dir } = await datasets.openDatasetAt(at)
    return datasets.writeSplits({ dataset, dir, out, as, work })
  },
}

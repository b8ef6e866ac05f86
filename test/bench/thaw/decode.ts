import { unwatched } from '../../../contract/index.ts'
import { currentPixelRule, decodeBatches } from '../../../main/dataset/index.ts'
import { scale, trainPhotographs } from '../data.ts'
import type { SetUp } from './job.ts'

/** Photographs to batches of pixels, the decoding thread's start included. */
export const decode: SetUp = async (folder) => {
  const photographs = await trainPhotographs(folder)
  const rule = { ...currentPixelRule, size: scale.size, fit: 'stretch' } as const
  const run = async (runs: number) => {
    const files = Array.from({ length: runs * scale.batch }, (_, i) => photographs[i % photographs.length]!)
    for await (const batch of decodeBatches({ files, rule, batch: scale.batch, work: unwatched() })) {
      if (batch.count !== scale.batch) throw new Error(`A batch of ${batch.count}.`)
    }
  }
  await run(5)
  return { run }
}

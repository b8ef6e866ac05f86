import { bookAugmentation, unwatched } from '../../../contract/index.ts'
import { currentPixelRule, drawOf, openAugmenter } from '../../../main/dataset/index.ts'
import { randomStream } from '../../../main/network/index.ts'
import { scale, trainPhotographs } from '../data.ts'
import type { SetUp } from './job.ts'

/** What a training run asks for: epoch after epoch of the photographs from one thread, its start included. */
export const decodeAugment: SetUp = async (folder) => {
  const files = await trainPhotographs(folder)
  const rule = { ...currentPixelRule, size: scale.size, fit: 'stretch' } as const
  const settings = bookAugmentation
  const run = async (runs: number) => {
    const augmenter = openAugmenter({ files, rule })
    const order = Uint32Array.from({ length: runs * scale.batch }, (_, i) => i % files.length)
    const draws = (place: number) => drawOf(settings, randomStream('bench', place))
    try {
      const pass = { order, settings, draws, batch: scale.batch, work: unwatched() }
      for await (const { count } of augmenter.batches(pass)) {
        if (count !== scale.batch) throw new Error(`A batch of ${count}.`)
      }
    } finally {
      await augmenter.close()
    }
  }
  await run(5)
  return { run }
}

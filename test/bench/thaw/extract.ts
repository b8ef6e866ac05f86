import { join } from 'node:path'
import { unwatched, type Plan } from '../../../contract/index.ts'
import { baseBatch, chooseWay, openBase, prepareBase } from '../../../main/features/index.ts'
import { readNpy } from '../../../main/formats/index.ts'
import { factsOf, planFrom } from '../../../main/training/index.ts'
import type { SetUp } from './job.ts'

/** VGG16's base on a batch of pixels in memory, as extraction runs it. */
export function extract(precision: Plan['precision']): SetUp {
  return async (folder) => {
    const { values: pixels } = await readNpy(join(folder, 'pixels.npy'))
    if (!(pixels instanceof Uint8Array)) throw new TypeError('pixels.npy does not hold uint8.')
    const choices = { precision, weights: join(folder, 'vgg16.h5') }
    const plan = planFrom(choices, factsOf('vgg16'))
    const prepared = await prepareBase(plan, unwatched())
    const way = await chooseWay(prepared, plan, unwatched())
    const base = openBase({ ...prepared, ...way })
    const once = () => base.features(pixels, baseBatch)
    const features = once()
    const own = Object.keys(way.convolutions).length
    return {
      run: async (runs) => {
        for (let i = 0; i < runs; i++) once()
        return Promise.resolve()
      },
      note: `Thaw: ${way.precision}, ${own ? `${own} of 13 convolutions by its own kernels` : 'TensorFlow’s convolutions'}`,
      mean: features.reduce((sum, value) => sum + value, 0) / features.length,
    }
  }
}

import { bookAugmentation, unwatched, type Preprocessing } from '../../../contract/index.ts'
import { augment, drawOf } from '../../../main/dataset/index.ts'
import { baseBatch, chooseConvolutions, openBase } from '../../../main/features/index.ts'
import { randomStream, shapesOf } from '../../../main/network/index.ts'
import { fromPixels, imagenetVgg16, pixelsOf, samples, size } from '../../oracle/photographs.ts'
import { classes } from './arms.ts'

/** The photographs before the frozen VGG16, and what it gives for them under any draw. Close it when done. */
export async function openPhotographs(preprocess: Preprocessing) {
  const photographs = await samples(classes)
  const { values: pixels } = await pixelsOf(photographs.map(({ file }) => file))
  const base = await imagenetVgg16()
  const { network, weights, preprocessing } = fromPixels(base.network, base.weights, preprocess)
  const convolutions = await chooseConvolutions(network, unwatched())
  const open = openBase({ network, weights, precision: 'float32', convolutions, preprocessing })
  const length = size * size * 3

  /** float32 (photographs, …) of the photographs as `picture` puts them into `into`. */
  function features(picture: (index: number, original: Uint8Array, into: Uint8Array<ArrayBuffer>) => void) {
    const rows = new Float32Array(photographs.length * open.rowLength)
    for (let start = 0; start < photographs.length; start += baseBatch) {
      const count = Math.min(baseBatch, photographs.length - start)
      const shown = new Uint8Array(count * length)
      for (let i = 0; i < count; i++) {
        const original = pixels.subarray((start + i) * length, (start + i + 1) * length)
        picture(start + i, original, shown.subarray(i * length, (i + 1) * length))
      }
      rows.set(open.features(shown, count), start * open.rowLength)
    }
    return rows
  }

  return {
    shape: shapesOf(network).get(network.output)!.map(Number),
    labels: Int32Array.from(photographs, ({ label }) => label),
    asTheyAre: () => features((_, original, into) => into.set(original)),
    /** Under the draw that belongs to (picture, epoch, seed). */
    drawn: (epoch: number, seed: number) =>
      features((index, original, into) => {
        const draw = drawOf(bookAugmentation, randomStream(seed, 'augment', epoch, index))
        augment(original, size, size, draw, bookAugmentation, into)
      }),
    close: () => open.close(),
  }
}

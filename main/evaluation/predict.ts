import { ThawError, type Prediction, type PredictResult, type Work } from '../../contract/index.ts'
import { currentPixelRule, decodePhotograph } from '../dataset/index.ts'
import { listPictures } from './list-pictures.ts'
import { scoresOf } from './logits.ts'
import { openModel, type OpenModel } from './model.ts'

/** Photographs that are looked at side by side. */
const lanes = 4

/**
 * The most probable class of each photograph, and every class's probability, in float32. A folder stands for the pictures in
 * it. One that cannot be read is refused and does not keep the others from their answer, unless none can be read.
 *
 * @throws `no-pictures`, what `openModel` throws, and what the first photograph's decoding throws when all are refused
 */
export async function predictPhotographs(
  model: string,
  asked: readonly string[],
  hints: Parameters<typeof openModel>[1],
  work: Work,
): Promise<PredictResult> {
  const images = await listPictures(asked)
  const open = await openModel(model, hints, images.length, work)
  try {
    const { files, logits, refused } = await answersOf(open, images, work)
    const { probabilities } = scoresOf(open.loss, logits, new Int32Array(files.length))
    const predictions = files.map((file, i): Prediction => {
      const row =
        open.loss === 'binary'
          ? [1 - probabilities[i]!, probabilities[i]!]
          : [...probabilities.subarray(i * open.classes.length, (i + 1) * open.classes.length)]
      const label = open.classes[row.indexOf(Math.max(...row))]!
      return { file, label, probabilities: Object.fromEntries(open.classes.map((name, j) => [name, row[j]!])) }
    })
    return { classes: [...open.classes], predictions, refused }
  } finally {
    open.close()
  }
}

interface Answered {
  files: readonly string[]
  logits: Float32Array
  refused: PredictResult['refused']
}

/** As a rule every picture can be read, and none is looked at twice. */
async function answersOf(open: OpenModel, images: readonly string[], work: Work): Promise<Answered> {
  try {
    return { files: images, logits: await open.logits(images, work), refused: [] }
  } catch (error) {
    if (!isAboutAPicture(error)) throw error
    const refused = await refusalsOf(images, work)
    const bad = new Set(refused.map(({ file }) => file))
    const files = images.filter((file) => !bad.has(file))
    if (files.length === 0) throw error
    return { files, logits: await open.logits(files, work), refused }
  }
}

const isAboutAPicture = (error: unknown): error is ThawError =>
  error instanceof ThawError && error.failure.code.startsWith('photograph-')

async function refusalsOf(images: readonly string[], work: Work): Promise<PredictResult['refused']> {
  const refused: PredictResult['refused'] = []
  for (let start = 0; start < images.length; start += lanes) {
    work.signal.throwIfAborted()
    const some = images.slice(start, start + lanes).map(async (file) => {
      try {
        await decodePhotograph(file, { ...currentPixelRule, size: 32, fit: 'stretch' })
        return []
      } catch (error) {
        if (!isAboutAPicture(error)) throw error
        return [{ file, reason: error.failure.found ?? error.failure.message }]
      }
    })
    refused.push(...(await Promise.all(some)).flat())
    work.progress('check', Math.min(images.length, start + lanes), images.length, 'photographs')
  }
  return refused
}

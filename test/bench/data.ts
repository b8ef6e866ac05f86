import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { unwatched } from '../../contract/index.ts'
import { currentPixelRule, decodePhotograph } from '../../main/dataset/index.ts'
import { cacheFolder, writeFolderAtomically } from '../../main/files/index.ts'
import { writeNpy } from '../../main/formats/index.ts'
import { randomStream, shuffled } from '../../main/network/index.ts'
import { fetchSamples, fetchWeights, findBase } from '../../main/zoo/index.ts'

/** Raised when what is written below changes. */
const version = 1

/** What both sides of every row are given. */
export const scale = {
  size: 150,
  batch: 20,
  /** Recipe rows: photographs a class. */
  train: 50,
  validation: 25,
  classes: ['fish', 'vegetables'],
  /** evaluate-1k */
  judged: 1000,
  /** head-epoch */
  features: { rows: 2000, length: 4 * 4 * 512 },
} as const

/**
 * The benchmark's data, made once in the user's cache: `pixels.npy` (a batch), `vgg16.h5` (ImageNet weights as Keras
 * keeps them), `features.npy` and `labels.npy` (seeded), `photographs/train|validation/CLASS/`. Answers the folder.
 */
export async function prepareData(log: (text: string) => void): Promise<string> {
  const folder = join(cacheFolder(), 'bench', `data-${version}`)
  if (existsSync(folder)) return folder
  log('preparing the data of the benchmark')
  const weights = await fetchWeights(findBase('vgg16'), unwatched())
  const samples = await fetchSamples(unwatched())
  await writeFolderAtomically(folder, async (temporary) => {
    await copyFile(weights.file, join(temporary, 'vgg16.h5'))
    for (const name of scale.classes) await copyPhotographs(join(samples.folder, name), temporary, name)
    await writePixels(temporary)
    await writeFeatures(temporary)
  })
  return folder
}

/** A seeded choice of photographs of one class for training and for validation. */
async function copyPhotographs(from: string, to: string, name: string): Promise<void> {
  const files = (await readdir(from)).sort()
  const order = [...shuffled(files.length, randomStream('bench', name))].map((index) => files[index]!)
  const { train, validation } = scale
  const splits = { train: order.slice(0, train), validation: order.slice(train, train + validation) }
  for (const [split, chosen] of Object.entries(splits)) {
    const folder = join(to, 'photographs', split, name)
    await mkdir(folder, { recursive: true })
    for (const file of chosen) await copyFile(join(from, file), join(folder, basename(file)))
  }
}

async function writePixels(folder: string): Promise<void> {
  const files = await trainPhotographs(folder)
  const rule = { ...currentPixelRule, size: scale.size, fit: 'stretch' } as const
  const every = Math.floor(files.length / scale.batch)
  const chosen = files.filter((_, index) => index % every === 0).slice(0, scale.batch)
  const pictures = await Promise.all(chosen.map((file) => decodePhotograph(file, rule)))
  const shape = [scale.batch, scale.size, scale.size, 3]
  await writeNpy(join(folder, 'pixels.npy'), { shape, values: Buffer.concat(pictures) })
}

/** Random features, half of them zero as after a ReLU: what they are does not matter to a time. */
async function writeFeatures(folder: string): Promise<void> {
  const { rows, length } = scale.features
  const random = randomStream('bench', 'features')
  const values = new Float32Array(rows * length).map(() => Math.max(0, random() - 0.5))
  await writeNpy(join(folder, 'features.npy'), { shape: [rows, length], values })
  await writeNpy(join(folder, 'labels.npy'), {
    shape: [rows],
    values: Int32Array.from({ length: rows }, (_, i) => i % 2),
  })
}

/** The files of the training photographs, a class after the other. */
export async function trainPhotographs(folder: string): Promise<string[]> {
  const lists = scale.classes.map(async (name) => {
    const home = join(folder, 'photographs', 'train', name)
    return (await readdir(home)).sort().map((file) => join(home, file))
  })
  return (await Promise.all(lists)).flat()
}

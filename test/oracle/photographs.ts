import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unwatched, type Preprocessing } from '../../contract/index.ts'
import { currentPixelRule, decodePhotograph } from '../../main/dataset/index.ts'
import { stacked, type Network, type Weights } from '../../main/network/index.ts'
import { fetchSamples, fetchWeights, findBase, preprocessingNetwork } from '../../main/zoo/index.ts'

/** Milliseconds for hooks that fetch weights and photographs the first time, and start Keras. */
export const patience = 600_000

/** Side of a photograph in pixels, as in the book. */
export const size = 150
export const pixelRule = { ...currentPixelRule, size, fit: 'stretch' } as const

export interface Sample {
  file: string
  /** Index of its class in the list asked for. */
  label: number
}

/** Sample photographs of some classes, `perClass` of each (all when left out), a class after the other in Keras's order. */
export async function samples(classes: readonly string[], perClass?: number): Promise<Sample[]> {
  const { folder } = await fetchSamples(unwatched())
  const lists = classes.map(async (name, label) => {
    const files = (await readdir(join(folder, name))).sort().slice(0, perClass)
    return files.map((file) => ({ file: join(folder, name, file), label }))
  })
  return (await Promise.all(lists)).flat()
}

/** uint8 RGB (photographs, size, size, 3) */
export async function pixelsOf(files: readonly string[]): Promise<{ shape: number[]; values: Uint8Array }> {
  const pictures = await Promise.all(files.map((file) => decodePhotograph(file, pixelRule)))
  return { shape: [files.length, size, size, 3], values: Buffer.concat(pictures) }
}

/** VGG16 without its classifier, and its ImageNet weights. */
export async function imagenetVgg16(): Promise<{ network: Network; weights: Weights; weightsFile: string }> {
  const base = findBase('vgg16')
  const { file, weights } = await fetchWeights(base, unwatched())
  return { network: base.build({ size, includeTop: false }), weights, weightsFile: file }
}

/** A base that takes raw pixels: preprocessing underneath, as extraction runs it. */
export function fromPixels(network: Network, weights: Weights, preprocess: Preprocessing) {
  const under = preprocessingNetwork(findBase(network.name), preprocess, size)
  return {
    network: stacked(network.name, under.network, network),
    weights: new Map([...under.weights, ...weights]),
    preprocessing: new Set(under.network.layers.map((layer) => layer.name)),
  }
}

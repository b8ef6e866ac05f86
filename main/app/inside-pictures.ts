import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lookSchema, paletteOf, type Look, type Palette } from '../../contract/index.ts'
import { npyOf, readNpy } from '../formats/index.ts'
import { channelOf, encodeIndexedPng, gridOf } from '../insight/index.ts'
import { insideFolder } from './inside.ts'

/** Layers whose values are at hand: a person looks at one, then at its channels. */
const kept = 3
const layers = new Map<string, Promise<Layer>>()

interface Layer {
  shape: readonly [number, number, number]
  values: Float32Array
}

/** A layer's bare grid as PNG. Throws where nobody has looked. */
export async function gridPicture(key: string, layer: number, palette: Palette): Promise<Uint8Array> {
  const { shape, values } = await layerOf(key, layer)
  return encodeIndexedPng(gridOf(values, shape), paletteOf(palette))
}

/** One channel's values as a .npy of float32 (height, width). Throws where nobody has looked, or for a channel that is not there. */
export async function channelValues(key: string, layer: number, channel: number): Promise<Uint8Array> {
  const { shape, values } = await layerOf(key, layer)
  if (channel >= shape[2]) throw new RangeError(`${shape[2]} channels`)
  return npyOf({ shape: shape.slice(0, 2), values: channelOf(values, shape[2], channel) })
}

export const insideFilePath = (key: string, file: string): string => join(insideFolder(key), file)

function layerOf(key: string, index: number): Promise<Layer> {
  const name = `${key} ${index}`
  const found = layers.get(name) ?? readLayer(key, index)
  layers.delete(name)
  layers.set(name, found)
  for (const oldest of [...layers.keys()].slice(0, -kept)) layers.delete(oldest)
  found.catch(() => layers.delete(name))
  return found
}

async function readLayer(key: string, index: number): Promise<Layer> {
  const folder = insideFolder(`looks/${key}`)
  const look: Look = lookSchema.parse(JSON.parse(await readFile(join(folder, 'look.json'), 'utf8')))
  const { npy, shape } = look.layers[index]!
  const { values } = await readNpy(join(folder, npy))
  if (!(values instanceof Float32Array)) throw new TypeError(`${npy} does not hold float32.`)
  return { shape: [shape[1], shape[2], shape[3]], values }
}

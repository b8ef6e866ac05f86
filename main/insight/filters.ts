import { join } from 'node:path'
import { fail, type HandlerInput, type Work } from '../../contract/index.ts'
import { atSize } from '../features/index.ts'
import { writeAtomically } from '../files/index.ts'
import { gradientGraph, gradients, randomStream, upTo } from '../network/index.ts'
import { free, openSession, tensorOf, type Session } from '../tensorflow/index.ts'
import { fileNameOf } from './file-names.ts'
import { encodeRgbPng } from './png.ts'
import { convolutionOf, mapShapeOf, openSubject, type Subject } from './subject.ts'

/** Channels of the grid, eight to a row, as in the book. */
const gridChannels = 64
const across = 8
const gap = 5
/** Channels in one pass. */
const together = 4

/** A layer of a network, ready for gradients of its channels with respect to pixels. */
export interface FilterClimber {
  /**
   * The mean of each picture's channel, and its gradient with respect to the pixels.
   *
   * @param pictures float32 RGB (n, size, size, 3), 0 … 255
   * @param channels n channels, one for each picture
   */
  gradient(pictures: Float32Array, channels: readonly number[]): { losses: number[]; gradient: Float32Array }
  close(): void
}

/** Opens the network up to a layer for pictures of `size` pixels a side. */
export function openClimber(subject: Subject, layer: string, size: number): FilterClimber {
  const network = atSize(upTo(subject.network, layer), size)
  const [height, width, channelCount] = mapShapeOf(network, layer)
  const inner = network.layers[0]!.name
  const session: Session = openSession(gradientGraph({ network, weights: subject.weights, inner }))
  return {
    gradient(pictures, channels) {
      const seeds = new Float32Array(channels.length * channelCount)
      channels.forEach((channel, i) => (seeds[i * channelCount + channel] = 1 / (height * width)))
      const input = tensorOf(pictures, [channels.length, size, size, 3])
      const seed = tensorOf(seeds, [channels.length, 1, 1, channelCount])
      try {
        const [output, gradient] = session.read({ input, seed }, [gradients.output, gradients.gradient])
        return { losses: lossesOf(output!, channels, channelCount), gradient: gradient! }
      } finally {
        free(input, seed)
      }
    },
    close: () => session.close(),
  }
}

function lossesOf(output: Float32Array, channels: readonly number[], channelCount: number): number[] {
  const places = output.length / channels.length / channelCount
  return channels.map((channel, i) => {
    let sum = 0
    for (let place = 0; place < places; place++) sum += output[(i * places + place) * channelCount + channel]!
    return sum / places
  })
}

/** A picture that a channel answers to. */
export interface FilterPicture {
  channel: number
  /** RGB (size, size, 3). */
  pixels: Uint8Array
  /** No gradient ever reached the picture: the channel does not answer to anything near grey noise. */
  flat: boolean
}

/**
 * What channels look for: from grey noise, so many steps up the gradient of the channel's mean, each divided by its root
 * mean square.
 *
 * Source: F. Chollet, Deep Learning with Python, 5.4.2, in the space of pixels instead of the network's own input, so that
 * the colours are those of photographs.
 */
export function climb(
  climber: FilterClimber,
  channels: readonly number[],
  { size, steps, seed, layer }: { size: number; steps: number; seed: number; layer: string },
): FilterPicture[] {
  const length = size * size * 3
  const pictures = new Float32Array(channels.length * length)
  channels.forEach((channel, i) => pictures.set(noiseOf(size, seed, layer, channel), i * length))
  const moved = channels.map(() => false)
  for (let step = 0; step < steps; step++) {
    const { gradient } = climber.gradient(pictures.slice(), channels)
    channels.forEach((_, i) => {
      const slope = gradient.subarray(i * length, (i + 1) * length)
      const size = Math.sqrt(slope.reduce((sum, value) => sum + value * value, 0) / length)
      if (!(size > 0)) return
      moved[i] = true
      for (let at = 0; at < length; at++) pictures[i * length + at]! += slope[at]! / size
    })
  }
  return channels.map((channel, i) => ({
    channel,
    pixels: toPixels(pictures.subarray(i * length, (i + 1) * length)),
    flat: !moved[i],
  }))
}

/** Grey with a little noise, as in the book: 128 … 148. */
export function noiseOf(size: number, seed: number, layer: string, channel: number): Float32Array {
  const random = randomStream(seed, 'filter', layer, channel)
  return Float32Array.from({ length: size * size * 3 }, () => random() * 20 + 128)
}

/** The book's `deprocess_image`: mean ½, standard deviation 0.1, cut to 0 … 1, as bytes. */
function toPixels(values: Float32Array): Uint8Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return Uint8Array.from(values, (value) => {
    const level = ((value - mean) / (deviation + 1e-5)) * 0.1 + 0.5
    return Math.min(1, Math.max(0, level)) * 255
  })
}

/**
 * Writes pictures of what a layer's channels look for, and without a choice of channels a grid of the first 64.
 *
 * @throws what `openSubject` throws, `unknown-layer`, `not-a-picture`, `bad-input` for a channel that the layer does not have
 */
export async function drawFilters(
  { inside, layer: named, channels: chosen, size, steps, seed, out }: HandlerInput<'draw-filters'>,
  work: Work,
): Promise<{ files: string[]; flat: number[] }> {
  const subject = await openSubject(inside, work)
  const { name: layer } = convolutionOf(subject, named)
  const count = mapShapeOf(subject.network, layer)[2]
  const channels = chosen ?? Array.from({ length: Math.min(count, gridChannels) }, (_, channel) => channel)
  const missing = channels.find((channel) => channel >= count)
  if (missing !== undefined) {
    throw fail('no-channel', `${layer} has no channel ${missing}.`, {
      expected: `0 to ${count - 1}`,
      found: `${missing}`,
    })
  }
  const climber = openClimber(subject, layer, size)
  const pictures: FilterPicture[] = []
  try {
    for (let at = 0; at < channels.length; at += together) {
      work.signal.throwIfAborted()
      pictures.push(...climb(climber, channels.slice(at, at + together), { size, steps, seed, layer }))
      work.progress('filters', pictures.length, channels.length, 'files')
      // Cancelling is heard between passes.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    climber.close()
  }
  const files: string[] = []
  const write = async (name: string, pixels: Uint8Array, width: number, height: number): Promise<void> => {
    files.push(join(out, name))
    await writeAtomically(files.at(-1)!, await encodeRgbPng(pixels, width, height))
  }
  if (!chosen) {
    const grid = filterGrid(pictures, size)
    await write(`${fileNameOf(layer)}-filters.png`, grid.pixels, grid.width, grid.height)
  }
  for (const { channel, pixels } of pictures) {
    await write(`${fileNameOf(layer)}-filter-${String(channel).padStart(3, '0')}.png`, pixels, size, size)
  }
  return { files, flat: pictures.filter(({ flat }) => flat).map(({ channel }) => channel) }
}

/** Eight to a row with black between, as in the book. */
function filterGrid(pictures: readonly FilterPicture[], size: number) {
  const side = (count: number): number => count * size + (count - 1) * gap
  const width = side(Math.min(across, pictures.length))
  const height = side(Math.ceil(pictures.length / across))
  const pixels = new Uint8Array(width * height * 3)
  pictures.forEach((picture, i) => {
    const [left, top] = [(i % across) * (size + gap), Math.floor(i / across) * (size + gap)]
    for (let y = 0; y < size; y++) {
      pixels.set(picture.pixels.subarray(y * size * 3, (y + 1) * size * 3), ((top + y) * width + left) * 3)
    }
  })
  return { pixels, width, height }
}

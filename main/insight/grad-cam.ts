import { join } from 'node:path'
import sharp from 'sharp'
import { fail, paletteOf, type HandlerInput, type HeatMap, type Work } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'
import { writeNpy } from '../formats/index.ts'
import { gradientGraph, gradients, lossKindOf, withoutLastActivation } from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import { probabilitiesOf } from './feature-maps.ts'
import { fileNameOf } from './file-names.ts'
import { encodeRgbPng } from './png.ts'
import { convolutionOf, mapShapeOf, openSubject, pixelsOf, type Subject } from './subject.ts'

/** How much of a heat map's picture is heat. */
const strength = 0.5

export interface Decision {
  /** Of each class. */
  probabilities: number[]
  height: number
  width: number
  /** For each class asked for: float32 (height, width), 0 … 1; all 0 where nothing speaks for it. */
  heat: Float32Array[]
}

/**
 * Where in the photograph a layer found what speaks for a class: its channels weighted by the mean of the class score's
 * gradient over the map, what is negative cut off, divided by the highest. The score is the one before the last softmax
 * or sigmoid, of which the gradient does not vanish where the model is certain.
 *
 * Source: Selvaraju et al., Grad-CAM (2017); keras.io, "Grad-CAM class activation visualization".
 *
 * @param pixels uint8 RGB (size, size, 3)
 * @param classes indices of classes
 */
export function explain(subject: Subject, pixels: Uint8Array, layer: string, classes: readonly number[]): Decision {
  const network = withoutLastActivation(subject.network)
  const isBinary = lossKindOf(subject.network) === 'binary'
  const { size } = subject.pixels
  const [height, width, channels] = mapShapeOf(network, layer)
  const session = openSession(gradientGraph({ network, weights: subject.weights, inner: layer }))
  const input = tensorOf(Float32Array.from(pixels), [1, size, size, 3])
  try {
    let probabilities: number[] = []
    const heat = classes.map((index) => {
      const outputs = isBinary ? 1 : subject.classes!.length
      const seeds = new Float32Array(outputs)
      // Of two classes with one output, what speaks for the first speaks against the second.
      seeds[isBinary ? 0 : index] = isBinary && index === 0 ? -1 : 1
      const seed = tensorOf(seeds, [1, outputs])
      try {
        const [logits, map, gradient] = session.read({ input, seed }, [
          gradients.output,
          gradients.inner,
          gradients.gradient,
        ])
        probabilities = probabilitiesOf(subject, logits!)
        return heatOf(map!, gradient!, channels)
      } finally {
        free(seed)
      }
    })
    return { probabilities, height, width, heat }
  } finally {
    free(input)
    session.close()
  }
}

/** Σ over channels of value · mean gradient, cut at 0, over its highest. */
function heatOf(map: Float32Array, gradient: Float32Array, channels: number): Float32Array {
  const places = map.length / channels
  const weights = new Float64Array(channels)
  for (let at = 0; at < gradient.length; at++) weights[at % channels]! += gradient[at]! / places
  const heat = new Float32Array(places)
  for (let place = 0; place < places; place++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += map[place * channels + channel]! * weights[channel]!
    heat[place] = Math.max(0, sum)
  }
  const most = heat.reduce((a, b) => Math.max(a, b), 0)
  return most > 0 ? heat.map((value) => value / most) : heat
}

/**
 * Writes heat maps over a photograph, as pictures and raw values.
 *
 * @throws what `openSubject` and `decodePhotograph` throw, `unknown-layer`, `not-a-picture`, `no-classifier`, `unknown-class`
 */
export async function drawGradCam(
  { inside, photograph, sha256, layer: named, classes: chosen, out }: HandlerInput<'draw-grad-cam'>,
  work: Work,
): Promise<{ files: string[]; layer: string; maps: HeatMap[] }> {
  work.progress('reasons', 0, 0, 'photographs')
  const subject = await openSubject(inside, work, { classes: 'model' in inside })
  lossKindOf(subject.network)
  const classes = subject.classes ?? []
  const { name: layer } = convolutionOf(subject, named)
  const unknown = chosen?.find((name) => !classes.includes(name))
  if (unknown !== undefined) {
    throw fail('unknown-class', `The model has no class ${unknown}.`, { expected: classes.join(', '), found: unknown })
  }
  const pixels = await pixelsOf(subject, { photograph, sha256 })
  const first = explain(subject, pixels, layer, chosen ? chosen.map((name) => classes.indexOf(name)) : [0])
  const top = first.probabilities.indexOf(Math.max(...first.probabilities))
  const indices = chosen ? chosen.map((name) => classes.indexOf(name)) : [top]
  const { probabilities, height, width, heat } = chosen ? first : explain(subject, pixels, layer, indices)
  const files: string[] = []
  const maps: HeatMap[] = []
  for (const [i, index] of indices.entries()) {
    const stem = `${fileNameOf(layer)}-${i}-${fileNameOf(classes[index]!)}`
    const [picture, npy] = [`${stem}.png`, `${stem}.npy`]
    const { size } = subject.pixels
    await writeAtomically(
      join(out, picture),
      await encodeRgbPng(await overlay(pixels, size, heat[i]!, width, height), size, size),
    )
    await writeNpy(join(out, npy), { shape: [height, width], values: heat[i]! })
    files.push(join(out, picture), join(out, npy))
    maps.push({ class: classes[index]!, probability: probabilities[index]!, height, width, picture, npy })
  }
  return { files, layer, maps }
}

/** The photograph with the heat in viridis over it, more of it where it is hotter. */
async function overlay(
  pixels: Uint8Array,
  size: number,
  heat: Float32Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const small = Uint8Array.from(heat, (value) => Math.round(value * 255))
  const smooth = await sharp(small, { raw: { width, height, channels: 1 } })
    .resize(size, size, { fit: 'fill', kernel: 'cubic' })
    .extractChannel(0)
    .raw()
    .toBuffer()
  const colours = paletteOf('viridis')
  return pixels.map((value, at) => {
    const level = smooth[Math.floor(at / 3)]!
    const share = strength * (0.25 + 0.75 * (level / 255))
    return Math.round(value * (1 - share) + colours[3 * level + (at % 3)]! * share)
  })
}

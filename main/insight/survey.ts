import type { HandlerInput, Survey, Work } from '../../contract/index.ts'
import { decodeBatches, openDatasetAt, photographPath, selectSplit } from '../dataset/index.ts'
import { convolutionsFor } from '../features/index.ts'
import { writeAtomically } from '../files/index.ts'
import { frozenGraph, outputOf, type Convolutions } from '../network/index.ts'
import { attribute, DataType, free, integers, openSession, tensorOf, type Graph } from '../tensorflow/index.ts'
import { nearnessOf } from './nearness.ts'
import { mapShapeOf, openSubject, seenLayers, type Subject } from './subject.ts'

/** Photographs in one pass: all feature maps of VGG16 at 150 pixels are 26 MB each. */
const batch = 8
/** Photographs kept for each channel. */
const kept = 6
/** Photographs whose nearness is told: it takes their square of memory and time. */
const mostMapped = 1000

/** What is fetched of each layer, as (n, channels). */
const reductions = ['high', 'low', 'place', 'mean'] as const

type Ranked = [photograph: number, value: number, place: number]

/**
 * One pass over a split: for every channel the photographs that excite it most, with the place where, and the channels
 * that no photograph moves; for every layer which photographs it takes to be alike. Written into the file `out`.
 *
 * @throws what `openSubject` throws, `empty-split`, `cannot-write`
 */
export async function surveyChannels(
  { inside, dataset: at, split, out }: HandlerInput<'survey-channels'>,
  work: Work,
): Promise<{ photographs: number }> {
  const { dataset, dir } = await openDatasetAt(at)
  const photographs = selectSplit(dataset, split)
  const subject = await openSubject(inside, work)
  const layers = seenLayers(subject).map(({ name }) => name)
  const shapes = layers.map((layer) => mapShapeOf(subject.network, layer))
  const top = shapes.map(([, , channels]) => Array.from({ length: channels }, (): Ranked[] => []))
  const low = shapes.map(([, , channels]) => new Float32Array(channels).fill(Infinity))
  const high = shapes.map(([, , channels]) => new Float32Array(channels).fill(-Infinity))
  const { size } = subject.pixels
  const mapped = evenly(photographs.length, mostMapped)
  const placeOf = new Map(mapped.map((photograph, at) => [photograph, at]))
  const means = shapes.map(([, , channels]) => new Float32Array(mapped.length * channels))
  const convolutions = (await convolutionsFor(subject.network, photographs.length, work)) ?? {}
  const session = openSession(extremesGraph(subject, layers, convolutions))
  try {
    const files = photographs.map((photograph) => photographPath(dataset, dir, photograph))
    const hashes = photographs.map(({ sha256 }) => sha256)
    const fetches = layers.flatMap((layer) => reductions.map((kind) => `${kind}/${layer}`))
    for await (const { start, count, pixels } of decodeBatches({ files, hashes, rule: subject.pixels, batch, work })) {
      const input = tensorOf(pixels, [count, size, size, 3])
      let found: Float32Array[]
      try {
        found = session.read({ input }, fetches)
      } finally {
        free(input)
      }
      layers.forEach((_, layer) => {
        const [highest, lowest, places, averages] = reductions.map((_, i) => found[reductions.length * layer + i]!) as [
          Float32Array,
          Float32Array,
          Float32Array,
          Float32Array,
        ]
        const channels = shapes[layer]![2]
        for (let i = 0; i < count; i++) {
          const at = placeOf.get(start + i)
          if (at !== undefined) means[layer]!.set(averages.subarray(i * channels, (i + 1) * channels), at * channels)
        }
        for (let i = 0; i < highest.length; i++) {
          const channel = i % channels
          high[layer]![channel] = Math.max(high[layer]![channel]!, highest[i]!)
          low[layer]![channel] = Math.min(low[layer]![channel]!, lowest[i]!)
          rank(top[layer]![channel]!, [start + Math.floor(i / channels), highest[i]!, places[i]!])
        }
      })
      work.progress('survey', start + count, files.length, 'photographs')
    }
  } finally {
    session.close()
  }
  const survey: Survey = {
    version: 2,
    split,
    files: photographs.map(({ file }) => file),
    size,
    mapped,
    layers: layers.map((name, layer) => {
      const [height, width, channels] = shapes[layer]!
      const all = Array.from({ length: channels }, (_, channel) => channel)
      const dead = all.filter((channel) => high[layer]![channel] === low[layer]![channel])
      return { name, height, width, dead, top: top[layer]!, ...nearnessOf(means[layer]!, channels) }
    }),
  }
  await writeAtomically(out, JSON.stringify(survey))
  return { photographs: photographs.length }
}

/** So many of `count` at most, from the first to the last. */
function evenly(count: number, most: number): number[] {
  const taken = Math.min(count, most)
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken))
}

/** Puts an entry in its place among the best, strongest first; the first of equals stays before. */
function rank(best: Ranked[], entry: Ranked): void {
  if (best.length === kept && entry[1] <= best[kept - 1]![1]) return
  const at = best.findIndex(([, value]) => value < entry[1])
  best.splice(at < 0 ? best.length : at, 0, entry)
  if (best.length > kept) best.pop()
}

/** The network with, for each layer, every channel's highest and lowest value, the place of the highest, and the mean: (n, channels). */
function extremesGraph({ network, weights }: Subject, layers: readonly string[], convolutions: Convolutions): Graph {
  const graph = frozenGraph({ network, weights, convolutions, input: 'pixels', outputs: layers })
  const float = { T: attribute.type(DataType.float32) }
  const index = { Tidx: attribute.type(DataType.int32) }
  const axis = integers(graph, 'extremes/axis', [1])
  const place = integers(graph, 'extremes/place-axis', 1)
  for (const layer of layers) {
    const [height, width, channels] = mapShapeOf(network, layer)
    const shape = integers(graph, `extremes/shape/${layer}`, [-1, height * width, channels])
    const flat = graph.add('Reshape', `extremes/flat/${layer}`, [outputOf(layer), shape], {
      ...float,
      Tshape: attribute.type(DataType.int32),
    })
    const reduce = { ...float, ...index, keep_dims: attribute.bool(false) }
    graph.add('Max', `high/${layer}`, [flat, axis], reduce)
    graph.add('Min', `low/${layer}`, [flat, axis], reduce)
    graph.add('Mean', `mean/${layer}`, [flat, axis], reduce)
    const types = { ...float, ...index, output_type: attribute.type(DataType.int32) }
    const where = graph.add('ArgMax', `extremes/where/${layer}`, [flat, place], types)
    graph.add('Cast', `place/${layer}`, [where], {
      SrcT: attribute.type(DataType.int32),
      DstT: attribute.type(DataType.float32),
      Truncate: attribute.bool(false),
    })
  }
  return graph
}

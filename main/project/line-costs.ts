import type { LineCost, LineMeasured } from '../../contract/index.ts'
import {
  boundaryOf,
  multiplyAddsOf,
  shapesOf,
  sizeOf,
  thawedLayers,
  weightSpecs,
  type Network,
} from '../network/index.ts'
import { trainingBytes } from '../training/index.ts'
import { epochTimes } from './line-times.ts'
import { placeOf } from './places.ts'
import type { PreparedBase } from '../features/index.ts'
import type { Plan } from '../../contract/index.ts'

export interface LineOptions {
  prepared: Pick<PreparedBase, 'network' | 'preprocessing'>
  plan: Plan
  classes: number
  photographs: { train: number; validation: number }
  measured: LineMeasured | null
}

/** Weights that RMSprop keeps beside each that learns, in a checkpoint. */
const slots = 1

/** What each place of the line costs. */
export function lineCosts({ prepared, plan, classes, photographs, measured }: LineOptions): LineCost[] {
  const base = prepared.network
  const work = multiplyAddsOf(base)
  const total = [...work.values()].reduce((sum, n) => sum + n, 0)
  const above = (unfreeze: string) =>
    [...thawedLayers(base, unfreeze)].reduce((sum, name) => sum + (work.get(name) ?? 0), 0)
  const epochOf = measured && epochTimes(base, measured)
  const places = base.layers
    .filter(({ name, kind }) => kind !== 'InputLayer' && !prepared.preprocessing.has(name))
    .map(({ name }) => name)
    .concat('none')
  const steps = Math.ceil(photographs.train / plan.batch)
  const { validation } = photographs
  return places.map((unfreeze): LineCost => {
    const stage = { ...plan.stages[0]!, unfreeze }
    const place = placeOf({ ...prepared, weights: new Map() }, plan, stage, classes)
    const thawed = thawedLayers(base, unfreeze)
    const trainable = parameters(place.network, (layer) => thawed.has(layer) || !isInBase(base, layer))
    const all = parameters(base, (layer) => !prepared.preprocessing.has(layer))
    const inHead = parameters(place.network, (layer) => !isInBase(base, layer))
    const checkpointBytes = 4 * trainable * (1 + slots)
    const boundary = boundaryOf(base, unfreeze)
    const below = total - above(unfreeze)
    const perPhotograph = measured && below / total / measured.imagesPerSecond
    const epochSeconds = epochOf && epochOf({ unfreeze, steps, validation, checkpointBytes })
    return {
      unfreeze,
      boundary,
      trainable,
      frozen: all + inHead - trainable,
      epochSeconds,
      freshEpochSeconds: epochSeconds === null ? null : epochSeconds + photographs.train * perPhotograph!,
      cacheSeconds: perPhotograph === null ? null : (photographs.train + validation) * perPhotograph,
      rowBytes: place.isPixels ? 0 : 4 * (sizeOf(shapesOf(base).get(boundary)!) ?? 0),
      checkpointBytes,
      memoryBytes: trainingBytes(place.network, plan.batch, stage.optimizer),
    }
  })
}

const isInBase = (base: Network, name: string): boolean => base.layers.some((layer) => layer.name === name)

function parameters(network: Network, counts: (layer: string) => boolean): number {
  return weightSpecs(network)
    .filter(({ layer }) => counts(layer))
    .reduce((sum, { shape }) => sum + (sizeOf(shape) ?? 0), 0)
}

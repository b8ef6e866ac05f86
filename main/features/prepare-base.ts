import type { PixelRule, Plan, Precision, Work } from '../../contract/index.ts'
import { currentPixelRule } from '../dataset/index.ts'
import {
  above,
  initialWeights,
  shapesOf,
  stacked,
  upTo,
  weightsFor,
  type Convolutions,
  type Network,
  type StepConvolutions,
  type Weights,
} from '../network/index.ts'
import {
  fetchWeights,
  findBase,
  hashWeights,
  loadWeights,
  preprocessingNetwork,
  type Base as ZooBase,
} from '../zoo/index.ts'
import { openBase, type Base } from './base.ts'
import { chooseConvolutions } from './convolutions.ts'
import type { FeatureKey } from './key.ts'
import { choosePrecision } from './precision.ts'
import { chooseStepConvolutions, type StepPlace } from './step-convolutions.ts'

/** A base as a plan wants it: from raw pixels to the cut, with its weights. */
export interface PreparedBase {
  base: ZooBase
  /** Preprocessing, then the base up to the cut. */
  network: Network
  weights: Weights
  /** The preprocessing's layers. */
  preprocessing: ReadonlySet<string>
  /** Of the base's weights. */
  sha256: string
  /** `imagenet`, `random`, or the file's name. */
  source: string
}

async function weightsOf(base: ZooBase, plan: Plan, work: Work) {
  if (plan.weights === 'random') {
    const weights = initialWeights(base.build({ size: plan.size, includeTop: false }), plan.seed)
    return { weights, sha256: hashWeights(weights), source: 'random' }
  }
  return plan.weights === 'imagenet' ? fetchWeights(base, work) : loadWeights(base, plan.weights)
}

/** Finds or fetches the weights of a plan's base and puts its preprocessing under it. */
export async function prepareBase(plan: Plan, work: Work): Promise<PreparedBase> {
  const base = findBase(plan.base)
  const { weights, sha256, source } = await weightsOf(base, plan, work)
  const under = preprocessingNetwork(base, plan.preprocess, plan.size)
  const whole = upTo(base.build({ size: plan.size, includeTop: false }), plan.cut)
  const network = stacked(base.name, under.network, whole)
  return {
    base,
    network,
    weights: new Map([...under.weights, ...weightsFor(whole, weights)]),
    preprocessing: new Set(under.network.layers.map((layer) => layer.name)),
    sha256,
    source,
  }
}

/** How a base is computed: decided once for a run and kept. */
export interface Way {
  precision: Precision
  convolutions: Convolutions
}

/** What a plan leaves open, decided by this machine's own measurements (`choosePrecision`, `chooseConvolutions`). */
export async function chooseWay(prepared: PreparedBase, plan: Plan, work: Work): Promise<Way> {
  const { network, weights, preprocessing } = prepared
  const mayUseOwn = plan.convolution === 'auto' && plan.precision !== 'bfloat16'
  const convolutions = mayUseOwn ? await chooseConvolutions(network, work) : {}
  if (plan.precision !== 'auto') return { precision: plan.precision, convolutions }
  const { precision } = await choosePrecision({ network, weights, preprocessing, convolutions })
  return { precision, convolutions }
}

/** What our own kernels compute of the convolutions that a plan's stages train, measured likewise. */
export async function chooseStepWay(places: readonly StepPlace[], plan: Plan, work: Work): Promise<StepConvolutions> {
  return plan.convolution === 'auto' ? chooseStepConvolutions(places, plan.batch, work) : {}
}

/** How a plan's photographs become pixels. */
export const pixelRuleOf = ({ size, fit }: Pick<Plan, 'size' | 'fit'>): PixelRule => ({
  ...currentPixelRule,
  size,
  fit,
})

/** The part of a way that concerns the layers up to a boundary. */
function wayUpTo(prepared: PreparedBase, { precision, convolutions }: Way, boundary: string): Way {
  const layers = new Set(upTo(prepared.network, boundary).layers.map(({ name }) => name))
  const chosen = Object.entries(convolutions).filter(([layer]) => precision === 'float32' && layers.has(layer))
  return { precision, convolutions: Object.fromEntries(chosen) }
}

/** What the features of a plan's base at a boundary depend on, computed in a certain way. */
export function featureKeyOf(
  prepared: PreparedBase,
  plan: Plan,
  way: Way,
  boundary: string = plan.cut,
  draw?: FeatureKey['draw'],
): FeatureKey {
  const { precision, convolutions } = wayUpTo(prepared, way, boundary)
  return {
    version: 1,
    base: plan.base,
    weights: prepared.sha256,
    boundary,
    shape: shapesOf(prepared.network).get(boundary)!.map(Number),
    preprocess: plan.preprocess,
    pixels: pixelRuleOf(plan),
    precision,
    convolution: { ...convolutions },
    ...(draw ? { draw } : {}),
  }
}

/** The frozen part of a prepared base up to a boundary: from pixels, or from a lower boundary's features. */
export function openBaseAt(prepared: PreparedBase, way: Way, boundary: string, from?: string): Base {
  const whole = upTo(prepared.network, boundary)
  const network = from === undefined ? whole : above(whole, from)
  const { preprocessing, weights } = prepared
  const input = from === undefined ? 'pixels' : 'float32'
  return openBase({ ...wayUpTo(prepared, way, boundary), network, input, weights, preprocessing })
}

import type { Plan, Stage } from '../../contract/index.ts'
import type { PreparedBase } from '../features/index.ts'
import { above, boundaryOf, shapesOf, stacked, thawedLayers, type Network, type Weights } from '../network/index.ts'
import { headNetwork } from '../training/index.ts'

/** Where a stage trains: what lies above its boundary, and what of it may change. */
export interface Place {
  /** The layer of the base whose outputs the stage learns from. */
  boundary: string
  /** The stage learns from pixels: the boundary lies under the base. */
  isPixels: boolean
  /** From the boundary to the classifier. */
  network: Network
  /** Weights of the network that do not change. */
  frozen: Weights
}

/** The head that a plan puts on a prepared base; `dropout`: other than the plan's. */
export function headOf(
  prepared: Pick<PreparedBase, 'network'>,
  plan: Plan,
  classes: number,
  dropout?: number | null,
): Network {
  const shape = shapesOf(prepared.network).get(prepared.network.output)!
  return headNetwork(shape, { ...plan.head, dropout: dropout ?? plan.head.dropout }, classes, plan.recipe)
}

/** What of a prepared base a place depends on. */
type Based = Pick<PreparedBase, 'network' | 'weights' | 'preprocessing'>

/** Where a stage of a plan trains on a prepared base. */
export function placeOf(prepared: Based, plan: Plan, stage: Stage, classes: number): Place {
  const { network: base, weights, preprocessing } = prepared
  const boundary = boundaryOf(base, stage.unfreeze)
  const isPixels = preprocessing.has(boundary)
  const head = headOf(prepared, plan, classes, stage.dropout)
  const under = isPixels ? base : above(base, boundary)
  const network = stacked(`${plan.base}_${stage.name}`, under, head)
  const thawed = thawedLayers(base, stage.unfreeze)
  const inBase = new Set(under.layers.map(({ name }) => name))
  const frozen = [...weights].filter(([path]) => {
    const layer = path.slice(0, path.lastIndexOf('/'))
    return inBase.has(layer) && !thawed.has(layer)
  })
  return { boundary, isPixels, network, frozen: new Map(frozen) }
}

/** The layers of the base that no stage of a plan changes. */
export function frozenLayers(prepared: PreparedBase, plan: Plan): Set<string> {
  const thawed = new Set(plan.stages.flatMap(({ unfreeze }) => [...thawedLayers(prepared.network, unfreeze)]))
  return new Set(prepared.network.layers.map(({ name }) => name).filter((name) => !thawed.has(name)))
}

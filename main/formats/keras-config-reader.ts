import type { Layer, Network } from '../network/index.ts'
import { damaged } from './hdf5-values.ts'
import { readTree, type KerasNode, type KerasTree } from './keras-tree.ts'

/** What stands in one place of a model file: a layer, or a model with those inside it, by their names in the network. */
export interface OutlineRow {
  readonly name: string
  /** Keras's class name. */
  readonly type: string
  /** In the file's order; empty where a nested model only passes its input on. */
  readonly layers: readonly string[]
}

/** How a file was built, which its network, all models unfolded, does not tell. */
export interface ModelOutline {
  readonly kind: 'Functional' | 'Sequential'
  readonly rows: readonly OutlineRow[]
  /** Layers that the file says may not change. */
  readonly frozen: readonly string[]
}

/** A network with the structure that its weights are stored by. */
export interface Unfolded {
  readonly network: Network
  readonly tree: KerasTree
  readonly outline: ModelOutline
  /** The network's name of each layer, by the place in the file. */
  readonly nameOf: (node: KerasNode) => string
}

/**
 * A network from Keras's `model_config`, models inside models unfolded: their layers keep their names where these are
 * the only ones, else the model's name goes before. Throws what `readTree` throws.
 */
export function fromKerasConfig(config: unknown, path: string): Unfolded {
  const tree = readTree(config, path)
  const leaves = leavesOf(tree.nodes, [])
  const counts = Map.groupBy(leaves, ({ node }) => node.ownName)
  const names = new Map(
    leaves.map(({ node, within }) => [
      node,
      within.length > 0 && counts.get(node.ownName)!.length > 1 ? [...within, node.ownName].join('/') : node.ownName,
    ]),
  )
  const nameOf = (node: KerasNode): string => names.get(node) ?? node.ownName
  const layers: Layer[] = []
  const output = place(tree, null, layers, nameOf, path)
  if (new Set(layers.map(({ name }) => name)).size !== layers.length) throw damaged(path, 'two layers of one name')
  const [input] = layers
  if (input?.kind !== 'InputLayer') throw damaged(path, 'no input', 'one input, first')
  const rows = tree.nodes.map((node) => ({
    name: node.ownName,
    type: node.kind,
    layers: leavesOf([node], []).map((leaf) => nameOf(leaf.node)),
  }))
  const frozen = frozenIn(tree.nodes, tree.trainable).map(nameOf)
  const network = { name: tree.name, layers, output }
  return { network, tree, nameOf, outline: { kind: tree.kind, rows, frozen } }
}

/** The layers under some nodes, in the file's order, without the inputs of models inside. */
export function leavesOf(
  nodes: readonly KerasNode[],
  within: readonly string[],
): { node: KerasNode; within: readonly string[] }[] {
  return nodes.flatMap((node) => {
    if (node.model) return leavesOf(node.model.nodes.filter(isNoInput), [...within, node.ownName])
    return [{ node, within }]
  })
}

const isNoInput = ({ kind }: KerasNode): boolean => kind !== 'InputLayer'

function frozenIn(nodes: readonly KerasNode[], mayChange: boolean): KerasNode[] {
  return nodes.flatMap((node) => {
    const changes = mayChange && node.trainable
    if (node.model) return frozenIn(node.model.nodes.filter(isNoInput), changes)
    return changes ? [] : [node]
  })
}

/** Adds a model's layers, each after its inputs; `source` feeds it. Answers the layer that holds its output. */
function place(
  { nodes, output }: KerasTree,
  source: string | null,
  layers: Layer[],
  nameOf: (node: KerasNode) => string,
  path: string,
): string {
  const outputs = new Map<string, string>()
  const put = (node: KerasNode): string => {
    const inputs = node.inputs.map((input) => outputs.get(input)!)
    const fed = inputs.length === 0 && source !== null ? [source] : inputs
    if (node.kind === 'InputLayer' && source !== null) return source
    if (node.model) {
      const [only, ...more] = fed
      if (only === undefined || more.length > 0)
        throw damaged(path, `${fed.length} inputs of ${node.name}`, 'one input')
      return place(node.model, only, layers, nameOf, path)
    }
    layers.push({ name: nameOf(node), kind: node.kind, config: node.config, inputs: fed })
    return nameOf(node)
  }
  for (const node of inOrder(nodes, path)) outputs.set(node.name, put(node))
  return outputs.get(output)!
}

/** The same nodes, each after its inputs. */
function inOrder(nodes: readonly KerasNode[], path: string): KerasNode[] {
  const ordered: KerasNode[] = []
  const placed = new Set<string>()
  let waiting = nodes
  while (waiting.length > 0) {
    const later: KerasNode[] = []
    for (const node of waiting) {
      if (!node.inputs.every((input) => placed.has(input))) later.push(node)
      else {
        placed.add(node.name)
        ordered.push(node)
      }
    }
    if (later.length === waiting.length) throw damaged(path, `${later[0]?.name} takes what no layer gives`)
    waiting = later
  }
  return ordered
}

import type { Group } from 'h5wasm'
import { weightSpecs, type NamedWeightSpec, type Network, type Weight, type Weights } from '../network/index.ts'
import { damaged, floatsAt, groupNamed, memberNames } from './hdf5-values.ts'
import type { Budget } from './hdf5.ts'
import { leavesOf, type Unfolded } from './keras-config-reader.ts'
import type { KerasNode, KerasTree } from './keras-tree.ts'
import type { LayerWeights } from './keras-weights.ts'

type Specs = ReadonlyMap<string, readonly NamedWeightSpec[]>

const specsOf = (network: Network): Specs => Map.groupBy(weightSpecs(network), ({ layer }) => layer)

/**
 * Weights of an .h5 by the order of the top layers that have any, and by their order in each one's group, as Keras takes
 * them: the names in a file say nothing to it, and differ between its versions. A model inside is one group: first what may change, then what may not
 * (`keras.src.legacy.saving.legacy_h5_format._legacy_weights`).
 */
export function weightsOfGroups(unfolded: Unfolded, groups: readonly LayerWeights[], path: string): Weights {
  const { network, tree, nameOf } = unfolded
  const specs = specsOf(network)
  const found = new Map<string, Weight>()
  const given = groups.filter(({ weights }) => weights.length > 0)
  const wanted = tree.nodes
    .map((node) => ({ node, expected: inOrderOfGroup(node, specs, nameOf) }))
    .filter(({ expected }) => expected.length > 0)
  if (given.length !== wanted.length) throw damaged(path, `weights of ${given.length} layers`, `${wanted.length}`)
  wanted.forEach(({ node, expected }, at) => {
    const { weights } = given[at]!
    if (weights.length !== expected.length) {
      throw damaged(path, `${weights.length} weights of ${node.name}`, `${expected.length}`)
    }
    weights.forEach(({ shape, values }, index) => found.set(expected[index]!.path, { shape, values }))
  })
  return found
}

function inOrderOfGroup(node: KerasNode, specs: Specs, nameOf: (node: KerasNode) => string): NamedWeightSpec[] {
  const [changing, fixed]: [NamedWeightSpec[], NamedWeightSpec[]] = [[], []]
  const walk = (each: KerasNode, mayChange: boolean): void => {
    const changes = mayChange && each.trainable
    if (each.model) {
      for (const inner of each.model.nodes) walk(inner, changes)
      return
    }
    for (const spec of specs.get(nameOf(each)) ?? []) (changes && spec.trainable ? changing : fixed).push(spec)
  }
  walk(node, true)
  return [...changing, ...fixed]
}

/**
 * Weights of the `model.weights.h5` in a .keras archive: `layers/CLASS[_n]/vars/0 …`, counted by class within each model
 * (`keras.src.saving.saving_lib`).
 */
export function weightsOfArchive({ network, tree, nameOf }: Unfolded, root: Group, budget: Budget): Weights {
  const specs = specsOf(network)
  const found = new Map<string, Weight>()
  const walk = ({ nodes }: KerasTree, group: Group): void => {
    const used = new Map<string, number>()
    for (const node of nodes) {
      const word = snakeCase(node.kind)
      const before = used.get(word) ?? 0
      used.set(word, before + 1)
      const place = before === 0 ? word : `${word}_${before}`
      const expected = specs.get(nameOf(node)) ?? []
      if (node.model ? leavesOf([node], []).every((leaf) => !specs.has(nameOf(leaf.node))) : expected.length === 0)
        continue
      const inside = groupNamed(groupNamed(group, 'layers', budget), place, budget)
      if (node.model) {
        walk(node.model, inside)
        continue
      }
      const variables = groupNamed(inside, 'vars', budget)
      const count = memberNames(variables).length
      if (count !== expected.length)
        throw damaged(budget.path, `${count} weights of ${node.name}`, `${expected.length}`)
      expected.forEach(({ path }, index) => found.set(path, floatsAt(variables, String(index), budget)))
    }
  }
  walk(tree, root)
  return found
}

/** `keras.src.utils.naming.to_snake_case` */
function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

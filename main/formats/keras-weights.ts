import type { Group } from 'h5wasm'
import type { Weight, Weights } from '../network/index.ts'
import { readHdf5, writeHdf5, type Budget } from './hdf5.ts'
import { damaged, floatsAt, groupNamed, namesAttribute } from './hdf5-values.ts'

/** The weights of one layer in the order of the file, under the names that the file gives them. */
export interface LayerWeights {
  readonly layer: string
  readonly weights: readonly (Weight & { readonly name: string })[]
}

/** HDF5 keeps an attribute in an object header of 64 KiB; Keras cuts its lists of names at this length. */
const maxAttributeBytes = 64_512

/** What tells Keras that the file is not of Keras 1, whose kernels it would turn round. */
export const formatVersion = '2.15.0'

/** Weights by layer, read from a group as Keras's `load_weights_from_hdf5_group` does: `layer_names`, then `weight_names`. */
export function readWeightGroups(root: Group, budget: Budget): LayerWeights[] {
  const layers = namesAttribute(root, 'layer_names', budget)
  if (!layers) throw damaged(budget.path, 'no layer_names')
  return layers.map((layer) => {
    const group = groupNamed(root, layer, budget)
    const names = namesAttribute(group, 'weight_names', budget) ?? []
    return { layer, weights: names.map((name) => ({ name, ...floatsAt(group, name, budget) })) }
  })
}

/** Writes weights as `model.save_weights` of Keras 2 does, with an entry for each of `layers`, those without weights too. */
export function writeWeightGroups(root: Group, layers: readonly string[], weights: Weights): void {
  root.create_attribute('backend', 'tensorflow')
  root.create_attribute('keras_version', formatVersion)
  writeNames(root, 'layer_names', layers)
  for (const layer of layers) {
    const own = [...weights].filter(([path]) => layerOf(path) === layer)
    const group = root.create_group(layer)
    const names = own.map(([path]) => `${path}:0`)
    writeNames(group, 'weight_names', names)
    if (own.length === 0) continue
    const inner = group.create_group(layer)
    for (const [path, { shape, values }] of own) {
      inner.create_dataset({ name: `${path.slice(layer.length + 1)}:0`, data: values, shape: [...shape], dtype: '<f4' })
    }
  }
}

/** Reads weights alone in the caller's own thread: see `readKerasWeightsH5`. */
export async function parseKerasWeightsH5(path: string): Promise<Weights> {
  const groups = await readHdf5(path, (file, budget) => {
    return readWeightGroups(
      budget.attribute(file, 'model_config') ? groupNamed(file, 'model_weights', budget) : file,
      budget,
    )
  })
  const found = new Map<string, Weight>()
  for (const { layer, weights } of groups) {
    for (const { name, shape, values } of weights) {
      const key = `${layer}/${ownName(name, layer)}`
      if (found.has(key)) throw damaged(path, `${key} twice`)
      found.set(key, { shape, values })
    }
  }
  return found
}

/** Writes weights alone, readable by `readKerasWeightsH5` and by Keras's `load_weights`, in one rename. */
export async function writeKerasWeightsH5(path: string, weights: Weights): Promise<void> {
  const layers = [...new Set([...weights.keys()].map(layerOf))]
  await writeHdf5(path, bytesOfAll(weights), (file) => writeWeightGroups(file, layers, weights))
}

export const bytesOfAll = (weights: Weights): number =>
  [...weights.values()].reduce((sum, { values }) => sum + values.byteLength, 0)

/** `block1_conv1/kernel:0` and `block1_conv1_W_1:0` → `kernel`. */
function ownName(name: string, layer: string): string {
  const last = name.replace(/:\d+$/, '').split('/').at(-1) ?? name
  if (!last.startsWith(`${layer}_`)) return last
  const old = last.slice(layer.length + 1).replace(/_\d+$/, '')
  return { W: 'kernel', b: 'bias' }[old] ?? old
}

function layerOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function writeNames(group: Group, attribute: string, names: readonly string[]): void {
  const longest = Math.max(1, ...names.map((name) => Buffer.byteLength(name)))
  const perPart = Math.floor(maxAttributeBytes / longest)
  const write = (name: string, some: readonly string[]) =>
    some.length === 0
      ? group.create_attribute(name, new Float64Array(), [0])
      : group.create_attribute(name, [...some], [some.length], `S${longest}`)
  if (names.length <= perPart) return write(attribute, names)
  for (let part = 0; part * perPart < names.length; part++) {
    write(`${attribute}${part}`, names.slice(part * perPart, (part + 1) * perPart))
  }
}

import { fail } from '../../contract/index.ts'
import { weightsFor, weightSpecs, type Network, type Weight, type Weights } from '../network/index.ts'
import { readHdf5, writeHdf5 } from './hdf5.ts'
import { damaged, groupNamed, textAttribute } from './hdf5-values.ts'
import { toKerasConfig } from './keras-config.ts'
import { fromKerasConfig } from './keras-config-reader.ts'
import { formatVersion, readWeightGroups, writeWeightGroups, type LayerWeights } from './keras-weights.ts'
import { modelMetadataSchema, type ModelMetadata } from './model-metadata.ts'

/** A model as a file holds it. */
export interface KerasModel {
  readonly network: Network
  readonly weights: Weights
  /** Null in files that Thaw did not write. */
  readonly metadata: ModelMetadata | null
}

/**
 * Writes a model as one .h5 that Keras 3 and tf_keras both load without custom code, in one rename. Throws
 * `wrong-weights` when the weights are not the network's, `cannot-write`.
 */
export async function writeKerasH5(path: string, { network, weights, metadata }: KerasModel): Promise<void> {
  const own = weightsFor(network, weights)
  await writeHdf5(path, (file) => {
    file.create_attribute('keras_version', formatVersion)
    file.create_attribute('backend', 'tensorflow')
    file.create_attribute('model_config', JSON.stringify(toKerasConfig(network)))
    if (metadata) file.create_attribute('thaw', JSON.stringify(metadata))
    const layers = network.layers.map(({ name }) => name)
    writeWeightGroups(file.create_group('model_weights'), layers, own)
  })
}

/**
 * Reads a model from an .h5 of Thaw, Keras 3 or tf_keras. Sizes, shapes and names are checked against the file before
 * memory is taken. Throws `damaged-model`, `unknown-layer` for a layer class that Thaw does not know, `wrong-weights`.
 */
export async function readKerasH5(path: string): Promise<KerasModel> {
  const { config, metadata, groups } = await readHdf5(path, (file, budget) => {
    const config = textAttribute(file, 'model_config', budget)
    if (config === null) throw noModel(path)
    const metadata = textAttribute(file, 'thaw', budget)
    return { config, metadata, groups: readWeightGroups(groupNamed(file, 'model_weights', budget), budget) }
  })
  const network = fromKerasConfig(parseJson(config, 'model_config', path), path)
  return {
    network,
    weights: weightsFor(network, weightsByOrder(network, groups, path)),
    metadata: metadata === null ? null : parseMetadata(metadata, path),
  }
}

/** Each layer's weights by their order, as Keras takes them; the names in a file differ between Keras's versions. */
function weightsByOrder(network: Network, groups: readonly LayerWeights[], path: string): Weights {
  const given = new Map(groups.map(({ layer, weights }) => [layer, weights]))
  const specs = Map.groupBy(weightSpecs(network), ({ layer }) => layer)
  const found = new Map<string, Weight>()
  for (const [layer, expected] of specs) {
    const weights = given.get(layer) ?? []
    if (weights.length !== expected.length) {
      throw damaged(path, `${weights.length} weights of ${layer}`, `${expected.length}`)
    }
    weights.forEach(({ shape, values }, index) => found.set(expected[index]!.path, { shape, values }))
  }
  return found
}

function parseMetadata(text: string, path: string): ModelMetadata {
  const metadata = modelMetadataSchema.safeParse(parseJson(text, 'thaw', path))
  if (metadata.success) return metadata.data
  const [issue] = metadata.error.issues
  throw damaged(path, `${issue?.path.join('.') || 'thaw'}: ${issue?.message}`, "Thaw's metadata in the attribute thaw")
}

function parseJson(text: string, attribute: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path, `no JSON in the attribute ${attribute}`)
  }
}

function noModel(path: string) {
  return fail('damaged-model', `${path} holds no model.`, {
    expected: 'a model as Keras saves it',
    found: 'a file without model_config, such as one of weights alone',
    file: path,
  })
}

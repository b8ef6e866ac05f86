import { weightsFor, type Network, type Weights } from '../network/index.ts'
import { writeHdf5 } from './hdf5.ts'
import { toKerasConfig } from './keras-config.ts'
import type { ModelOutline } from './keras-config-reader.ts'
import { bytesOfAll, formatVersion, writeWeightGroups } from './keras-weights.ts'
import type { ModelMetadata } from './model-metadata.ts'

/** A model as a file holds it. */
export interface KerasModel {
  readonly network: Network
  readonly weights: Weights
  /** Null in files that Thaw did not write. */
  readonly metadata: ModelMetadata | null
}

/** The same with what only the file tells. */
export interface KerasModelFile extends KerasModel {
  readonly outline: ModelOutline
  /** The numbers that the optimizer of a compiled model left in the file, and their bytes; null where there are none. */
  readonly optimizer: { readonly count: number; readonly bytes: number } | null
}

/**
 * Writes a model as one .h5 that Keras 3 and tf_keras both load without custom code, in one rename. Throws
 * `wrong-weights` when the weights are not the network's, `cannot-write`.
 */
export async function writeKerasH5(path: string, { network, weights, metadata }: KerasModel): Promise<void> {
  const own = weightsFor(network, weights)
  await writeHdf5(path, bytesOfAll(own), (file) => {
    file.create_attribute('keras_version', formatVersion)
    file.create_attribute('backend', 'tensorflow')
    file.create_attribute('model_config', JSON.stringify(toKerasConfig(network)))
    if (metadata) file.create_attribute('thaw', JSON.stringify(metadata))
    const layers = network.layers.map(({ name }) => name)
    writeWeightGroups(file.create_group('model_weights'), layers, own)
  })
}

import type { Group } from 'h5wasm'
import { fail, ThawError } from '../../contract/index.ts'
import { weightsFor, type Weights } from '../network/index.ts'
import { readHdf5Bytes, readWhole, type Budget } from './hdf5.ts'
import { damaged, groupIfThere, groupNamed, sizeOfGroup, textAttribute } from './hdf5-values.ts'
import { isZip, readKerasArchive } from './keras-archive.ts'
import { fromKerasConfig, leavesOf, type Unfolded } from './keras-config-reader.ts'
import { asHeld } from './keras-dtype.ts'
import { weightsOfArchive, weightsOfGroups } from './keras-layer-weights.ts'
import type { KerasModelFile } from './keras-model.ts'
import { checkModules } from './keras-modules.ts'
import type { KerasLayer } from './keras-schema.ts'
import { readWeightGroups } from './keras-weights.ts'
import { modelMetadataSchema, type ModelMetadata } from './model-metadata.ts'

/** Reads a model file in the caller's own thread: see `readKerasModel`. */
export async function parseKerasModel(path: string): Promise<KerasModelFile> {
  const bytes = await readWhole(path)
  try {
    return await (isZip(bytes) ? fromArchive(bytes, path) : fromHdf5(bytes, path))
  } catch (error) {
    throw withFile(error, path)
  }
}

async function fromHdf5(bytes: Buffer, path: string): Promise<KerasModelFile> {
  const { unfolded, metadata, groups, optimizer } = await readHdf5Bytes(bytes, path, (file, budget) => {
    const config = textAttribute(file, 'model_config', budget)
    if (config === null) throw noModel(path)
    const metadata = metadataIn(file, budget)
    // Before the weights: a layer that is not read is a better reason than what its weights look like.
    const unfolded = fromKerasConfig(parseJson(config, 'the attribute model_config', path), path)
    const groups = readWeightGroups(groupNamed(file, 'model_weights', budget), budget)
    return { unfolded, metadata, groups, optimizer: optimizerIn(file, 'optimizer_weights') }
  })
  return {
    network: unfolded.network,
    outline: unfolded.outline,
    weights: asHeldIn(unfolded, weightsFor(unfolded.network, weightsOfGroups(unfolded, groups, path))),
    optimizer,
    metadata: metadata === null ? null : parseMetadata(metadata, path),
  }
}

async function fromArchive(bytes: Buffer, path: string): Promise<KerasModelFile> {
  const archive = await readKerasArchive(bytes, path)
  const config = parseJson(utf8(archive['config.json'], path), 'config.json', path)
  const unfolded = fromKerasConfig(config, path)
  checkModules(config as KerasLayer, path)
  const { metadata, weights, optimizer } = await readHdf5Bytes(archive['model.weights.h5'], path, (file, budget) => ({
    metadata: metadataIn(file, budget),
    weights: weightsOfArchive(unfolded, file, budget),
    optimizer: optimizerIn(file, 'optimizer'),
  }))
  return {
    network: unfolded.network,
    outline: unfolded.outline,
    weights: asHeldIn(unfolded, weightsFor(unfolded.network, weights)),
    optimizer,
    metadata: metadata === null ? null : parseMetadata(metadata, path),
  }
}

/** The weights as the layers' variables hold them. */
function asHeldIn({ tree, nameOf }: Unfolded, weights: Weights): Weights {
  const policies = new Map(leavesOf(tree.nodes, []).map(({ node }) => [nameOf(node), node.policy]))
  return new Map(
    [...weights].map(([path, { shape, values }]) => {
      const policy = policies.get(path.slice(0, path.lastIndexOf('/'))) ?? 'float32'
      return [path, { shape, values: asHeld(values, policy) }]
    }),
  )
}

/** What becomes of an optimizer is no reason to refuse a model: it is only counted. */
const optimizerIn = (file: Group, name: string): KerasModelFile['optimizer'] =>
  ifReadable(() => {
    const group = groupIfThere(file, name)
    return group && sizeOfGroup(group)
  })

/** What a file of Thaw's says of itself; one whose other attributes cannot all be read may be of anybody. */
const metadataIn = (file: Group, budget: Budget): string | null => ifReadable(() => textAttribute(file, 'thaw', budget))

/** Null where HDF5 cannot read something that a model can do without. */
function ifReadable<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    // The library gave up in the middle of something, or what was read is not as it should be.
    if (error instanceof WebAssembly.RuntimeError || error instanceof ThawError) throw error
    return null
  }
}

/** What the network says of its layers and weights does not know the file. */
function withFile(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error.name !== 'ThawError') return error
  const { failure } = error as ReturnType<typeof fail>
  return failure.file ? error : fail(failure.code, failure.message, { ...failure, file: path })
}

function parseMetadata(text: string, path: string): ModelMetadata {
  const metadata = modelMetadataSchema.safeParse(parseJson(text, 'the attribute thaw', path))
  if (metadata.success) return metadata.data
  const [issue] = metadata.error.issues
  throw damaged(path, `${issue?.path.join('.') || 'thaw'}: ${issue?.message}`, "Thaw's metadata in the attribute thaw")
}

/** Bytes that are no text are damage, as for Python, and not letters that stand for something lost. */
function utf8(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw damaged(path, 'bytes in config.json that are no UTF-8')
  }
}

function parseJson(text: string, where: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(path, `no JSON in ${where}`)
  }
}

function noModel(path: string) {
  return fail('damaged-model', `${path} holds no model.`, {
    expected: 'a model as Keras saves it',
    found: 'a file without model_config, such as one of weights alone',
    file: path,
  })
}

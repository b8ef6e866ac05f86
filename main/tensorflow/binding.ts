import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { fail } from '../../contract/index.ts'

/** What the binding says of a tensor that an op made. */
export interface TensorInfo {
  readonly id: number
  readonly shape: readonly number[]
  /** TensorFlow's DataType number. */
  readonly dtype: number
}

export interface OpAttribute {
  name: string
  type: number
  value: unknown
}

/** The functions of tfjs-node's binding that we use; tfjs itself is never loaded. */
export interface Binding {
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array | Uint8Array[]
  executeOp(op: string, attributes: OpAttribute[], inputs: readonly number[], outputs: number): TensorInfo[]
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(id: number): void
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): TensorInfo[]
  isUsingGpuDevice(): boolean
  getNumOfTensors(): number
  getNumOfSavedModels(): number
  readonly TF_Version: string
  readonly TF_ATTR_TYPE: number
}

// Not named require: the desktop's bundler would declare that name a second time.
const packages = createRequire(import.meta.url)

/** The folder of the package that holds the binding, and beneath it `deps/` and `lib/`. */
export function bindingFolder(): string {
  return dirname(packages.resolve('@tensorflow/tfjs-node-gpu/package.json'))
}

// TensorFlow reads these when it is loaded. oneDNN is 1.2 to 1.9 times as fast in float32 on a processor without
// AVX-512, where TensorFlow leaves it off.
const environment = { TF_CPP_MIN_LOG_LEVEL: '2', TF_FORCE_GPU_ALLOW_GROWTH: 'true', TF_ENABLE_ONEDNN_OPTS: '1' }

let loaded: Binding | undefined

/**
 * TensorFlow, loaded at the first call (about half a second). Variables of the environment that are already set win.
 *
 * @throws `tensorflow-missing` when set-up has not built the binding, `tensorflow-broken` when it does not load.
 */
export function tensorflow(): Binding {
  if (loaded) return loaded
  const file = join(bindingFolder(), 'lib', 'napi-v8', 'tfjs_binding.node')
  if (!existsSync(file)) {
    throw fail('tensorflow-missing', 'TensorFlow is not set up.', { file, remedy: 'Run: npm run setup' })
  }
  for (const [name, value] of Object.entries(environment)) process.env[name] ??= value
  // Windows looks for libraries along the path; elsewhere the binding itself says where TensorFlow lies.
  if (process.platform === 'win32') {
    process.env['PATH'] = join(bindingFolder(), 'deps', 'lib') + delimiter + (process.env['PATH'] ?? '')
  }
  try {
    loaded = packages(file) as Binding
  } catch (error) {
    throw fail('tensorflow-broken', 'TensorFlow could not be loaded.', {
      file,
      found: error instanceof Error ? error.message : String(error),
      remedy: 'Run: npm run setup',
    })
  }
  return loaded
}

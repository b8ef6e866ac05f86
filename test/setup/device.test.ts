import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { chooseLibrary, detectGpu, deviceInUse } from '../../scripts/setup/device.mjs'
import { askedDevice } from '../../scripts/setup/options.mjs'
import { cudaWheels } from '../../scripts/setup/cuda-wheels.mjs'
import { tensorflowWheels } from '../../scripts/setup/wheels.mjs'

const linux = { platform: 'linux', arch: 'x64', asked: 'auto' } as const
const withStandIn = { PATH: join(import.meta.dirname, 'stand-ins') }

afterEach(() => vi.unstubAllEnvs())

test('where nvidia-smi answers, TensorFlow with CUDA is taken, and the reason names the GPU', async () => {
  vi.stubEnv('STAND_IN_GPU', 'NVIDIA GeForce RTX 4090')
  const gpu = await detectGpu(withStandIn)
  expect(gpu).toBe('NVIDIA GeForce RTX 4090')
  const choice = chooseLibrary({ ...linux, gpu })
  expect(choice).toMatchObject({ device: 'gpu', library: 'linux-x64-cuda', untried: false })
  expect(choice.reason).toContain('RTX 4090')
})

test("where nvidia-smi fails or is missing, the CPU's is taken", async () => {
  vi.stubEnv('STAND_IN_GPU', '')
  expect(await detectGpu(withStandIn)).toBeNull()
  expect(await detectGpu({ PATH: join(import.meta.dirname, 'no-such-folder') })).toBeNull()
  expect(chooseLibrary({ ...linux, gpu: null })).toMatchObject({ device: 'cpu', library: 'linux-x64-cpu' })
})

test('--device cpu insists although there is a GPU, and the reason says so', () => {
  const choice = chooseLibrary({ ...linux, gpu: 'NVIDIA T4', asked: 'cpu' })
  expect(choice).toMatchObject({ device: 'cpu', library: 'linux-x64-cpu' })
  expect(choice.reason).toMatch(/--device cpu.*NVIDIA T4/)
})

test.each([
  ['linux', 'arm64', 'linux-arm64-cpu'],
  ['darwin', 'arm64', 'darwin-arm64-cpu'],
  ['win32', 'x64', 'win32-x64-cpu'],
])('%s %s runs on the CPU, whatever nvidia-smi says, and is called untried', (platform, arch, library) => {
  const choice = chooseLibrary({ platform, arch, gpu: 'NVIDIA T4', asked: 'auto' })
  expect(choice).toMatchObject({ device: 'cpu', library, untried: true })
})

test.each([
  ['darwin', 'x64'],
  ['win32', 'arm64'],
])('%s %s, which TensorFlow has no library for, is named', (platform, arch) => {
  const choice = chooseLibrary({ platform, arch, gpu: null, asked: 'auto' })
  expect(choice).toMatchObject({ library: null, reason: `TensorFlow has no library for ${platform}-${arch}` })
})

test('a GPU that TensorFlow does not take is said to be unused', () => {
  const choice = chooseLibrary({ ...linux, gpu: 'NVIDIA K80' })
  expect(deviceInUse(choice, true)).toEqual({ device: 'gpu', reason: 'nvidia-smi answers: NVIDIA K80' })
  expect(deviceInUse(choice, false)).toMatchObject({ device: 'cpu' })
  expect(deviceInUse(choice, false).reason).toMatch(/K80; but TensorFlow finds no GPU/)
})

test('the last word about the device stands until another is said', () => {
  expect(askedDevice([], {}, undefined)).toBe('auto')
  expect(askedDevice(['--device', 'cpu'], {}, undefined)).toBe('cpu')
  expect(askedDevice([], {}, 'cpu')).toBe('cpu')
  expect(askedDevice(['--device=auto'], {}, 'cpu')).toBe('auto')
  expect(askedDevice([], { THAW_DEVICE: 'cpu' }, 'auto')).toBe('cpu')
  expect(() => askedDevice(['--device', 'tpu'], {}, 'auto')).toThrow('--device can be cpu or auto. Received: tpu')
})

test('every wheel is pinned by its hash, and each once', () => {
  const wheels = [...Object.values(tensorflowWheels), ...cudaWheels]
  for (const { file, sha256 } of wheels) expect(sha256, file).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(wheels.map(({ sha256 }) => sha256)).size).toBe(wheels.length)
})

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import type { DoctorReport, EngineStatus } from '../../contract/index.ts'
import { bindingFolder, tensorflow } from './binding.ts'
import { kernelsInfo } from './kernels/index.ts'
import { precisionsHere } from './processor.ts'
import { selfTest } from './self-test.ts'

/** What set-up wrote of its choice of library, in a checkout; nothing in a packaged application. */
function setupReason(): string | null {
  try {
    const file = createRequire(import.meta.url).resolve('../../node_modules/.cache/thaw/setup.json')
    const { reason } = JSON.parse(readFileSync(file, 'utf8')) as { reason?: unknown }
    return typeof reason === 'string' ? reason : null
  } catch {
    return null
  }
}

/** What the engine says of itself: device and why, cores, precisions, memory in bytes. Loads TensorFlow. */
export function engineStatus(): EngineStatus {
  const isGpu = tensorflow().isUsingGpuDevice()
  return {
    device: isGpu ? 'GPU' : 'CPU',
    reason: setupReason() ?? (isGpu ? 'TensorFlow found a GPU.' : 'TensorFlow found no GPU.'),
    cores: cpus().length,
    precision: precisionsHere(),
    memory: { resident: process.memoryUsage.rss(), total: totalmem() },
  }
}

/** What `doctor` tells, after a convolution that came out right. @throws `self-test-failed`, `tensorflow-missing` */
export function examine(): DoctorReport {
  const binding = tensorflow()
  const { device, reason, precision } = engineStatus()
  const { version } = createRequire(import.meta.url)(`${bindingFolder()}/package.json`) as { version: string }
  const kernels = kernelsInfo(binding)
  selfTest()
  return {
    tensorflow: binding.TF_Version,
    binding: version,
    node: process.versions.node,
    device,
    reason,
    precision,
    convolution: kernels.available ? `winograd (${kernels.instructions})` : `TensorFlow's own: ${kernels.reason}`,
    selfTest: 'passed',
  }
}

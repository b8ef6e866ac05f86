import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { liveTensors } from '../../main/tensorflow/index.ts'
import { cases, nameOf } from '../tensorflow/kernels/cases.ts'
import { once, ourSession, requireKernels, valuesFor } from '../tensorflow/kernels/convolve.ts'
import { relativeError } from '../tensorflow/kernels/numbers.ts'
import { reference } from '../tensorflow/kernels/reference.ts'
import { runOnZeros } from '../tensorflow/kernels/run-on-zeros.ts'
import { stepCases, stepNameOf } from '../tensorflow/kernels/step-cases.ts'
import { stepReference } from '../tensorflow/kernels/step-reference.ts'
import { stepOnce, stepValuesOf } from '../tensorflow/kernels/step.ts'

beforeAll(requireKernels)

const sizes = Array.from({ length: 40 }, (_, i) => i + 1)

test.each(cases(sizes).map((each) => [nameOf(each), each] as const))('exact to 1e-5: %s', (_, each) => {
  const values = valuesFor(each)
  const y = once(ourSession(each, values), each, values.x)
  expect(relativeError(y, reference(each, values))).toBeLessThanOrEqual(1e-5)
})

test.each(stepCases(sizes).map((each) => [stepNameOf(each), each] as const))(
  'exact to 1e-5 in a training step: %s',
  (_, each) => {
    const values = stepValuesOf(each)
    const y = stepOnce(each, values, 'ours')
    expect(relativeError(y, stepReference(each, values))).toBeLessThanOrEqual(1e-5)
  },
)

test('memory that is not there is an error, and the process goes on', () => {
  // 2^22 filters of one channel over 8192 x 8192 places: more bytes than an address has bits for.
  const [filters, size] = [2 ** 22, 2 ** 13]
  expect(() => runOnZeros({ channels: 1, filters, tile: 1, input: [1, size, size, 1] })).toThrow(/OOM|allocat/i)
  expect(runOnZeros({})).toBe(400)
  expect(liveTensors()).toBe(0)
})

const root = join(import.meta.dirname, '..', '..')
const kernels = join(root, 'main', 'tensorflow', 'kernels')

interface KernelObject {
  source: string
  name: string
  flags: string[]
  defines: string[]
  archs: string[]
}

/** Compiles the arithmetic, as set-up does but with sanitizers, and the harness that calls it without TensorFlow. */
function compileHarness(folder: string, sanitizers: string): string {
  const compiler = process.env['CXX'] ?? 'g++'
  const compile = (...parameters: string[]) => execFileSync(compiler, parameters, { stdio: ['ignore', 2, 2] })
  const common = ['-std=c++17', '-g', `-fsanitize=${sanitizers}`, '-fno-sanitize-recover=all']
  const { objects } = JSON.parse(readFileSync(join(kernels, 'sources.json'), 'utf8')) as { objects: KernelObject[] }
  const mine = objects.filter(({ source, archs }) => source === 'arithmetic.cc' && archs.includes(process.arch))
  const files = mine.map(({ source, name, flags, defines }) => {
    const object = join(folder, `${name}.o`)
    const how = [...flags.filter((flag) => !flag.startsWith('-O')), ...defines.map((define) => `-D${define}`), '-O1']
    compile(...common, ...how, '-c', join(kernels, source), '-o', object)
    return object
  })
  const program = join(folder, 'harness')
  const harness = join(root, 'test', 'tensorflow', 'kernels', 'harness.cc')
  compile(...common, '-O1', '-I', kernels, harness, ...files, '-o', program, '-pthread')
  return program
}

test.each(['address,undefined', 'thread'])(
  'the %s sanitizer finds nothing over the shape table',
  (sanitizers) => {
    const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
    try {
      const output = execFileSync(compileHarness(folder, sanitizers), { encoding: 'utf8' })
      expect(output).toMatch(/^\d{3,} cases, largest relative error/)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  600_000,
)

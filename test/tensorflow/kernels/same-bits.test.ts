import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { once, ourSession, requireKernels, valuesFor, type Case } from './convolve.ts'

beforeAll(requireKernels)

interface Answer {
  instructions?: string
  digests?: string[]
  worst?: number
  unavailable?: string
}

function digests(environment: Record<string, string>): Answer {
  const file = join(import.meta.dirname, 'digests.ts')
  const env = { ...process.env, ...environment }
  const output = execFileSync(process.execPath, [file], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return JSON.parse(output) as Answer
}

const sets = process.arch === 'x64' ? ['avx512', 'avx2', 'generic'] : ['generic']

describe.each(sets)('instruction set %s', (instructions) => {
  test('the same bits in every process, on 1, 2 and 4 threads, within 1e-5 of TensorFlow', () => {
    const [one, two, four] = ['1', '2', '4'].map((threads) =>
      digests({ THAW_KERNELS: instructions, TF_NUM_INTRAOP_THREADS: threads }),
    )
    if (one!.unavailable) {
      // Never an illegal instruction: the op says that this processor lacks them.
      expect(one!.unavailable).toContain(`this processor does not run THAW_KERNELS=${instructions}`)
      return
    }
    expect(one!.instructions).toBe(instructions)
    expect(one!.worst).toBeLessThanOrEqual(1.1e-5) // both have an error
    expect(two!.digests).toEqual(one!.digests)
    expect(four!.digests).toEqual(one!.digests)
  })
})

test('an instruction set that does not exist is refused', () => {
  expect(digests({ THAW_KERNELS: 'mmx' }).unavailable).toContain('THAW_KERNELS is mmx')
})

const form = { padding: 'same', bias: true, relu: true, pool: false } as const
const each: Case[] = [
  { ...form, tile: 1, height: 20, width: 33, channels: 3, filters: 32, batch: 7 },
  { ...form, tile: 4, height: 21, width: 18, channels: 32, filters: 48, batch: 7, pool: true },
  { ...form, tile: 6, height: 18, width: 18, channels: 256, filters: 512, batch: 3 },
]

test.each(each)('a picture gives the same bits alone and in a batch: tile $tile', (several) => {
  const values = valuesFor(several)
  const together = once(ourSession(several, values), several, values.x)
  const alone = { ...several, batch: 1 }
  const [input, output] = [values.x.length / several.batch, together.length / several.batch]
  for (let i = 0; i < several.batch; i++) {
    const x = values.x.slice(i * input, (i + 1) * input)
    const y = once(ourSession(alone, values), alone, x)
    expect(
      Buffer.compare(Buffer.from(y.buffer), Buffer.from(together.slice(i * output, (i + 1) * output).buffer)),
    ).toBe(0)
  }
})

import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../main/formats/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-safetensors-'))
afterAll(() => rmSync(folder, { recursive: true }))

const content = {
  tensors: new Map([
    ['dense/kernel', { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['dense/bias', { shape: [3], values: Float32Array.of(-1, 0.5, 1e-7) }],
  ]),
  metadata: { progress: '{"epochs":3}' },
}

describe('a safetensors file', () => {
  it('holds what was written', async () => {
    const file = join(folder, 'whole.safetensors')
    await writeSafetensors(file, content)
    expect(await readSafetensors(file)).toEqual(content)
  })

  it('is refused at every length that it can be cut to', async () => {
    const whole = join(folder, 'whole.safetensors')
    await writeSafetensors(whole, content)
    const bytes = await readFile(whole)
    const cut = join(folder, 'cut.safetensors')
    for (let length = 0; length < bytes.length; length += 3) {
      await writeFile(cut, bytes.subarray(0, length))
      await expect(readSafetensors(cut), `${length} bytes`).rejects.toThrow(
        expect.objectContaining({ failure: expect.objectContaining({ code: 'damaged-safetensors', file: cut }) }),
      )
    }
  })

  it('is refused when its header claims more than the file has', async () => {
    const file = join(folder, 'hostile.safetensors')
    const json = Buffer.from('{"a":{"dtype":"F32","shape":[1000000000,1000],"data_offsets":[0,4000000000000]}}')
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(json.length))
    await writeFile(file, Buffer.concat([length, json]))
    await expect(readSafetensors(file)).rejects.toThrow(/damaged/)
  })
})

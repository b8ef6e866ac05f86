import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { hashBytes } from '../../main/files/index.ts'
import { strongestChannel } from '../../main/insight/channels.ts'
import { drawActivations } from '../../main/insight/index.ts'
import { paint } from '../../main/insight/paint.ts'
import { jpeg } from '../helpers/photographs.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

describe('activations', () => {
  it('are drawn for every convolution of a base, and nothing is left in memory', () =>
    expectNothingLeaks(async () => {
      const folder = mkdtempSync(join(tmpdir(), 'thaw-insight-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const photograph = join(folder, 'a.jpg')
      const bytes = await jpeg(80, 60)
      writeFileSync(photograph, bytes)
      const out = join(folder, 'out')
      const choices = { base: 'vgg16', weights: 'random', size: 32, fit: 'crop', preprocess: 'rescale' } as const
      const { rows } = await drawActivations({ photograph, sha256: hashBytes(bytes), out, ...choices }, unwatched())
      expect(rows.map(({ layer }) => layer)).toHaveLength(13)
      expect(rows[0]).toMatchObject({ layer: 'block1_conv1', picture: 'block1_conv1.png' })
      expect(readdirSync(out).sort()).toEqual([...rows.map(({ picture }) => picture), 'rows.json'].sort())
      expect(JSON.parse(readFileSync(join(out, 'rows.json'), 'utf8'))).toEqual({ version: 1, rows })
      const { width, height } = await sharp(join(out, 'block2_conv1.png')).metadata()
      expect([width, height]).toEqual([16, 16])
    }))

  it('show the channel with the highest mean', () => {
    const map = Float32Array.of(9, 1, 0, 0, 7, 0, 0, 7, 0, 0, 7, 5)
    expect(strongestChannel(map, [2, 2, 3])).toEqual({
      index: 1,
      height: 2,
      width: 2,
      values: Float32Array.of(1, 7, 7, 7),
    })
  })

  it("are painted from matplotlib's first colour of viridis to its last", () => {
    expect([...paint(Float32Array.of(0, 2, -1))]).toEqual([68, 1, 84, 253, 231, 36, 68, 1, 84])
    expect([...paint(Float32Array.of(0))]).toEqual([68, 1, 84])
  })
})

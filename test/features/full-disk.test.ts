import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, expect, it } from 'vitest'
import { canMount, needsMount, runOnSmallDisk } from '../helpers/small-disk.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-full-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a disk that fills up while features are written is waited for, and nothing is lost', async ({ skip }) => {
  skip(!canMount(), needsMount)
  const [photographs, folder] = [join(root, 'photographs'), join(root, 'disk')]
  mkdirSync(photographs)
  mkdirSync(folder)
  for (let i = 0; i < 45; i++) {
    const background = { r: 5 * i, g: 10, b: 20 }
    await sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toFile(join(photographs, `${i}.png`))
  }
  const script = fileURLToPath(new URL('full-disk.ts', import.meta.url))
  const stdout = await runOnSmallDisk(script, 9, folder, photographs)
  const { said, filled, sum, count } = JSON.parse(stdout) as {
    said: string[]
    filled: boolean
    sum: number
    count: number
  }
  expect(filled).toBe(true)
  expect(said).toEqual([expect.stringContaining('is full: waiting for room')])
  expect(count).toBe(45 * 20_000)
  // Each photograph's first pixel, and 0 … 19,999, in float32.
  const pixels = Array.from({ length: 45 }, (_, i) => Math.min(255, 5 * i)).reduce((a, b) => a + b, 0)
  expect(sum / (pixels * 20_000 + 45 * 20_000 * 9999.5)).toBeCloseTo(1, 5)
})

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { writePhotographs } from '../helpers/photographs.ts'
import { canMount, needsMount, runOnSmallDisk } from '../helpers/small-disk.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-full-run-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a run whose disk fills up, at a checkpoint and at its end, waits for room and is whole', async ({ skip }) => {
  skip(!canMount(), needsMount)
  const [photographs, folder] = [join(root, 'photographs'), join(root, 'disk')]
  await writePhotographs(photographs, { cats: 8, dogs: 8 })
  mkdirSync(folder)
  const script = fileURLToPath(new URL('full-disk.ts', import.meta.url))
  const told = JSON.parse(await runOnSmallDisk(script, 24, folder, photographs)) as {
    said: string[]
    epochs: number
    difference: number
  }
  const full = (of: string) =>
    `The disk of ${join(folder, 'project', 'runs', '001-extract', of)} is full: waiting for room.`
  expect(told.said).toEqual([full('checkpoint'), full('.')])
  expect(told.epochs).toBe(3)
  expect(told.difference).toBeLessThan(1e-4)
}, 120_000)

import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { failureOf, unwatched } from '../../contract/index.ts'
import { fetchSamples } from '../../main/zoo/index.ts'

afterEach(() => vi.unstubAllEnvs())

test('the sample photographs are 272 JPEGs of four classes, with their licence beside them', async () => {
  const { folder, photographs } = await fetchSamples(unwatched())
  expect(photographs).toBe(272)
  const counts = { fish: 92, fruit: 68, leafy: 34, vegetables: 78 }
  expect(readdirSync(folder).sort()).toEqual(Object.keys(counts))
  for (const [name, count] of Object.entries(counts)) {
    const files = readdirSync(join(folder, name))
    expect(files).toHaveLength(count)
    for (const file of files) expect(firstBytes(join(folder, name, file))).toBe('ffd8ff')
  }
  expect(readFileSync(`${folder}-LICENSE.txt`, 'utf8')).toContain('Affero General Public License')
})

test('without npm the failure says what is missing, and no half of a folder is left', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'thaw-'))
  try {
    vi.stubEnv('THAW_CACHE', cache)
    vi.stubEnv('PATH', cache)
    const failed = failureOf(await fetchSamples(unwatched()).catch((error: unknown) => error))
    expect(failed).toMatchObject({ code: 'tool-missing', expected: 'npm' })
    expect(readdirSync(cache)).toEqual([])
  } finally {
    rmSync(cache, { recursive: true })
  }
})

function firstBytes(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(3)
    readSync(file, bytes)
    return bytes.toString('hex')
  } finally {
    closeSync(file)
  }
}

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { zipOf } from './archives.ts'
import { jpeg, temporaryFolder } from './photographs.ts'

const script = fileURLToPath(new URL('./killed-import.ts', import.meta.url))

/** Runs an import; with `after`, kills it once it has said so many times how far it is. Answers whether it ended by itself. */
async function importOnce(archive: string, out: string, after = Infinity): Promise<boolean> {
  const child = spawn(process.execPath, [script, archive, out, String(after)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child, 'close')
  return said.endsWith('unpacked')
}

/** Kills an import of a zip of zips again and again; it shows nothing until it is done, and ends as one that was left alone. */
export async function killOften(kills: number): Promise<void> {
  const folder = temporaryFolder()
  const archive = join(folder, 'a.zip')
  const photographs = await Promise.all(Array.from({ length: 60 }, (_, index) => jpeg(200, 150, index)))
  const set = (of: Buffer[]) =>
    zipOf(of.map((content, index) => ({ name: `c${index % 2}/${index}.jpg`, content, method: 0 })))
  const parts = [0, 20, 40].map((at) => ({ name: `part${at}.zip`, content: set(photographs.slice(at, at + 20)) }))
  writeFileSync(archive, zipOf(parts))
  const [quiet, out] = [join(folder, 'quiet'), join(folder, 'out')]
  expect(await importOnce(archive, quiet)).toBe(true)

  let killed = 0
  for (let attempt = 1; killed < kills; attempt++) {
    if (await importOnce(archive, out, 1 + ((attempt * 7) % 60))) break
    killed++
    expect(existsSync(join(out, 'photographs')), 'nothing half-visible').toBe(false)
    expect(readdirSync(out).every((name) => name.startsWith('.'))).toBe(true)
  }
  expect(killed).toBe(kills)
  expect(await importOnce(archive, out)).toBe(true)
  expect(contents(join(out, 'photographs'))).toEqual(contents(join(quiet, 'photographs')))
}

/** Every file with the hash of its content. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]
    }),
  )
}

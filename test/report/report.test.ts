import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { requestSchemas, unwatched, type TrainResult } from '../../contract/index.ts'
import { startRun } from '../../main/project/index.ts'
import { writeReport } from '../../main/report/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-report-'))
/** A class whose folder is called as an attacker would call it. */
const hostile = '<img src=x onerror=alert(1)>&"'
let run: TrainResult

beforeAll(async () => {
  await writePhotographs(join(root, 'photographs'), { [hostile]: 12, dogs: 12 })
  const choices = { weights: 'random', cut: 'block1_pool', size: 32, head: 8, convolution: 'direct' } as const
  run = await startRun(
    requestSchemas['start-run'].parse({
      project: join(root, 'project'),
      dataset: join(root, 'photographs'),
      choices: { ...choices, precision: 'float32', seed: 1, epochs: [2] },
    }),
    unwatched(),
  )
  return () => rmSync(root, { recursive: true })
})

const written = async (language: 'en' | 'ko'): Promise<string> => {
  const out = join(root, `${language}.html`)
  const { files } = await writeReport({ run: run.run, out, language }, unwatched())
  expect(files).toEqual([out])
  return readFileSync(out, 'utf8')
}

describe('a run’s report', () => {
  it('is one file that fetches nothing and runs nothing', async () => {
    const page = await written('en')
    const addresses = [...page.matchAll(/(?:src|href)\s*=\s*"([^"]*)"/g)].map(([, address]) => address!)
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.filter((address) => !address.startsWith('data:image/'))).toEqual([])
    expect(page).not.toMatch(/<script|<link|@import|url\((?!#)/i)
    expect(page).toContain('default-src &#39;none&#39;')
    expect(existsSync(`${join(root, 'en.html')}.tmp`)).toBe(false)
  })

  it('shows settings, data, curves, results and mistakes', async () => {
    const page = await written('en')
    for (const shown of ['001-extract', 'block1_pool', '32×32', '<svg', 'Confusion matrix', '95 % interval', 'dogs']) {
      expect(page).toContain(shown)
    }
    const { correct, total } = run.test!
    expect(page).toContain(`${correct} of ${total} photographs right`)
    expect(page.match(/<li>/g) ?? []).toHaveLength(total - correct)
  })

  it('takes names for text, whatever they hold', async () => {
    const page = await written('en')
    expect(page).not.toContain('<img src=x')
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&amp;&quot;')
  })

  it('is Korean throughout where that is asked for, the curves too', async () => {
    const page = await written('ko')
    expect(page).toContain('<html lang="ko">')
    const words = page
      .replace(/<style>[^]*?<\/style>|<td[^>]*>[^<]*<\/td>|class="mono"[^>]*>[^<]*</g, '')
      .replace(/<[^>]*>/g, ' ')
    for (const shown of ['정확도', '오차 행렬', '기반 층 동결', '검증']) expect(page).toContain(shown)
    expect(words).not.toMatch(
      /\b(?:accuracy|training|validation|photographs?|mistakes?|settings|results|preprocessing|batch)\b/i,
    )
  })

  it('holds the figures that a person saved, as pictures', async () => {
    const folder = join(run.run, 'figures', 'grad-cam')
    mkdirSync(folder, { recursive: true })
    const grey = sharp({ create: { width: 4, height: 4, channels: 3, background: '#888' } })
    writeFileSync(join(folder, 'heat.png'), await grey.png().toBuffer())
    const page = await written('en')
    expect(page).toContain('grad-cam/heat.png')
    expect(page).not.toContain('accuracy.png')
  })
})

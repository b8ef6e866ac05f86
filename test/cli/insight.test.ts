import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestSchemas, unwatched, type Answer } from '../../contract/index.ts'
import { readNpy } from '../../main/formats/index.ts'
import { startRun } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { thaw } from './commands.ts'

/** A network small enough for a test: two convolutions of VGG16 and its first pool. */
const network = { weights: 'random', cut: 'block1_pool', size: 32, head: 8 }
const small = { ...network, convolution: 'direct', precision: 'float32' }
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-')))
afterAll(() => rmSync(folder, { recursive: true }))
const project = join(folder, 'project')
const out = (name: string) => join(folder, name)
let photograph: string

/** The one JSON object of a command that went well. */
async function resultOf<T>(...parameters: string[]): Promise<T> {
  const { code, stdout, stderr } = await thaw(...parameters, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('thaw:') as string })
  return JSON.parse(stdout) as T
}
/** What a command that failed says. */
async function complaintOf(...parameters: string[]): Promise<string> {
  const { code, stdout, stderr } = await thaw(...parameters, '--json')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  return stderr
}

beforeAll(async () => {
  await writePhotographs(out('photographs'), { cats: 12, dogs: 12 })
  for (const seed of [1, 2]) {
    const asking = { project, dataset: out('photographs'), choices: { ...small, seed, epochs: [1] } }
    await startRun(requestSchemas['start-run'].parse(asking), unwatched())
  }
  photograph = join(out('photographs'), 'cats', readdirSync(join(out('photographs'), 'cats'))[0]!)
}, 120_000)

describe('thaw activations', () => {
  test('writes for each layer the bare grid, the titled figure and the raw values, and says what they are', async () => {
    const asking = ['activations', '001-extract', photograph, '--project', project, '--out', out('activations')]
    const { layers } = await resultOf<Answer<'save-activations'>>(...asking, '--npy')
    expect(layers.map(({ name, shape }) => [name, shape])).toEqual([
      ['block1_conv1', [1, 32, 32, 64]],
      ['block1_conv2', [1, 32, 32, 64]],
      ['block1_pool', [1, 16, 16, 64]],
    ])
    for (const { grid, figure, npy, dead, shape } of layers) {
      const [, height, width, channels] = shape as [number, number, number, number]
      const bare = await sharp(grid).metadata()
      expect([bare.width, bare.height]).toEqual([16 * width, Math.ceil(channels / 16) * height])
      expect((await sharp(figure).metadata()).height).toBeGreaterThan(bare.height)
      const raw = await readNpy(npy!)
      expect(raw.shape).toEqual(shape)
      const isDead = (channel: number): boolean =>
        raw.values.every((value, at) => at % channels !== channel || value === raw.values[channel])
      expect(dead).toEqual(Array.from({ length: channels }, (_, channel) => channel).filter(isDead))
    }
  })

  test('takes only the layers asked for, and names one that is not there', async () => {
    const asking = ['activations', '001-extract', photograph, '--project', project, '--out', out('some'), '--layers']
    const { layers } = await resultOf<Answer<'save-activations'>>(...asking, 'block1_pool')
    expect(layers.map(({ name, npy }) => [name, npy])).toEqual([['block1_pool', undefined]])
    expect(readdirSync(out('some')).sort()).toEqual(['block1_pool-figure.png', 'block1_pool.png'])
    expect(await complaintOf(...asking, 'block9_pool')).toContain('block9_pool')
  })
})

test('thaw filters writes a grid and a picture of each channel', async () => {
  const model = join(project, 'runs', '001-extract', 'model.h5')
  const asking = ['filters', model, '--out', out('filters'), '--size', '16', '--layer']
  const { files } = await resultOf<Answer<'draw-filters'>>(...asking, 'block1_conv1', '--channels', '3,5')
  expect(files.map((file) => basename(file))).toEqual(['block1_conv1-filter-003.png', 'block1_conv1-filter-005.png'])
  expect((await sharp(files[0]).metadata()).width).toBe(16)
  expect(await complaintOf(...asking, 'block1_pool')).toContain('block1_pool')
})

test('thaw grad-cam writes the heat of the classes asked for, or of the one that the model says', async () => {
  const asking = ['grad-cam', '001-extract', photograph, '--project', project, '--out', out('reasons')]
  const said = await resultOf<Answer<'draw-grad-cam'>>(...asking)
  const [map] = said.maps
  expect(said.maps).toHaveLength(1)
  expect(map!.probability).toBeGreaterThanOrEqual(0.5)
  expect(said.files.every((file) => existsSync(file))).toBe(true)
  const both = await resultOf<Answer<'draw-grad-cam'>>(...asking, '--layer', 'block1_conv1', '--class', 'cats,dogs')
  expect(both.layer).toBe('block1_conv1')
  expect(both.maps.map(({ class: name }) => name)).toEqual(['cats', 'dogs'])
  expect(both.files.map((file) => file.split('.').at(-1))).toEqual(['png', 'npy', 'png', 'npy'])
  const heat = await readNpy(both.files[1]!)
  expect(heat.shape).toEqual([32, 32])
  expect(await complaintOf(...asking, '--class', 'birds')).toContain('birds')
})

test('thaw compare says of two runs how often each is right, and what that means', async () => {
  const asking = ['compare', '001-extract', '002-extract', '--project', project]
  const result = await resultOf<Answer<'compare'>>(...asking)
  const judged = await Promise.all(
    ['001-extract', '002-extract'].map((run) =>
      resultOf<Answer<'evaluate'>>('evaluate', run, project, '--project', project),
    ),
  )
  expect(result.accuracy).toEqual(judged.map(({ accuracy }) => accuracy))
  const [first, second] = judged.map(({ correct }) => correct)
  expect(result.onlyFirstRight - result.onlySecondRight).toBe(first! - second!)
  expect(result.mcnemar.p).toBeGreaterThan(0)
  expect(result.mcnemar.p).toBeLessThanOrEqual(1)
  expect(result.sentence.length).toBeGreaterThan(20)
  expect((await thaw(...asking)).stdout).toContain(result.sentence)

  const file = out('first.h5')
  copyFileSync(join(project, 'runs', '001-extract', 'model.h5'), file)
  const { looks: _, ...ofFile } = await resultOf<Answer<'compare'>>(
    'compare',
    file,
    '002-extract',
    '--project',
    project,
  )
  const { runs, looks: __, sentence, ...same } = result
  expect(ofFile).toEqual({
    ...same,
    runs: ['first.h5', runs[1]],
    sentence: sentence.replaceAll(runs[0], 'first.h5'),
  })
  expect(await complaintOf('compare', file, file)).toContain('Neither of the two is a run.')
})

test('thaw report writes one file that needs no network, in the language asked for', async () => {
  const file = out('report.html')
  const asking = ['report', '001-extract', '--project', project, '--out', file]
  expect(await resultOf<Answer<'write-report'>>(...asking, '--language', 'ko')).toEqual({ files: [file] })
  const page = readFileSync(file, 'utf8')
  expect(page).toContain('<html lang="ko"')
  expect(page).toContain('001-extract')
  expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/)
  expect((await thaw(...asking, '--language', 'fr')).code).toBe(2)
})

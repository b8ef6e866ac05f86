import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookAugmentation, noAugmentation, resources, type Augmentation } from '../../contract/index.ts'
import { createApp, type App } from '../../main/app/index.ts'
import { temporaryFolder } from '../oracle/exchange.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const { folder, remove } = temporaryFolder()
const before = process.env['THAW_CACHE']
let app: App
let project: string

beforeAll(async () => {
  process.env['THAW_CACHE'] = join(folder, 'cache')
  await writePhotographs(join(folder, 'photographs'), { cats: 8, dogs: 8 })
  app = await createApp({ home: join(folder, 'home'), version: '0', systemLanguage: 'en' })
  const opened = await app.request('open-project', { folder: join(folder, 'photographs') })
  project = (opened as { project: string }).project
})
afterAll(async () => {
  await app.close()
  if (before === undefined) delete process.env['THAW_CACHE']
  else process.env['THAW_CACHE'] = before
  remove()
})

interface Preview {
  file: string
  pictures: string[]
}

const preview = (settings: Augmentation, more: object = {}) =>
  app.request('preview-augmentation', { project, settings, size: 64, ...more }) as Promise<Preview>

async function pixelsAt(path: string) {
  const found = await app.resource(path)
  expect(found, path).toMatchObject({ type: 'image/jpeg' })
  const { bytes } = found as { bytes: Uint8Array }
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([64, 64, 3])
  return data
}

describe('the same photograph under eight draws', () => {
  it('is eight pictures, each another, and the same again for the same seed', async () => {
    const { file, pictures } = await preview(bookAugmentation, { seed: 7 })
    expect(file).toMatch(/^cats\//)
    const first = await Promise.all(pictures.map(pixelsAt))
    expect(new Set(first.map((pixels) => pixels.toString('base64'))).size).toBe(8)
    const again = await preview(bookAugmentation, { seed: 7, file })
    expect(again.pictures).toEqual(pictures)
    expect(await Promise.all(again.pictures.map(pixelsAt))).toEqual(first)
    const other = await preview(bookAugmentation, { seed: 8 })
    expect(await pixelsAt(other.pictures[0]!)).not.toEqual(first[0])
  })

  it('is the photograph itself, within a JPEG, where nothing is set', async () => {
    const { file, pictures } = await preview(noAugmentation)
    const fitted = (await app.resource(resources.fitted(project, file, 64, 'stretch'))) as { bytes: Uint8Array }
    const original = await sharp(fitted.bytes).raw().toBuffer()
    for (const path of pictures) {
      const difference = (await pixelsAt(path)).reduce((sum, value, i) => sum + Math.abs(value - original[i]!), 0)
      expect(difference / original.length).toBeLessThan(6)
    }
  })

  it.each([
    ['settings that are out of bounds', { ...bookAugmentation, rotation_range: 1000 }],
    ['settings that do not exist', { ...bookAugmentation, mixup: 1 }],
  ])('refuses %s, as a request and as a picture', async (_, wrong) => {
    await expect(preview(wrong)).rejects.toMatchObject({ failure: { request: 'preview-augmentation' } })
    const { file } = await preview(bookAugmentation)
    const drawn = { settings: wrong, seed: 0, draw: 0 }
    expect(await app.resource(resources.augmented({ project, file, size: 64, fit: 'crop' }, drawn))).toBeNull()
  })

  it('shows only what the project lists', async () => {
    await expect(preview(bookAugmentation, { file: '../../etc/passwd' })).rejects.toMatchObject({
      failure: { code: 'photograph-missing' },
    })
    const of = { project, file: '../home/settings.json', size: 64, fit: 'crop' }
    const drawn = { settings: bookAugmentation, seed: 0, draw: 0 }
    expect(await app.resource(resources.augmented(of, drawn))).toBeNull()
    const good = resources.augmented({ ...of, file: 'cats/0001.jpg' }, drawn)
    expect(await app.resource(good)).not.toBeNull()
    expect(await app.resource(good.replace('settings=%7B', 'settings='))).toBeNull()
  })
})

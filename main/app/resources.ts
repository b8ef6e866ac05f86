import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { z } from 'zod'
import { augmentationSchema, fits, palettes } from '../../contract/index.ts'
import { currentPixelRule, decodePhotograph } from '../dataset/index.ts'
import { createAugmented } from './augmented.ts'
import type { Context } from './context.ts'
import { gridPicture, insideFilePath, channelValues } from './inside-pictures.ts'
import { createLimit } from './limit.ts'
import { picturesFolder } from './pictures.ts'
import { photographOf, runFiles } from './projects.ts'
import { createThumbnails } from './thumbnails.ts'

/** What an `<img>` or a download gets. */
export type Resource = { type: string; etag?: string } & ({ bytes: Uint8Array } | { file: string; name: string })

const text = z.string().min(1).max(4096)
const queries = {
  photograph: z.object({ project: text, file: text, side: z.coerce.number().int().min(16).max(2048) }),
  fitted: z.object({
    project: text,
    file: text,
    size: z.coerce.number().int().min(32).max(1024),
    fit: z.enum(fits),
  }),
  'run-file': z.object({ project: text, run: z.string().regex(/^\d{3,}-[\w-]+$/), file: text }),
  augmented: z.object({
    project: text,
    file: text,
    size: z.coerce.number().int().min(32).max(1024),
    fit: z.enum(fits),
    seed: z.coerce.number().int().min(0).max(0xffff_ffff),
    draw: z.coerce.number().int().min(0).max(1000),
    settings: z
      .string()
      .max(2000)
      .transform((json): unknown => JSON.parse(json))
      .pipe(augmentationSchema),
  }),
  'inside-grid': z.object({
    key: z.string().regex(/^[0-9a-f]{64}$/),
    layer: z.coerce.number().int().min(0).max(4096),
    palette: z.enum(palettes),
  }),
  'inside-values': z.object({
    key: z.string().regex(/^[0-9a-f]{64}$/),
    layer: z.coerce.number().int().min(0).max(4096),
    channel: z.coerce.number().int().min(0).max(65_536),
  }),
  'inside-file': z.object({
    key: z.string().regex(/^(?:looks|filters|reasons)\/[0-9a-f]{64}$/),
    file: z.string().regex(/^[\w-][\w.-]*\.(?:png|npy)$/),
  }),
  activation: z.object({ key: z.string().regex(/^[0-9a-f]{64}$/), picture: z.string().regex(/^[\w-]+\.png$/) }),
}

/** From a resource path of the contract to what lies there; null for what is not listed, wherever it may be. */
export function createResources(context: Context): (path: string) => Promise<Resource | null> {
  const thumbnail = createThumbnails()
  const limit = createLimit(4)
  const augmented = createAugmented(limit)

  async function listedPhotograph(named: string, file: string) {
    const project = await context.places.check(named)
    return photographOf(project, await context.dataset(project), file)
  }

  const kinds: Record<keyof typeof queries, (query: URLSearchParams) => Promise<Resource | null>> = {
    async photograph(query) {
      const { project, file, side } = queries.photograph.parse(Object.fromEntries(query))
      const found = await listedPhotograph(project, file)
      return found && thumbnail(found, side)
    },
    async fitted(query) {
      const { project, file, size, fit } = queries.fitted.parse(Object.fromEntries(query))
      const found = await listedPhotograph(project, file)
      if (!found) return null
      const pixels = await limit(() => decodePhotograph(found.path, { ...currentPixelRule, size, fit }, found.sha256))
      const bytes = await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer()
      return { type: 'image/png', bytes, etag: `${found.sha256}-${size}-${fit}` }
    },
    async 'run-file'(query) {
      const { project, run, file } = queries['run-file'].parse(Object.fromEntries(query))
      const folder = join(await context.places.check(project), 'runs', run)
      if (!(await runFiles(folder)).some((listed) => listed.file === file)) return null
      return {
        type: 'application/octet-stream',
        file: await context.places.check(join(folder, file)),
        // Downloads of several runs lie side by side.
        name: `${run}-${basename(file)}`,
      }
    },
    async augmented(query) {
      const asked = queries.augmented.parse(Object.fromEntries(query))
      const found = await listedPhotograph(asked.project, asked.file)
      return found && augmented(found, asked, asked)
    },
    async 'inside-grid'(query) {
      const { key, layer, palette } = queries['inside-grid'].parse(Object.fromEntries(query))
      const bytes = await limit(() => gridPicture(key, layer, palette))
      return { type: 'image/png', bytes, etag: `${key}-${layer}-${palette}` }
    },
    async 'inside-values'(query) {
      const { key, layer, channel } = queries['inside-values'].parse(Object.fromEntries(query))
      const bytes = await limit(() => channelValues(key, layer, channel))
      return { type: 'application/octet-stream', bytes, etag: `${key}-${layer}-${channel}` }
    },
    async 'inside-file'(query) {
      const { key, file } = queries['inside-file'].parse(Object.fromEntries(query))
      const path = insideFilePath(key, file)
      if (file.endsWith('.npy')) return { type: 'application/octet-stream', file: path, name: file }
      return { type: 'image/png', bytes: await readFile(path), etag: `${key.replace('/', '-')}-${file}` }
    },
    async activation(query) {
      const { key, picture } = queries.activation.parse(Object.fromEntries(query))
      const bytes = await readFile(join(picturesFolder(), 'activations', key, picture))
      return { type: 'image/png', bytes, etag: `${key}-${picture}` }
    },
  }

  return async (path) => {
    const [kind = '', query = ''] = path.split('?', 2)
    if (!Object.hasOwn(kinds, kind)) return null
    try {
      return await kinds[kind as keyof typeof kinds](new URLSearchParams(query))
    } catch {
      // Whatever the reason: for who asks, it is not there.
      return null
    }
  }
}

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const timesSchema = z.object({ theirs: z.number(), ours: z.number().nullable() })

/** Each convolution of the base by itself, forward only, by TensorFlow's kernel and by ours. */
const layerTableSchema = z.object({
  batch: z.number(),
  /** What the processor multiplies, in thousand millions a second: a large matrix product of TensorFlow's. */
  peak: z.number(),
  layers: z.array(
    z.object({
      name: z.string(),
      input: z.array(z.number()),
      filters: z.number(),
      /** Null where TensorFlow's was measured to be faster. */
      tile: z.number().nullable(),
      multiplications: z.object({ theirs: z.number(), ours: z.number() }),
      milliseconds: timesSchema,
    }),
  ),
})
export type LayerTable = z.infer<typeof layerTableSchema>

/** Measures it in a process of its own. */
export async function measureLayers(folder: string): Promise<LayerTable> {
  const script = join(import.meta.dirname, 'thaw', 'layers.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder])
  return layerTableSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
}

const columns = ['layer', 'input', 'filters', 'TensorFlow, ms', 'share', 'tile', 'ours, ms', 'share', 'saved', 'faster']

/** The table as Markdown, its times, shares and sums. */
export function describeLayers({ batch, peak, layers }: LayerTable): string {
  const share = (count: number, milliseconds: number) => `${((100 * count) / milliseconds / 1e6 / peak).toFixed(0)} %`
  const rows = layers.map(({ name, input, filters, tile, multiplications, milliseconds }) => {
    const { theirs, ours } = milliseconds
    const first = [name, input.join('×'), String(filters), theirs.toFixed(1), share(multiplications.theirs, theirs)]
    if (tile === null || ours === null) return [...first, '–', '–', '–', '–', '–']
    const saved = multiplications.theirs / multiplications.ours
    const form = tile === 1 ? 'direct' : `${tile}×${tile}`
    return [
      ...first,
      form,
      ours.toFixed(1),
      share(multiplications.ours, ours),
      saved.toFixed(2),
      (theirs / ours).toFixed(2),
    ]
  })
  const sum = (of: (layer: LayerTable['layers'][number]) => number) =>
    layers.reduce((total, layer) => total + of(layer), 0)
  const theirs = sum(({ milliseconds }) => milliseconds.theirs)
  const ours = sum(({ milliseconds }) => Math.min(milliseconds.theirs, milliseconds.ours ?? Infinity))
  const saved = sum((layer) => layer.multiplications.theirs) / sum((layer) => layer.multiplications.ours)
  const total = [
    'all',
    '',
    '',
    theirs.toFixed(1),
    '',
    '',
    ours.toFixed(1),
    '',
    saved.toFixed(2),
    (theirs / ours).toFixed(2),
  ]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `Each convolution by itself, forward, batch ${batch}, TensorFlow’s kernel and ours in turn, the best of nine. “saved”: how many times`,
    'fewer multiplications ours needs, unused edges of tiles counted. “share”: of the multiplications that are done, against those of',
    `TensorFlow’s product of two 2048×2048 matrices on the same cores, ${peak.toFixed(0)} thousand million a second.`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...[...rows, total].map(line),
  ].join('\n')
}

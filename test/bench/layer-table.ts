import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)

const timesSchema = z.object({ theirs: z.number(), ours: z.number().nullable() })

/** Each convolution of the base by itself, forward only, by TensorFlow's kernel and by ours. */
const measuredSchema = z.object({
  batch: z.number(),
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
export type MeasuredLayers = z.infer<typeof measuredSchema>
export interface LayerTable extends MeasuredLayers {
  /** What the processor multiplies at the most, in thousand millions a second. */
  peak: number
}

/** Multiplications that all cores do a second at the most, in thousand millions: measured by a program made for this processor. */
async function measurePeak(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'thaw-peak-'))
  try {
    const [source, program] = [join(import.meta.dirname, 'peak.cc'), join(folder, 'peak')]
    const options = ['-O3', '-march=native', '-ffp-contract=fast', '-pthread']
    await run('g++', [...options, source, '-o', program])
    return Number((await run(program)).stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Measures it, in processes of its own. */
export async function measureLayers(folder: string): Promise<LayerTable> {
  const peak = await measurePeak()
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'thaw', 'layers.ts'), folder])
  return { peak, ...measuredSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')) }
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
    'fewer multiplications ours needs, unused edges of tiles counted. “share”: of the multiplications that are done, against the most',
    `that the same cores do, ${peak.toFixed(0)} thousand million a second (peak.cc).`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...[...rows, total].map(line),
  ].join('\n')
}

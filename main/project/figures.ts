import { join } from 'node:path'
import type { HistoryRow, Language, RunRecord } from '../../contract/index.ts'
import { drawFigures, type FigureFormat } from '../figures/index.ts'
import { writeAtomically } from '../files/index.ts'
import { readHistory, readRecord } from './run-folder.ts'

/** How a run was made, in one line. */
function settingsOf({ plan, weights }: RunRecord): string {
  const stages = plan.stages.map(({ optimizer, learningRate }) => `${optimizer} ${learningRate}`).join(', then ')
  const base = `${plan.base} (${weights.source}) ${plan.size}×${plan.size}, preprocessing ${plan.preprocess}`
  return `${base} · ${stages} · batch ${plan.batch} · dropout ${plan.head.dropout} · seed ${plan.seed}`
}

const inputOf = (record: RunRecord, history: readonly HistoryRow[]) => ({
  run: record.name,
  settings: settingsOf(record),
  history,
  stages: record.plan.stages,
  test: record.test,
})

/** A run's curves as SVG documents for a page that tells its settings itself: accuracy, then loss. @throws `no-epochs` */
export async function runCurves(
  record: RunRecord,
  history: readonly HistoryRow[],
  language: Language,
): Promise<string[]> {
  const figures = await drawFigures({ ...inputOf(record, history), settings: '', smoothing: 0, language }, 'svg')
  return figures.map(({ data }) => String(data))
}

/**
 * Draws a run's figures into a folder, `accuracy` and `loss`, each in one rename. Returns the files' absolute paths.
 *
 * @throws `run-missing`, `run-damaged`, `no-epochs`, `cannot-write`
 */
export async function saveFigures(
  run: string,
  { format, out, smoothing }: { format: FigureFormat; out: string; smoothing: number },
): Promise<string[]> {
  const record = await readRecord(run)
  const input = { ...inputOf(record, await readHistory(run)), smoothing }
  const figures = await drawFigures(input, format)
  return Promise.all(
    figures.map(async ({ name, data }) => {
      const file = join(out, `${name}.${format}`)
      await writeAtomically(file, data)
      return file
    }),
  )
}

import type { RunView } from '../../../contract/index.ts'
import { csvOf, curvesOption, lightTokens, pngOf, svgOf, type CurvesInput, type Metric } from '../../charts/index.ts'
import { useClient } from '../../client/index.ts'
import { useTask } from '../../composables/index.ts'
import { useI18n } from 'vue-i18n'
import { settingsOf } from './figure-settings.ts'
import { titleOf } from './run-stages.ts'

export type FigureFormat = 'png' | 'svg' | 'csv'

/** Pixels. */
const width = 900
const types = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' } as const

/** Saving both curves of a run as one figure, on white whatever the theme, or its numbers. */
export function useFigures(
  input: () => { run: RunView; curves: Omit<CurvesInput, 'tokens' | 'size' | 'metrics'> } | null,
) {
  const client = useClient()
  const { t } = useI18n()
  const encoder = new TextEncoder()
  return useTask(async (_options, format: FigureFormat) => {
    const given = input()
    if (!given) return null
    const changes = new Set(given.curves.run?.rates).size > 1
    const metrics: Metric[] = changes ? ['accuracy', 'loss', 'learning_rate'] : ['accuracy', 'loss']
    const size = { width, height: changes ? 980 : 800 }
    const heading = { title: titleOf(given.run.record), lines: settingsOf(given.run.record, given.curves, t) }
    const option = curvesOption({ ...given.curves, metrics, size, heading, tokens: lightTokens() })
    const bytes =
      format === 'csv'
        ? encoder.encode(csvOf(given.run.history))
        : format === 'svg'
          ? encoder.encode(await svgOf(option, size.width, size.height))
          : await pngOf(option, size.width, size.height)
    return client.save(`${given.run.record.name}.${format}`, types[format], bytes)
  })
}

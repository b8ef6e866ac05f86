import type { RunView } from '../../../contract/index.ts'
import { csvOf, curvesOption, lightTokens, pngOf, svgOf, type CurvesInput } from '../../charts/index.ts'
import { useClient } from '../../client/index.ts'
import { useTask } from '../../composables/index.ts'

export type FigureFormat = 'png' | 'svg' | 'csv'

const size = { width: 900, height: 760 }
const types = { png: 'image/png', svg: 'image/svg+xml', csv: 'text/csv' } as const

/** Saving both curves of a run as one figure, on white whatever the theme, or its numbers. */
export function useFigures(
  input: () => { run: RunView; curves: Omit<CurvesInput, 'tokens' | 'size' | 'metrics'> } | null,
) {
  const client = useClient()
  const encoder = new TextEncoder()
  return useTask(async (_options, format: FigureFormat) => {
    const given = input()
    if (!given) return null
    const option = curvesOption({ ...given.curves, metrics: ['accuracy', 'loss'], size, tokens: lightTokens() })
    const bytes =
      format === 'csv'
        ? encoder.encode(csvOf(given.run.history))
        : format === 'svg'
          ? encoder.encode(svgOf(option, size.width, size.height))
          : await pngOf(option, size.width, size.height)
    return client.save(`${given.run.record.name}.${format}`, types[format], bytes)
  })
}

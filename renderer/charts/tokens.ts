/** The colours that a chart needs, read from the page's CSS variables: one builder, two themes. */
export interface ChartTokens {
  stage: string
  line: string
  thaw: string
  ink: string
  ink3: string
  runs: string[]
  tintIce: string
  tintWarm: string
  tintWarmEnd: string
  font: string
}

export function chartTokens(element: Element): ChartTokens {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    stage: read('--stage'),
    line: read('--line'),
    thaw: read('--thaw'),
    ink: read('--ink'),
    ink3: read('--ink3'),
    runs: [read('--run-1'), read('--run-2'), read('--run-3')],
    tintIce: read('--tint-ice'),
    tintWarm: read('--tint-warm'),
    tintWarmEnd: read('--tint-warm-end'),
    font: read('--font-sans'),
  }
}

/** Exported figures are on white in either theme: the light values, whatever the page shows. */
export function lightTokens(): ChartTokens {
  const root = document.documentElement
  const wasDark = root.classList.contains('dark')
  root.classList.remove('dark')
  const tokens = chartTokens(root)
  root.classList.toggle('dark', wasDark)
  return tokens
}

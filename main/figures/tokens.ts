/** The application's light tokens. An exported figure stands on white, whatever the theme of the window. */
export const colours = {
  ground: '#ffffff',
  rule: '#e5e8ec',
  ink: '#171b20',
  ink2: '#4a525d',
  ink3: '#5b636f',
  /** Words: what is frozen, what may change. */
  ice: '#19628b',
  ember: '#a93d0c',
  /** The newest run. */
  run: '#bb420b',
  thawLine: '#e4601a',
  /** A stage's ground: frozen, and thawed, which fades from left to right. */
  iceTint: 'rgba(48,151,203,0.075)',
  warmTint: ['rgba(255,138,43,0.17)', 'rgba(255,138,43,0.03)'],
} as const

/** The face of every word. A reader of the SVG without it falls back on the system's own. */
export const family = "Pretendard, 'Pretendard Variable', system-ui, 'DejaVu Sans', sans-serif"

/** A CSS font of the figures' face. Pixels; 400 or 600. */
export const font = (size: number, weight: 400 | 600 = 400): string => `${weight} ${size}px ${family}`

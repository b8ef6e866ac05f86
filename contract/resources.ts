import type { Augmentation } from './augmentation-schema.ts'

/**
 * Resources: what an `<img>` or a download loads. The client puts its own prefix in front (`thaw://app/` on the desktop,
 * `/resource/` under serve). Answers carry a type, `nosniff` and, for pictures, a cache lifetime; what is not in the project is 404.
 */
export const resources = {
  /** A JPEG or WebP, at most `side` pixels wide and high, upright, as displayed. `file` as in dataset.json. */
  photograph: (project: string, file: string, side: number) =>
    query('photograph', { project, file, side: String(side) }),
  /** The PNG that the network is given, `size` pixels square. */
  fitted: (project: string, file: string, size: number, fit: string) =>
    query('fitted', { project, file, size: String(size), fit }),
  /** A file of a run, as a download. */
  runFile: (project: string, run: string, file: string) => query('run-file', { project, run, file }),
  /** A picture of `preview-activations`; `key` names what it was drawn from. */
  activation: (key: string, picture: string) => query('activation', { key, picture }),
  /** The bare grid of a layer of `open-inside` as PNG: 16 channels to a row. `layer` counts from 0. */
  insideGrid: (key: string, layer: number, palette: string) =>
    query('inside-grid', { key, layer: String(layer), palette }),
  /** One channel's raw values as a .npy: float32 (height, width). */
  insideValues: (key: string, layer: number, channel: number) =>
    query('inside-values', { key, layer: String(layer), channel: String(channel) }),
  /** A file that was made beside it: the picture as the network was given it, raw values, a filter, a heat map. */
  insideFile: (key: string, file: string) => query('inside-file', { key, file }),
  /** A picture of `preview-augmentation`: draw `draw` of `seed`, `size` pixels square. */
  augmented: (of: { project: string; file: string; size: number; fit: string }, drawn: AugmentedDraw) =>
    query('augmented', {
      ...of,
      size: String(of.size),
      seed: String(drawn.seed),
      draw: String(drawn.draw),
      settings: JSON.stringify(drawn.settings),
    }),
} as const

export interface AugmentedDraw {
  settings: Augmentation
  seed: number
  /** From 0. */
  draw: number
}

function query(kind: string, values: Record<string, string>): string {
  return `${kind}?${new URLSearchParams(values).toString()}`
}

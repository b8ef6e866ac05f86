import type { FillMode } from '../../../contract/index.ts'

/** Instead of a place in the picture: nothing is there. */
export const nowhere = -2

/**
 * The place within 0 .. length − 1 that stands for one outside, by scipy.ndimage's modes (map_coordinate in
 * ni_interpolation.c): `nearest` aaaa|abcd|dddd, `reflect` dcba|abcd|dcba, `wrap` repeats every length − 1, so that the
 * first and the last pixel lie on one another, `constant` is `nowhere`. Between two mirrored halves `reflect` gives a
 * place up to half a pixel outside, where the edge pixel goes on.
 */
export function placeInside(at: number, length: number, mode: FillMode): number {
  const last = length - 1
  if (at >= 0 && at <= last) return at
  if (mode === 'constant') return nowhere
  if (mode === 'nearest' || length === 1) return at < 0 ? 0 : last
  if (mode === 'wrap') return at - last * Math.floor(at / last)
  const period = 2 * length
  const folded = at - period * Math.floor(at / period)
  const mirrored = folded > length - 0.5 ? period - 1 - folded : folded
  return Math.min(Math.max(mirrored, 0), last)
}

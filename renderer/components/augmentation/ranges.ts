import type { Augmentation } from '../../../contract/index.ts'

/** The ends that `zoom_range` means. */
export function zoomEnds(zoom: Augmentation['zoom_range']): [number, number] {
  return typeof zoom === 'number' ? [round(1 - zoom), round(1 + zoom)] : [...zoom]
}

/** One number where the ends lie evenly about 1, as Keras takes it, else both. */
export function zoomFrom([low, high]: readonly [number, number]): Augmentation['zoom_range'] {
  const [down, up] = [round(1 - low), round(high - 1)]
  return down === up && down <= 0.9 ? down : [low, high]
}

/** The ends that `brightness_range` means; 1 changes nothing. */
export const brightnessEnds = (range: Augmentation['brightness_range']): [number, number] =>
  range ? [...range] : [1, 1]

export const brightnessFrom = ([low, high]: readonly [number, number]): Augmentation['brightness_range'] =>
  low === 1 && high === 1 ? null : [low, high]

/** What a slider's steps add up to, without the dust of binary fractions. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6

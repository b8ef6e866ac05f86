/** Channels in one row of a grid. */
export const acrossGrid = 16

/** The level of a channel that has the same value everywhere: where the book's code divides by zero. */
export const deadLevel = 128

/** Levels 0 … 255, row-major; `width` is 16 maps, `height` as many as the channels need. */
export interface Grid {
  width: number
  height: number
  levels: Uint8Array
}

/**
 * Every channel of a feature map, 16 to a row, each brought to mean 128 and standard deviation 64, clipped to 0 … 255 and
 * cut to whole numbers; what is left of the last row is 0.
 *
 * Source: F. Chollet, Deep Learning with Python, 5.4.1, with the last row kept and a dead channel at 128.
 *
 * @param map float32 (height, width, channels), row-major
 */
export function gridOf(map: Float32Array, [height, width, channels]: readonly [number, number, number]): Grid {
  const rows = Math.ceil(channels / acrossGrid)
  const across = acrossGrid * width
  const levels = new Uint8Array(rows * height * across)
  const { mean, deviation } = momentsOf(map, channels)
  const scale = deviation.map((value) => (value === 0 ? 0 : 64 / value))
  // In the order of memory: each place of the photograph has its channels side by side.
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        const level = (map[at]! - mean[channel]!) * scale[channel]! + 128
        const row = Math.floor(channel / acrossGrid)
        const column = channel % acrossGrid
        levels[(row * height + y) * across + column * width + x] = level < 0 ? 0 : level > 255 ? 255 : level
      }
    }
  }
  return { width: across, height: rows * height, levels }
}

/** Mean and standard deviation (of the population) of each channel, in float64; a dead channel's deviation is 0. */
function momentsOf(map: Float32Array, channels: number): { mean: Float64Array; deviation: Float64Array } {
  const places = map.length / channels
  const mean = new Float64Array(channels)
  const squares = new Float64Array(channels)
  const varies = new Uint8Array(channels)
  for (let at = 0; at < map.length;) {
    for (let channel = 0; channel < channels; channel++, at++) {
      const value = map[at]!
      mean[channel]! += value
      if (value !== map[channel]) varies[channel] = 1
    }
  }
  for (let channel = 0; channel < channels; channel++) mean[channel]! /= places
  for (let at = 0; at < map.length;) {
    for (let channel = 0; channel < channels; channel++, at++) squares[channel]! += (map[at]! - mean[channel]!) ** 2
  }
  return { mean, deviation: squares.map((sum, channel) => (varies[channel] ? Math.sqrt(sum / places) : 0)) }
}

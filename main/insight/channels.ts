/** One channel of a layer's output for one photograph, row-major. */
export interface Channel {
  index: number
  height: number
  width: number
  values: Float32Array
}

/** What the channels of a feature map come to. */
export interface ChannelFigures {
  /** Of all values, 0 … 1. */
  zeros: number
  highest: number[]
  lowest: number[]
  mean: number[]
  /** Channels that have the same value everywhere. */
  dead: number[]
  /** Those of them whose value is 0. */
  silent: number[]
}

/** The channel with the highest mean of a feature map (height, width, channels); the first of equals. */
export function strongestChannel(map: Float32Array, shape: readonly number[]): Channel {
  const [height = 0, width = 0, channels = 0] = shape
  const sums = new Float64Array(channels)
  for (let at = 0; at < map.length; at++) sums[at % channels]! += map[at]!
  const index = sums.indexOf(Math.max(...sums))
  return { index, height, width, values: channelOf(map, channels, index) }
}

/** One channel's values out of a feature map (height, width, channels). */
export function channelOf(map: Float32Array, channels: number, index: number): Float32Array {
  return Float32Array.from({ length: map.length / channels }, (_, place) => map[place * channels + index]!)
}

/** Highest, lowest and mean of every channel, which are dead, and how much of the map is zero. */
export function figuresOf(map: Float32Array, channels: number): ChannelFigures {
  const highest = new Float64Array(channels).fill(-Infinity)
  const lowest = new Float64Array(channels).fill(Infinity)
  const sums = new Float64Array(channels)
  let zeros = 0
  for (let at = 0; at < map.length;) {
    for (let channel = 0; channel < channels; channel++, at++) {
      const value = map[at]!
      if (value === 0) zeros++
      sums[channel]! += value
      if (value > highest[channel]!) highest[channel] = value
      if (value < lowest[channel]!) lowest[channel] = value
    }
  }
  const places = map.length / channels
  const all = Array.from({ length: channels }, (_, channel) => channel)
  const dead = all.filter((channel) => highest[channel] === lowest[channel])
  return {
    zeros: zeros / map.length,
    highest: [...highest],
    lowest: [...lowest],
    mean: [...sums].map((sum) => sum / places),
    dead,
    silent: dead.filter((channel) => highest[channel] === 0),
  }
}

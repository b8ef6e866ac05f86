/** One channel of a layer's output for one photograph, row-major. */
export interface Channel {
  index: number
  height: number
  width: number
  values: Float32Array
}

/** The channel with the highest mean of a feature map (height, width, channels); the first of equals. */
export function strongestChannel(map: Float32Array, shape: readonly number[]): Channel {
  const [height = 0, width = 0, channels = 0] = shape
  const sums = new Float64Array(channels)
  for (let at = 0; at < map.length; at++) sums[at % channels]! += map[at]!
  const index = sums.indexOf(Math.max(...sums))
  const values = Float32Array.from({ length: height * width }, (_, place) => map[place * channels + index]!)
  return { index, height, width, values }
}

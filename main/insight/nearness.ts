/** Photographs as one layer sees them. */
export interface Nearness {
  /** Of each photograph on the plane that keeps most of their differences: x and y, -1 … 1. */
  places: [number, number][]
  /** Of each photograph the other that is most like it; -1 where there is no other. */
  nearest: number[]
}

/** Rounds of power iteration: places are for the eye. */
const rounds = 60

/**
 * Where photographs lie by what a layer makes of them: of each the means of its channels, as a vector of length 1, so that
 * nearness is the cosine, as where the data set's near-duplicates are looked for. `nearest` is by all channels, `places` the
 * first two principal components.
 *
 * Source: principal components of the matrix of inner products, by power iteration with deflation.
 *
 * @param means float32 (photographs, channels), row-major
 */
export function nearnessOf(means: Float32Array, channels: number): Nearness {
  const count = means.length / channels
  const rows = ofLengthOne(means, channels)
  const cosines = innerProducts(rows, count, channels)
  const nearest = Array.from({ length: count }, (_, one) => nearestTo(cosines, count, one))
  const inner = innerProducts(centred(rows, channels), count, channels)
  const xs = component(inner, count, [])
  const ys = component(inner, count, [xs])
  const most = [...xs.along, ...ys.along].reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  const short = (value: number): number => Math.round((value / most) * 1e4) / 1e4 + 0
  return { nearest, places: Array.from(xs.along, (x, i) => [short(x), short(ys.along[i]!)]) }
}

function ofLengthOne(means: Float32Array, channels: number): Float32Array {
  const rows = means.slice()
  for (let start = 0; start < rows.length; start += channels) {
    const row = rows.subarray(start, start + channels)
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
    if (length > 0) row.forEach((value, at) => (row[at] = value / length))
  }
  return rows
}

function centred(rows: Float32Array, channels: number): Float32Array {
  const means = new Float64Array(channels)
  rows.forEach((value, at) => (means[at % channels]! += (value * channels) / rows.length))
  return rows.map((value, at) => value - means[at % channels]!)
}

function innerProducts(rows: Float32Array, count: number, channels: number): Float64Array {
  const inner = new Float64Array(count * count)
  for (let one = 0; one < count; one++) {
    for (let other = one; other < count; other++) {
      let sum = 0
      for (let channel = 0, a = one * channels, b = other * channels; channel < channels; channel++) {
        sum += rows[a + channel]! * rows[b + channel]!
      }
      inner[one * count + other] = inner[other * count + one] = sum
    }
  }
  return inner
}

/** The first of equals. */
function nearestTo(cosines: Float64Array, count: number, one: number): number {
  let [nearest, most] = [-1, -Infinity]
  for (let other = 0; other < count; other++) {
    const cosine = cosines[one * count + other]!
    if (other !== one && cosine > most) [nearest, most] = [other, cosine]
  }
  return nearest
}

interface Component {
  /** Of length 1. */
  direction: Float64Array
  /** Each photograph's coordinate. */
  along: Float64Array
}

/** The next component, at right angles to those before. The coordinate that is farthest out is positive. */
function component(inner: Float64Array, count: number, before: readonly Component[]): Component {
  // The same start each time, along none of the axes.
  let direction = normalized(
    Float64Array.from({ length: count }, (_, i) => Math.sin(1 + i * 2.399963)),
    before,
  )
  let size = 0
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(count)
    for (let one = 0; one < count; one++) {
      let sum = 0
      for (let other = 0; other < count; other++) sum += inner[one * count + other]! * direction[other]!
      next[one] = sum
    }
    size = Math.hypot(...next)
    if (!(size > 1e-9)) break
    direction = normalized(next, before)
  }
  const farthest = direction.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far), 0)
  const scale = Math.sqrt(Math.max(0, size)) * (farthest < 0 ? -1 : 1)
  return { direction, along: direction.map((value) => value * scale) }
}

function normalized(vector: Float64Array, before: readonly Component[]): Float64Array {
  const free = vector.slice()
  for (const { direction } of before) {
    const share = free.reduce((sum, value, i) => sum + value * direction[i]!, 0)
    for (let i = 0; i < free.length; i++) free[i]! -= share * direction[i]!
  }
  const length = Math.hypot(...free)
  return length > 0 ? free.map((value) => value / length) : free
}

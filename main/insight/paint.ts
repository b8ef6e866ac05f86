import { viridis } from './viridis.ts'

/** Values from 0 to their maximum as viridis colours: RGB, three bytes a value. What is negative is drawn as 0. */
export function paint(values: Float32Array): Uint8Array {
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  const scale = most > 0 ? 255 / most : 0
  const pixels = new Uint8Array(values.length * 3)
  values.forEach((value, at) => {
    const step = Math.round(Math.max(0, value) * scale)
    pixels.set(viridis.subarray(3 * step, 3 * step + 3), 3 * at)
  })
  return pixels
}

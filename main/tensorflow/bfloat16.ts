/**
 * float32 to bfloat16: the upper half of the bits, rounded to nearest even; NaN stays NaN.
 * The result holds the raw bits, little endian.
 */
export function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const half = new Uint16Array(bits.length)
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i]!
    const isNaN = (word & 0x7fffffff) > 0x7f800000
    half[i] = isNaN ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16
  }
  return half
}

/** float32 values as a .npy of version 1.0, as NumPy's `np.save` writes it: little-endian, row-major. */
export function npyOf(values: Float32Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`
  const before = Math.ceil((10 + about.length + 1) / 64) * 64
  const bytes = new Uint8Array(before + 4 * values.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('NUMPY'), 1)
  bytes[0] = 0x93
  view.setUint16(6, 1, true)
  view.setUint16(8, before - 10, true)
  bytes.set(new TextEncoder().encode(about.padEnd(before - 11) + '\n'), 10)
  values.forEach((value, at) => view.setFloat32(before + 4 * at, value, true))
  return bytes
}

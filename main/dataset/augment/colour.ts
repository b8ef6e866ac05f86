/**
 * keras.src.legacy.preprocessing.image.apply_channel_shift: adds `shift` and keeps the picture within the darkest and
 * the brightest value that it had.
 */
export function shiftChannels(values: Float32Array, shift: number): void {
  let [least, greatest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  for (let i = 0; i < values.length; i++) values[i] = Math.min(Math.max(values[i]! + shift, least), greatest)
}

/**
 * keras.src.legacy.preprocessing.image.apply_brightness_shift: through Pillow, which takes whole numbers and gives
 * whole numbers, both cut off rather than rounded (ImageEnhance.Brightness blends with black, in single precision).
 */
export function scaleBrightness(values: Float32Array, brightness: number): void {
  const factor = Math.fround(brightness)
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.min(Math.trunc(Math.fround(factor * Math.trunc(values[i]!))), 255)
  }
}

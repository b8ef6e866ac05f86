const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** As Keras writes the memory of weights: `56.13 MB`, by 1024. */
export function kerasBytes(count: number): string {
  let value = count
  for (const unit of units) {
    if (value < 1024 || unit === 'TB') return `${value.toFixed(2)} ${unit}`
    value /= 1024
  }
  return ''
}

/** A file's size: `61.2 MB`, by 1000. */
export function bytes(count: number): string {
  const unit = Math.min(units.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3))
  return unit === 0 ? `${count} B` : `${(count / 1000 ** unit).toFixed(1)} ${units[unit]}`
}

/** `0.8 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `14,714,688` */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

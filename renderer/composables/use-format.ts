import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** Numbers, sizes and times as the chosen language writes them. */
export function useFormat() {
  const { locale, t } = useI18n()
  const numbers = computed(() => new Intl.NumberFormat(locale.value))
  const dates = computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }))
  const fixed = (value: number, digits: number): string =>
    value.toLocaleString(locale.value, { minimumFractionDigits: digits, maximumFractionDigits: digits })

  return {
    number: (value: number): string => numbers.value.format(value),
    fixed,
    /** A loss, a p value, a difference, however small: `0.012`, `3.1e-7`, `0`. */
    small: (value: number): string => (value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : fixed(value, 3)),
    /** 0.123 → `12.3 %` */
    percent: (share: number, digits = 1): string => `${fixed(share * 100, digits)} %`,
    /** [0.72, 0.9] → `72–90 %` */
    interval: ([low, high]: readonly [number, number]): string =>
      `${Math.round(low * 100)}–${Math.round(high * 100)} %`,
    /** 9177860 → `9.18 M` */
    millions(value: number): string {
      if (value < 10_000) return numbers.value.format(value)
      return value < 1e6 ? `${fixed(value / 1e3, 1)} k` : `${fixed(value / 1e6, 2)} M`
    },
    bytes(value: number): string {
      if (value < 1000) return `${value} B`
      const unit = value < 1e6 ? 'kB' : value < 1e9 ? 'MB' : 'GB'
      const scaled = value / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]
      return `${fixed(scaled, scaled < 10 ? 1 : 0)} ${unit}`
    },
    /** Of an epoch: `0.4 s`, `12 s`. */
    seconds(value: number): string {
      return t('units.seconds', { n: value < 0.1 ? '< 0.1' : fixed(value, value < 10 ? 1 : 0) })
    },
    /** Of a run: `1:05`, `2:03:00`. */
    clock(value: number): string {
      const total = Math.max(0, Math.round(value))
      const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60]
      const two = (n: number): string => String(n).padStart(2, '0')
      return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
    },
    /** A day as a person says it: today, yesterday, three days ago. */
    day(iso: string, now = Date.now()): string {
      const start = (time: number): number => new Date(time).setHours(0, 0, 0, 0)
      return dates.value.format(Math.round((start(Date.parse(iso)) - start(now)) / 86_400_000), 'day')
    },
  }
}

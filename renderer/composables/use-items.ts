import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'

/** What can be chosen of a few: each value with its words, which are under `key` and its own name. */
export function useItems<Value extends string>(
  key: string,
  values: MaybeRefOrGetter<readonly Value[]>,
): ComputedRef<{ value: Value; label: string }[]> {
  const { t } = useI18n()
  return computed(() => toValue(values).map((value) => ({ value, label: t(`${key}.${value}`) })))
}

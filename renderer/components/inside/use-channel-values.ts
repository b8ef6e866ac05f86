import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { resources } from '../../../contract/index.ts'
import { useClient } from '../../client/index.ts'
import { fetchBytes } from './fetch-queue.ts'

/** A channel's raw values, float32 (height, width) as a .npy, fetched when it changes. */
export function useChannelValues(of: Ref<{ key: string; layer: number; channel: number } | null>) {
  const client = useClient()
  const values = shallowRef<Float32Array | null>(null)
  const lost = ref(false)
  let controller = new AbortController()

  watch(
    of,
    async (now, before) => {
      if (now && before && now.key === before.key && now.layer === before.layer && now.channel === before.channel)
        return
      controller.abort()
      const mine = (controller = new AbortController())
      lost.value = false
      if (!now) {
        values.value = null
        return
      }
      try {
        const url = client.resourceUrl(resources.insideValues(now.key, now.layer, now.channel))
        const bytes = await fetchBytes(url, mine.signal)
        if (!mine.signal.aborted) values.value = floatsOf(bytes)
      } catch {
        if (mine.signal.aborted) return
        values.value = null
        lost.value = true
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => controller.abort())
  return { values, lost }
}

/** What follows the header of a .npy, which says how long it is. */
const floatsOf = (npy: ArrayBuffer): Float32Array => new Float32Array(npy, 10 + new DataView(npy).getUint16(8, true))

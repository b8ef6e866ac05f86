import { computed, ref, shallowRef } from 'vue'
import { failureOf, type Failure, type JobProgress } from '../../contract/index.ts'
import type { RequestOptions } from '../client/index.ts'

/**
 * One piece of work that a person started: whether it runs, how far it is, what went wrong. Starting it again drops an answer still
 * under way. Cancelling is not a failure.
 */
export function useTask<A extends unknown[], R>(work: (options: Required<RequestOptions>, ...args: A) => Promise<R>) {
  const failure = ref<Failure | null>(null)
  const progress = shallowRef<JobProgress | null>(null)
  const controller = shallowRef<AbortController | null>(null)

  async function start(...args: A): Promise<R | undefined> {
    controller.value?.abort()
    const mine = new AbortController()
    controller.value = mine
    failure.value = null
    progress.value = null
    try {
      const answer = await work({ signal: mine.signal, onProgress: (p) => (progress.value = p) }, ...args)
      return mine === controller.value ? answer : undefined
    } catch (error) {
      const value = failureOf(error)
      if (mine === controller.value && value.code !== 'cancelled') failure.value = value
      return undefined
    } finally {
      if (mine === controller.value) {
        controller.value = null
        progress.value = null
      }
    }
  }

  return {
    busy: computed(() => controller.value !== null),
    failure,
    progress,
    start,
    cancel: () => controller.value?.abort(),
  }
}

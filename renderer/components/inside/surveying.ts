import type { useTask } from '../../composables/index.ts'

/** The one pass over the validation photographs, that several panels wait for. */
export type Surveying = Pick<ReturnType<typeof useTask<[], void>>, 'busy' | 'progress' | 'failure' | 'start' | 'cancel'>

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { failureOf, type Failure, type Plan, type PlanChoices, type WindowRequestInput } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { choicesOfPlan } from './draft.ts'
import { useProjectStore } from './project.ts'

/** How a run begins other than anew. */
export type StartOptions = Pick<WindowRequestInput<'start-training'>, 'resume' | 'extend' | 'branch'>

/** Starting and ending runs. The answer comes when a run ends, so it is waited for here and not on a screen that may be left. */
export const useTrainingStore = defineStore('training', () => {
  const client = useClient()
  const project = useProjectStore()
  const starting = ref(false)
  const failure = ref<Failure | null>(null)
  /** The seeds that a repetition has still to train, the present one included. */
  const seedsLeft = ref<number[]>([])
  /** The run that was started, once it has said its first word. */
  const begun = ref<string | null>(null)
  client.on('run-changed', ({ project: folder, run }) => {
    if (starting.value && folder === project.folder && run.state === 'running') begun.value = run.name
  })

  /** Answers whether the run came to its end. */
  async function start(choices: PlanChoices, options: StartOptions = {}): Promise<boolean> {
    if (!project.folder || starting.value) return false
    starting.value = true
    begun.value = null
    failure.value = null
    project.chosenRun = options.resume ?? null
    try {
      await client.request('start-training', { project: project.folder, choices, ...options })
      return true
    } catch (error) {
      const value = failureOf(error)
      // A lost connection ends the waiting, not the run; a pause ends the run as it was asked to.
      if (!['cancelled', 'paused', 'connection-lost'].includes(value.code)) failure.value = value
      return false
    } finally {
      starting.value = false
      await project.load()
    }
  }

  /** The same plan with each of the seeds, one run after another; one that is paused or fails ends the series. */
  async function repeat(plan: Plan, seeds: readonly number[]): Promise<void> {
    if (starting.value || seedsLeft.value.length) return
    const place = project.folder
    seedsLeft.value = [...seeds]
    while (seedsLeft.value.length && project.folder === place) {
      if (!(await start({ ...choicesOfPlan(plan), seed: seedsLeft.value[0]! }))) break
      seedsLeft.value = seedsLeft.value.slice(1)
    }
    seedsLeft.value = []
  }

  async function end(run: string, how: 'pause' | 'stop'): Promise<void> {
    if (!project.folder) return
    seedsLeft.value = []
    try {
      await client.request('end-run', { project: project.folder, run, how })
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  return {
    starting,
    begun,
    failure,
    repeating: computed(() => seedsLeft.value.length),
    start,
    repeat,
    /** After the present run none of the series follows. */
    leaveRepeat: () => (seedsLeft.value = seedsLeft.value.slice(0, 1)),
    end,
  }
})

import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import {
  bankOf,
  bookAugmentation,
  defaultAugmentationWay,
  failureOf,
  scratchAugmentation,
  type Failure,
  type LinePreview,
  type NetworkPreview,
  type Plan,
  type PlanChoices,
  type Recipe,
  type RunRecord,
} from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { stackOf } from '../stack/index.ts'
import { useAppStore } from './app.ts'
import {
  choicesOf,
  draftAfter,
  draftFor,
  firstDraft,
  isAugmentSeries,
  recipeOf,
  withClassWeights,
  withCutAt,
  withLineAt,
  withStages,
  withWay,
  type Draft,
  type Preset,
} from './draft.ts'
import { useHistory } from './history.ts'
import { useProjectStore } from './project.ts'

/** What the next run is to be, and the network and the plan that it means. */
export const useChoicesStore = defineStore('choices', () => {
  const client = useClient()
  const app = useAppStore()
  const project = useProjectStore()
  const draft = ref<Draft>(firstDraft())
  const history = useHistory(draft, isAugmentSeries)
  const preview = shallowRef<NetworkPreview | null>(null)
  const failure = ref<Failure | null>(null)
  const plan = shallowRef<Plan | null>(null)
  const planFailure = ref<Failure | null>(null)
  const line = shallowRef<LinePreview | null>(null)
  const lineFailure = ref<Failure | null>(null)
  /** The run and epoch that the next run goes on from. */
  const branch = ref<{ run: string; epoch: 'last' | 'best' } | null>(null)

  const settings = computed(() => draft.value.settings)
  const classes = computed(() => Math.max(2, project.state?.data.classes.length ?? 2))
  const stack = computed(() => (preview.value ? stackOf(preview.value.rows, draft.value.cut) : null))
  const recipe = computed<Recipe>(() => recipeOf(draft.value))
  const at = computed(() => {
    const base = stack.value?.base ?? []
    if (recipe.value === 'scratch') return 0
    const index = base.findIndex(({ name }) => name === draft.value.unfreeze)
    return index < 0 ? base.length : index
  })
  const planChoices = computed<PlanChoices>(() => ({
    ...(JSON.parse(JSON.stringify(choicesOf(draft.value))) as PlanChoices),
    precision: app.settings.precision,
  }))
  /** Those that may still be changed: a branch has done the others. */
  const firstNew = computed(() => {
    if (!plan.value || !branch.value) return 0
    return plan.value.stages.length - (draft.value.stages?.length ?? 1)
  })
  /** As edited, which may be what the shell refuses; else the plan's own. */
  const stages = computed(() => draft.value.stages ?? plan.value?.stages.slice(firstNew.value) ?? [])

  /** The last asked wins, however the answers come. */
  function latest<T>(ask: () => Promise<T>, take: (answer: T) => void, refuse: (failure: Failure | null) => void) {
    let turn = 0
    return async () => {
      const mine = ++turn
      try {
        const answer = await ask()
        if (mine !== turn) return
        take(answer)
        refuse(null)
      } catch (error) {
        if (mine === turn) refuse(failureOf(error))
      }
    }
  }

  const networkInput = computed(() => {
    const { base, cut } = draft.value
    const { size, head, dropout } = settings.value
    return { base, ...(cut === null ? {} : { cut }), size, head, dropout, classes: classes.value }
  })
  const loadPreview = latest(
    () => client.request('preview-network', networkInput.value),
    (answer) => (preview.value = answer),
    (value) => (failure.value = value),
  )

  const planInput = computed(() =>
    project.folder
      ? {
          project: project.folder,
          choices: planChoices.value,
          ...(branch.value ? { branch: { ...branch.value } } : {}),
        }
      : null,
  )
  const loadPlan = latest(
    async () => (planInput.value ? (await client.request('preview-plan', planInput.value)).plan : null),
    (answer) => (plan.value = answer),
    (value) => (planFailure.value = value),
  )

  const lineInput = computed(() => {
    const { base, cut } = draft.value
    const { size, head, batch } = settings.value
    const { train, validation } = project.photographs
    const network = { base, ...(cut === null ? {} : { cut }), size, head, batch, classes: classes.value }
    return { ...network, photographs: { train, validation } }
  })
  const loadLine = latest(
    () => client.request('preview-line', lineInput.value),
    (answer) => (line.value = answer),
    (value) => (lineFailure.value = value),
  )

  const whenConnected = (load: () => Promise<void>) => () => void (client.connected.value && load())
  watch([networkInput, client.connected], whenConnected(loadPreview), { immediate: true })
  watch([planInput, client.connected], whenConnected(loadPlan), { immediate: true })
  watch([lineInput, client.connected], whenConnected(loadLine), { immediate: true })
  watch(
    () => project.folder,
    () => (branch.value = null),
  )

  /** The stage whose settings are open, `all` for those of every stage: it stays when the window becomes narrow. */
  const openStage = ref<number | 'all' | null>(null)
  const layerAt = (index: number): string | null => stack.value?.base[index]?.name ?? null

  return {
    draft,
    canUndo: history.canUndo,
    undo: history.undo,
    /** Between the two, every change is one step of undo. */
    hold: history.hold,
    release: history.release,
    settings,
    recipe,
    at,
    stack,
    preview,
    failure,
    plan,
    planFailure,
    stages,
    /** How many stages of `plan` a branch has done already. */
    firstNew,
    line,
    lineInput,
    lineFailure,
    planChoices,
    branch,
    openStage,
    bookAugmentation: computed(() => (recipe.value === 'scratch' ? scratchAugmentation : bookAugmentation)),
    way: computed(() => draft.value.way),
    bank: computed(() => bankOf(draft.value.way) ?? bankOf(defaultAugmentationWay) ?? 4),
    usePreset: (name: Preset) => (draft.value = draftFor(recipe.value, { ...draft.value, preset: name })),
    useRecipe: (name: Recipe) => (draft.value = draftFor(name, draft.value)),
    useBase: (base: string) => (draft.value = { ...draft.value, base, cut: null, unfreeze: null, stages: null }),
    moveLine: (index: number) => (draft.value = withLineAt(draft.value, layerAt(index))),
    moveCut: (count: number) => {
      const all = stack.value ? [...stack.value.base, ...stack.value.unused] : []
      draft.value = withCutAt(draft.value, all, count)
    },
    /** Whether every stage of the next run weighs the classes. */
    classesAreWeighed: computed(() =>
      draft.value.stages
        ? draft.value.stages.every(({ classWeights }) => classWeights === 'balanced')
        : draft.value.classWeights === 'balanced',
    ),
    weighClasses: (weigh: boolean) => (draft.value = withClassWeights(draft.value, weigh ? 'balanced' : 'none')),
    setWay: (way: Draft['way']) => (draft.value = withWay(draft.value, way)),
    setStages: (next: Plan['stages'] | null) => (draft.value = withStages(draft.value, next)),
    /** The next run begins with a kept epoch of another, and with its network. */
    branchFrom({ name, plan: before }: RunRecord, epoch: 'last' | 'best'): void {
      draft.value = draftAfter(draft.value, before)
      branch.value = { run: name, epoch }
    },
    loadPreview,
    loadPlan,
    loadLine,
  }
})

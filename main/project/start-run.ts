import {
  fail,
  failureOf,
  type HandlerInput,
  type RunRecord,
  type TrainResult,
  type Work,
} from '../../contract/index.ts'
import { chooseStepWay, chooseWay, prepareBase, type PreparedBase } from '../features/index.ts'
import { whenThereIsRoom } from '../files/index.ts'
import type { Weights } from '../network/index.ts'
import { beginRun, type Started } from './begin-run.ts'
import { saveFigures } from './figures.ts'
import { keptWay } from './kept-way.ts'
import { openLosses } from './losses.ts'
import { frozenLayers, headOf, placeOf } from './places.ts'
import { featuresOfRun, itemsOf, type RunFeatures } from './run-features.ts'
import { checkModel, hashEach, saveModel } from './save-model.ts'
import { newStopwatch, type Stopwatch } from './stopwatch.ts'
import { scoresOfRun, testResultOf } from './test-run.ts'
import { firstHeadWeights, isAskedToFinish, reachedIn, trainRun, type Trained, type TrainOptions } from './train-run.ts'

/** Trains the stages, keeping log.csv, losses and the checkpoint up to date. */
async function train(
  { run, project, dataset, record }: Started,
  { features, ...from }: Pick<TrainOptions, 'places' | 'initial' | 'convolutions'> & { features: RunFeatures },
  onStage: (stage: number, epochs: number, seconds: number) => Promise<void>,
  work: Work,
): Promise<Trained> {
  const { plan, classes } = record
  const epochs = plan.stages.reduce((sum, stage) => sum + stage.epochs, 0)
  const files = itemsOf(dataset, project.dir, 'validation').map(({ file }) => file)
  const done = (await reachedIn(run.checkpoint))?.progress.epochs ?? 0
  const losses = await openLosses(run.folder, files, done)
  return trainRun({
    plan,
    ...from,
    classes: classes.length,
    openStage: (stage) => features.openStage(stage),
    folder: run.checkpoint,
    lossesFile: (epoch, each) => losses.add(epoch, each),
    historyFile: (history) => run.historyFile(history),
    onStage,
    work,
    onEpoch(history, stage) {
      const row = history.at(-1)!
      work.emit('epoch-ended', { project: project.dir, run: run.name, stage: stage.name, row, epochs })
    },
  })
}

/** How the weights that a run began with and those of now compare. @throws `wrong-weights` */
function checkWeights(record: RunRecord, { sha256 }: PreparedBase): void {
  if (record.weights.sha256 === '' || record.weights.sha256 === sha256) return
  throw fail('wrong-weights', 'The base has other weights than when the run began.', {
    expected: `sha256 ${record.weights.sha256}`,
    found: sha256,
    remedy: 'Start a new run.',
  })
}

/** run.json of a run under way: each change is on disk before anything is said of it. */
function openRecord({ run, project, record: first }: Started, { seconds }: Stopwatch, work: Work) {
  let record = first
  const earlier = record.seconds
  const allSeconds = () => {
    const names = new Set([...Object.keys(earlier), ...Object.keys(seconds)])
    return Object.fromEntries([...names].map((name) => [name, (earlier[name] ?? 0) + (seconds[name] ?? 0)]))
  }
  return {
    current: () => record,
    update: async (change: Partial<RunRecord>) => {
      record = { ...record, ...change, seconds: allSeconds() }
      await whenThereIsRoom(work, run.folder, () => run.writeRecord(record))
      work.emit('run-changed', { project: project.dir, run: record })
    },
  }
}

type OpenRecord = ReturnType<typeof openRecord>

/**
 * Runs a plan on a folder of photographs, or goes on with a run that was interrupted: reads them into the project, makes
 * the features that are missing, trains, tests, saves the model and the figures. What is finished at any time survives a
 * kill.
 *
 * @throws what its parts throw; the run is then `failed`, or `stopped` or `paused` when asked to, and can be resumed
 */
export async function startRun(input: HandlerInput<'start-run'>, work: Work): Promise<TrainResult> {
  const watch = newStopwatch()
  const started = await beginRun(input, watch.time, work)
  const record = openRecord(started, watch, work)
  try {
    return await perform(started, input.cacheLimit ?? null, record, watch, work)
  } catch (error) {
    const reason = work.signal.aborted ? failureOf(work.signal.reason).code : null
    const asked = reason === 'paused' ? 'paused' : 'stopped'
    await record.update(reason === null ? { state: 'failed', failure: failureOf(error).message } : { state: asked })
    throw error
  }
}

async function perform(
  started: Started,
  limit: number | null,
  { update, current }: OpenRecord,
  { seconds, time }: Stopwatch,
  work: Work,
): Promise<TrainResult> {
  const { run, project, dataset } = started
  const { plan, classes } = started.record
  await update({ state: 'running', failure: null })
  const prepared = await time('weights', () => prepareBase(plan, work))
  checkWeights(current(), prepared)
  const kept = keptWay(started.record, work)
  const way = kept.way ?? (await time('measure', () => chooseWay(prepared, plan, work)))
  const { sha256, source } = prepared
  await update({ precision: way.precision, convolution: way.convolutions, weights: { sha256, source } })

  const head = headOf(prepared, plan, classes.length)
  const initial: Weights = new Map([...prepared.weights, ...firstHeadWeights(head, plan.seed)])
  const frozen = frozenLayers(prepared, plan)
  const frozenPaths = [...prepared.weights.keys()].filter((path) => frozen.has(path.slice(0, path.lastIndexOf('/'))))
  const before = hashEach(prepared.weights, frozenPaths)

  const places = plan.stages.map((stage) => placeOf(prepared, plan, stage, classes.length))
  const convolutions = kept.step ?? (await time('measure', () => chooseStepWay(places, plan, work)))
  await update({ stepConvolution: convolutions })
  const from = started.stage
  const features = await time('extract', () =>
    featuresOfRun({ project, dataset, plan, prepared, way, places, from, limit, work }),
  )
  const { imagesPerSecond = null, computed = null } = current()
  await update({
    imagesPerSecond: features.imagesPerSecond ?? imagesPerSecond,
    computed: features.computed === null ? computed : features.computed + (computed ?? 0),
  })

  const onStage = async (stage: number, epochs: number, took: number) => {
    const { name } = plan.stages[stage]!
    seconds[name] = (seconds[name] ?? 0) + took
    await update({ stageEpochs: [...current().stageEpochs.slice(0, stage), epochs] })
  }
  const { weights, history, progress } = await time('train', () =>
    train(started, { places, initial, features, convolutions }, onStage, work),
  )
  // Asked to finish here, it goes on with what there is.
  const rest = isAskedToFinish(work.signal) ? { ...work, signal: new AbortController().signal } : work
  const withRoom = <T>(write: () => Promise<T>) => whenThereIsRoom(rest, run.folder, write)
  await withRoom(() => run.writeHistory(history))

  const { split, items } = features.judged
  const files = items.map(({ path }) => path)
  const judged = await features.openJudged()
  const scores = await time('evaluate', () => scoresOfRun(places.at(-1)!, weights, judged, rest.signal)).finally(() =>
    judged.close(),
  )
  const names = items.map(({ file }) => file)
  const test = split === 'test' ? testResultOf(classes, judged.labels, scores, names) : null

  const { modelCheck, frozen: unchanged } = await time('save', async () => {
    await withRoom(() => saveModel({ path: run.model, plan, classes, prepared, head, weights }))
    return checkModel(run.model, files, scores.probabilities, before, rest)
  })
  const stageEpochs = [...current().stageEpochs.slice(0, progress.stage), progress.stageEpochs]
  await update({ test, bestEpoch: progress.best?.epoch ?? null, modelCheck, frozen: unchanged, stageEpochs })

  const figures = await time('figures', () =>
    withRoom(async () => [
      ...(await saveFigures(run.folder, { format: 'png', out: run.figures, smoothing: 0 })),
      ...(await saveFigures(run.folder, { format: 'svg', out: run.figures, smoothing: 0 })),
    ]),
  )
  await update({ state: 'done' })
  return {
    run: run.folder,
    model: run.model,
    history: [...history],
    test,
    seconds,
    imagesPerSecond: features.imagesPerSecond,
    precision: way.precision,
    weights: source,
    verified: modelCheck,
    frozen: unchanged,
    resumed: started.resumed,
    files: { model: run.model, log: run.log, features: features.files, figures },
  }
}

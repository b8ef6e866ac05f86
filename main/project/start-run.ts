import {
  fail,
  failureOf,
  type HandlerInput,
  type RunRecord,
  type TrainResult,
  type Work,
} from '../../contract/index.ts'
import { chooseWay, prepareBase, type PreparedBase, type Way } from '../features/index.ts'
import type { Network } from '../network/index.ts'
import { headNetwork } from '../training/index.ts'
import { beginRun, type Started } from './begin-run.ts'
import { saveFigures } from './figures.ts'
import { featuresOfRun, itemsOf, type RunFeatures } from './run-features.ts'
import { checkModel, saveModel } from './save-model.ts'
import { newStopwatch } from './stopwatch.ts'
import { scoresOfHead, testResultOf } from './test-run.ts'
import { trainRun, type Trained } from './train-run.ts'

/** Trains the head on the features, keeping log.csv and the checkpoint up to date. */
function train({ run, project, record }: Started, head: Network, features: RunFeatures, work: Work): Promise<Trained> {
  const epochs = record.plan.stages.reduce((sum, stage) => sum + stage.epochs, 0)
  return trainRun({
    plan: record.plan,
    network: head,
    train: features.train,
    validation: features.validation,
    folder: run.checkpoint,
    work,
    async onEpoch(history, stage) {
      await run.writeHistory(history)
      work.emit('epoch-ended', { project: project.dir, run: run.name, stage, row: history.at(-1)!, epochs })
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

/**
 * Runs a plan on a folder of photographs, or goes on with a run that was interrupted: reads them into the project, makes
 * the features that are missing, trains, tests, saves the model and the figures. What is finished at any time survives a
 * kill.
 *
 * @throws what its parts throw; the run is then `failed`, or `stopped` or `paused` when asked to, and can be resumed
 */
export async function startRun(input: HandlerInput<'start-run'>, work: Work): Promise<TrainResult> {
  const { seconds, time } = newStopwatch()
  const started = await beginRun(input, time, work)
  const { run, project, dataset } = started
  let { record } = started
  const earlier = record.seconds
  const allSeconds = () => {
    const names = new Set([...Object.keys(earlier), ...Object.keys(seconds)])
    return Object.fromEntries([...names].map((name) => [name, (earlier[name] ?? 0) + (seconds[name] ?? 0)]))
  }
  const update = async (change: Partial<RunRecord>) => {
    record = { ...record, ...change, seconds: allSeconds() }
    await run.writeRecord(record)
    work.emit('run-changed', { project: project.dir, run: record })
  }
  const { plan, classes } = record
  try {
    await update({ state: 'running', failure: null })
    const prepared = await time('weights', () => prepareBase(plan, work))
    checkWeights(record, prepared)
    const way: Way = record.precision
      ? { precision: record.precision, convolutions: record.convolution ?? {} }
      : await time('measure', () => chooseWay(prepared, plan, work))
    const { sha256, source } = prepared
    await update({ precision: way.precision, convolution: way.convolutions, weights: { sha256, source } })

    const features = await time('extract', () => featuresOfRun(project, dataset, plan, prepared, way, work))
    await update({ imagesPerSecond: features.imagesPerSecond ?? record.imagesPerSecond })

    const head = headNetwork(features.train.shape, plan.head, classes.length)
    const { weights, history, progress } = await time('train', () => train(started, head, features, work))
    await run.writeHistory(history)

    const judged = features.test ?? features.validation
    const filesOf = itemsOf(dataset, project.dir, features.test ? 'test' : 'validation')
    const scores = await time('evaluate', () => Promise.resolve(scoresOfHead(head, weights, judged)))
    const names = filesOf.map((item) => item.file)
    const test = features.test && testResultOf(classes, features.test, scores, names)

    const verified = await time('save', async () => {
      await saveModel({ path: run.model, plan, classes, prepared, head, headWeights: weights })
      return checkModel(
        run.model,
        filesOf.map((item) => item.path),
        scores.probabilities,
        work,
      )
    })
    await update({ test, bestEpoch: progress.best?.epoch ?? null, modelCheck: verified })

    const figures = await time('figures', async () => [
      ...(await saveFigures(run.folder, { format: 'png', out: run.figures, smoothing: 0 })),
      ...(await saveFigures(run.folder, { format: 'svg', out: run.figures, smoothing: 0 })),
    ])
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
      verified,
      resumed: started.resumed,
      files: { model: run.model, log: run.log, features: features.files, figures },
    }
  } catch (error) {
    const reason = work.signal.aborted ? failureOf(work.signal.reason).code : null
    const asked = reason === 'paused' ? 'paused' : 'stopped'
    await update(reason === null ? { state: 'failed', failure: failureOf(error).message } : { state: asked })
    throw error
  }
}

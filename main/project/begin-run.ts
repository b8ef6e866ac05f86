import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  fail,
  type Dataset,
  type HandlerInput,
  type Plan,
  type RunRecord,
  type TrainResult,
  type Work,
} from '../../contract/index.ts'
import { tensorflow } from '../tensorflow/index.ts'
import { branchPlan, extendedPlan, factsOf, planFrom, readCheckpoint } from '../training/index.ts'
import { openProject, type Project } from './project-file.ts'
import { recordDataset } from './record-dataset.ts'
import { createRun, openRun, type Run } from './run-folder.ts'
import type { Stopwatch } from './stopwatch.ts'
import { checkpointFiles, reachedIn } from './train-run.ts'

/** What is known of a run once its photographs are read. */
export interface Started {
  project: Project
  dataset: Dataset
  run: Run
  record: RunRecord
  resumed: TrainResult['resumed']
  /** The first stage that has something left to do. */
  stage: number
}

function newRecord(name: string, plan: Plan, classes: string[]): RunRecord {
  return {
    version: 1,
    name,
    state: 'running',
    created: new Date().toISOString(),
    plan,
    precision: null,
    stepConvolution: null,
    classes,
    versions: { tensorflow: tensorflow().TF_Version, node: process.versions.node },
    weights: { source: plan.weights, sha256: '' },
    test: null,
    bestEpoch: null,
    modelCheck: null,
    frozen: null,
    stageEpochs: [],
    branch: null,
    title: '',
    note: '',
    seconds: {},
    imagesPerSecond: null,
    failure: null,
  }
}

const baseOf = (choices: HandlerInput<'start-run'>['choices']) =>
  choices.base ?? (choices.recipe === 'scratch' ? 'convnet' : 'vgg16')

function checkClasses(record: RunRecord, dataset: Dataset): void {
  if (record.classes.join('\n') === dataset.classes.join('\n')) return
  throw fail('wrong-classes', 'The photographs have other classes than when the run began.', {
    expected: record.classes.join(', '),
    found: dataset.classes.join(', '),
    remedy: 'Start a new run.',
  })
}

type StartInput = HandlerInput<'start-run'>

/** What a branch goes on from. */
async function branchPoint(project: Project, { run: from, epoch }: NonNullable<StartInput['branch']>) {
  const { run: source, record } = await openRun(project, from)
  const files = checkpointFiles(source.checkpoint)
  const kept = await readCheckpoint(files[epoch])
  if (!kept) {
    throw fail('no-epochs', `The run ${from} has no epoch to go on from.`, {
      file: source.folder,
      remedy: 'Let its first epoch end.',
    })
  }
  const { stage, stageEpochs } = kept.progress
  const earlier = record.plan.stages.slice(0, stage).map((planned, at) => record.stageEpochs[at] ?? planned.epochs)
  return { record, files, kept, taken: [...earlier, stageEpochs] }
}

/** The plan that a run with these choices would have. @throws what `planFrom` and `openRun` throw */
export async function planOf(
  dir: string,
  choices: StartInput['choices'],
  branch?: StartInput['branch'],
): Promise<Plan> {
  if (!branch) return planFrom(choices, factsOf(baseOf(choices)))
  const { record, taken } = await branchPoint(await openProject(dir), branch)
  return branchPlan(record.plan, taken, choices, factsOf(record.plan.base))
}

/** Opens or creates the run that was asked for and reads its photographs into the project. */
export async function beginRun(
  input: HandlerInput<'start-run'>,
  time: Stopwatch['time'],
  work: Work,
): Promise<Started> {
  const project = await openProject(input.project)
  const read = (seed: number) => time('read', () => recordDataset(project.dir, input.dataset, seed, work))
  if (input.resume !== undefined) return resume(project, input.resume, input.extend, read)
  if (input.branch) return branch(project, input.branch, input.choices, read)
  const plan = planFrom(input.choices, factsOf(baseOf(input.choices)))
  const dataset = await read(plan.seed)
  const run = await createRun(project, plan.recipe)
  return { project, dataset, run, record: newRecord(run.name, plan, dataset.classes), resumed: null, stage: 0 }
}

/** Takes away files that a kill left half written. */
async function removeUnfinished(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true })
  }
}

async function resume(
  project: Project,
  name: string,
  extend: number | undefined,
  read: (seed: number) => Promise<Dataset>,
): Promise<Started> {
  const { run, record } = await openRun(project, name)
  if (record.state === 'done' && extend === undefined) {
    throw fail('run-complete', `The run ${record.name} is complete.`, {
      file: run.folder,
      remedy: 'Start a new run, or give this one more epochs.',
    })
  }
  await removeUnfinished(run.folder, run.checkpoint)
  const reached = await reachedIn(run.checkpoint)
  const progress = reached?.progress
  const plan = extend === undefined ? record.plan : extendedPlan(record.plan, progress?.stageEpochs ?? 0, extend)
  const dataset = await read(plan.seed)
  checkClasses(record, dataset)
  const at = progress?.stage ?? 0
  const resumed = { stage: plan.stages[at]!.name, epoch: progress?.epochs ?? 0 }
  return { project, dataset, run, record: { ...record, plan }, resumed, stage: at }
}

async function branch(
  project: Project,
  from: NonNullable<StartInput['branch']>,
  choices: StartInput['choices'],
  read: (seed: number) => Promise<Dataset>,
): Promise<Started> {
  const { record: before, files, kept, taken } = await branchPoint(project, from)
  const plan = branchPlan(before.plan, taken, choices, factsOf(before.plan.base))
  const dataset = await read(plan.seed)
  checkClasses(before, dataset)
  const run = await createRun(project, plan.recipe)
  await mkdir(run.checkpoint, { recursive: true })
  const own = checkpointFiles(run.checkpoint)
  await copyFile(files[from.epoch], own.last)
  await copyFile(files.best, own.best)
  await run.writeHistory(kept.history)
  const { precision, convolution, weights } = before
  const record: RunRecord = {
    ...newRecord(run.name, plan, dataset.classes),
    precision,
    convolution,
    weights,
    stageEpochs: taken,
    branch: { run: from.run, epoch: kept.progress.epochs - 1 },
  }
  return { project, dataset, run, record, resumed: null, stage: kept.progress.stage + 1 }
}

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
import { planFrom } from '../training/index.ts'
import { findBase } from '../zoo/index.ts'
import { openProject, type Project } from './project-file.ts'
import { recordDataset } from './record-dataset.ts'
import { createRun, openRun, type Run } from './run-folder.ts'
import type { Stopwatch } from './stopwatch.ts'
import { reachedIn } from './train-run.ts'

/** What is known of a run once its photographs are read. */
export interface Started {
  project: Project
  dataset: Dataset
  run: Run
  record: RunRecord
  resumed: TrainResult['resumed']
}

function newRecord(name: string, plan: Plan, classes: string[]): RunRecord {
  return {
    version: 1,
    name,
    state: 'running',
    created: new Date().toISOString(),
    plan,
    precision: null,
    classes,
    versions: { tensorflow: tensorflow().TF_Version, node: process.versions.node },
    weights: { source: plan.weights, sha256: '' },
    test: null,
    bestEpoch: null,
    modelCheck: null,
    seconds: {},
    imagesPerSecond: null,
    failure: null,
  }
}

/** Opens or creates the run that was asked for and reads its photographs into the project. */
export async function beginRun(
  input: HandlerInput<'start-run'>,
  time: Stopwatch['time'],
  work: Work,
): Promise<Started> {
  const project = await openProject(input.project)
  const before = input.resume === undefined ? null : await openRun(project, input.resume)
  if (before?.record.state === 'done') {
    throw fail('run-complete', `The run ${before.record.name} is complete.`, {
      file: before.run.folder,
      remedy: 'Start a new run.',
    })
  }
  const named = findBase(input.choices.base ?? 'vgg16')
  const output = named.build({ size: null, includeTop: false }).output
  const plan = before?.record.plan ?? planFrom(input.choices, { name: named.name, output })
  const dataset = await time('read', () => recordDataset(project.dir, input.dataset, plan.seed, work))
  if (!before) {
    const run = await createRun(project, plan.recipe)
    return { project, dataset, run, record: newRecord(run.name, plan, dataset.classes), resumed: null }
  }
  if (before.record.classes.join('\n') !== dataset.classes.join('\n')) {
    throw fail('wrong-classes', 'The photographs have other classes than when the run began.', {
      expected: before.record.classes.join(', '),
      found: dataset.classes.join(', '),
      remedy: 'Start a new run.',
    })
  }
  const reached = await reachedIn(before.run.checkpoint)
  const stage = plan.stages[reached?.progress.stage ?? 0]!.name
  return { project, dataset, ...before, resumed: { stage, epoch: reached?.progress.epochs ?? 0 } }
}

import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addActivations } from './commands/activations.ts'
import { addCompare } from './commands/compare.ts'
import { addDataset } from './commands/dataset.ts'
import { addDemo } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvaluate } from './commands/evaluate.ts'
import { addFigures } from './commands/figures.ts'
import { addFilters } from './commands/filters.ts'
import { addGradCam } from './commands/grad-cam.ts'
import { addPredict } from './commands/predict.ts'
import { addReport } from './commands/report.ts'
import { addServe } from './commands/serve.ts'
import { addSummary } from './commands/summary.ts'
import { addTrain } from './commands/train.ts'

/** The thaw command with all of its subcommands. Wrong usage throws a `CommanderError` after saying what is wrong. */
export function createProgram(): Command {
  const program = new Command('thaw')
    .description('Teach a pretrained convolutional network a new set of photographs.')
    .version(ownVersion())
    .exitOverride()
  const all = [
    addDoctor,
    addSummary,
    addDataset,
    addTrain,
    addEvaluate,
    addCompare,
    addPredict,
    addActivations,
    addFilters,
    addGradCam,
    addFigures,
    addReport,
    addDemo,
  ]
  for (const add of all) add(program)
  addServe(program, ownVersion())
  return program
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

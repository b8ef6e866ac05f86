import { basename } from 'node:path'
import { Option, type Command } from 'commander'
import { z } from 'zod'
import { planChoicesSchema, requestSchemas, type PlanChoices } from '../../../contract/index.ts'
import { as, toNumber, toNumbers } from '../parsers.ts'
import { toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { trainText } from '../text/train.ts'

interface Settings extends CommonSettings, PlanChoices {
  project: string
  resume?: string
  extend?: number
  /** Megabytes. */
  cacheLimit?: number
  branch?: string
  fromEpoch: 'last' | 'best'
}

const { shape } = planChoicesSchema
const cacheLimit = z.number().int().positive()
const extend = requestSchemas['start-run'].shape.extend

/** Adds the options of a plan, each with the limits of the contract. What is not given comes from recipe and preset. */
export function withPlanOptions(command: Command): Command {
  const add = (flags: string, text: string, read: (text: string) => unknown): Command =>
    command.option(flags, text, read)
  add('--recipe <name>', 'extract, augment, finetune or scratch', as(shape.recipe))
  add('--preset <name>', 'book: every number as in the book', as(shape.preset))
  add('--base <name>', 'convolutional base (default vgg16)', as(shape.base))
  add('--weights <which>', 'imagenet, random, or a file', as(shape.weights, weightsFrom))
  add('--cut <layer>', "the base's last layer that is used", as(shape.cut))
  add('--unfreeze <layer>', 'the first layer that may change, or none', as(shape.unfreeze))
  add('--size <pixels>', 'height and width of the photographs (default 150)', as(shape.size, toNumber))
  add('--fit <how>', 'stretch, crop or pad', as(shape.fit))
  add('--preprocess <how>', 'imagenet: as the base was trained; rescale: 1/255', as(shape.preprocess))
  add('--head <units>', 'units of the dense layer (default 256)', as(shape.head, toNumber))
  add('--dropout <share>', 'share of its outputs that is dropped (default 0.5)', as(shape.dropout, toNumber))
  add('--epochs <n,…>', 'epochs of each stage', as(shape.epochs, toNumbers))
  add('--batch <n>', 'photographs in one step (default 20)', as(shape.batch, toNumber))
  add('--steps-per-epoch <n>', 'steps of an epoch (default: one pass)', as(shape.stepsPerEpoch, toNumber))
  add('--learning-rate <x,…>', 'learning rate of each stage', as(shape.learningRate, toNumbers))
  add('--optimizer <name>', 'rmsprop, sgd, momentum, nesterov or adam', as(shape.optimizer))
  add('--class-weights <how>', 'none, or balanced: rare classes count for more', as(shape.classWeights))
  add('--augmentation <way>', 'none, fresh, or bank:K: K draws of each photograph, kept', as(shape.augmentation))
  add('--early-stop <n>', 'stop after n epochs without a lower validation loss', as(shape.earlyStop, toNumber))
  add('--keep <which>', 'the last or the best epoch for the model', as(shape.keep))
  add('--precision <p>', 'auto, float32 or bfloat16', as(shape.precision))
  add('--convolution <c>', "auto, or direct: TensorFlow's own", as(shape.convolution))
  add('--seed <n>', 'decides shuffles, dropout and first weights', as(shape.seed, toNumber))
  command.option('--insist', 'thaw under a head that was never trained')
  return command.addOption(new Option('--device <which>', 'auto, or cpu: leave the GPU alone').choices(['auto', 'cpu']))
}

/** The choices among a command's settings. */
export function choicesFrom(settings: PlanChoices): PlanChoices {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in shape))
}

export function addTrain(program: Command): void {
  withPlanOptions(withCommonOptions(program.command('train <dataset>')))
    .description('train a classifier on a data set, or on a folder of photographs')
    .requiredOption('--project <dir>', 'folder that gets the run', toPath)
    .option('--resume <run>', 'go on with a run that was stopped')
    .option('--cache-limit <MB>', 'what the features may take on disk; others are evicted', as(cacheLimit, toNumber))
    .option('--extend <n>', 'with --resume: so many epochs more', as(extend, toNumber))
    .option('--branch <run>', 'a new run from a kept epoch of another, its head trained')
    .addOption(
      new Option('--from-epoch <which>', 'with --branch: the last or the best')
        .choices(['last', 'best'])
        .default('last'),
    )
    .action((dataset: string, settings: Settings) => {
      const { project, resume, extend, branch, fromEpoch } = settings
      return perform(
        settings,
        (ask) =>
          ask('start-run', {
            project,
            dataset: toPath(dataset),
            choices: choicesFrom(settings),
            resume: resume === undefined ? undefined : basename(resume),
            extend,
            cacheLimit: settings.cacheLimit === undefined ? undefined : settings.cacheLimit * 1_000_000,
            branch: branch === undefined ? undefined : { run: basename(branch), epoch: fromEpoch },
          }),
        trainText,
      )
    })
}

function weightsFrom(text: string): string {
  return text === 'imagenet' || text === 'random' || text === '' ? text : toPath(text)
}

import { join } from 'node:path'
import type { Command } from 'commander'
import type { PlanChoices } from '../../../contract/index.ts'
import { dataFolder, toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { trainText } from '../text/train.ts'
import { choicesFrom, withPlanOptions } from './train.ts'

interface Settings extends CommonSettings, PlanChoices {
  project?: string
}

export function addDemo(program: Command): void {
  withPlanOptions(withCommonOptions(program.command('demo')))
    .description('fetch four classes of sample photographs and ImageNet weights, and train recipe extract on them')
    .option('--project <dir>', `folder that gets the run (default ${demoProject()})`, toPath)
    .action((settings: Settings) => {
      const choices = choicesFrom(settings)
      return perform(
        settings,
        async (ask) => {
          const { folder } = await ask('fetch-samples', {})
          // The run would fetch them too; asked for here they are there before the photographs are read.
          if (choices.weights === undefined || choices.weights === 'imagenet') {
            await ask('fetch-weights', { base: choices.base ?? 'vgg16' })
          }
          return ask('start-run', { project: settings.project ?? demoProject(), dataset: folder, choices })
        },
        trainText,
      )
    })
}

function demoProject(): string {
  return join(dataFolder(), 'demo')
}

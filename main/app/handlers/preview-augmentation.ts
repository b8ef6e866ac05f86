import { fail, resources } from '../../../contract/index.ts'
import type { AppHandler } from '../context.ts'
import { photographOf } from '../projects.ts'
import { projectIn } from './project-state.ts'

export const previewAugmentation: AppHandler<'preview-augmentation'> = async (context, input) => {
  const { size, fit, settings, seed } = input
  const project = await projectIn(context, input.project)
  const listed = await context.dataset(project)
  const { photographs } = listed.dataset
  const file = input.file ?? (photographs.find(({ split }) => split === 'train') ?? photographs[0])?.file
  if (file === undefined || !(await photographOf(project, listed, file))) {
    throw fail('photograph-missing', 'The project has no such photograph.', {
      found: file,
      remedy: 'Rescan the project.',
    })
  }
  const pictures = Array.from({ length: input.draws }, (_, draw) =>
    resources.augmented({ project: input.project, file, size, fit }, { settings, seed, draw }),
  )
  return { file, pictures }
}

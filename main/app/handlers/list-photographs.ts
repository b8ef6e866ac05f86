import type { AppHandler } from '../context.ts'
import { projectIn } from './project-state.ts'

export const listPhotographs: AppHandler<'list-photographs'> = async (context, input) => {
  const { dataset } = await context.dataset(await projectIn(context, input.project))
  const photographs = dataset.photographs
    .filter((photograph) => photograph.class === input.class)
    .map(({ file, split, width, height }) => ({ file, split, width, height }))
  return { photographs }
}

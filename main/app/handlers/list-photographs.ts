import type { LeftOut } from '../../../contract/index.ts'
import type { AppHandler } from '../context.ts'
import { projectIn } from './project-state.ts'

export const listPhotographs: AppHandler<'list-photographs'> = async (context, input) => {
  const { dataset } = await context.dataset(await projectIn(context, input.project))
  const rowOf = ({ file, split, width, height, bytes, labelled, hard }: LeftOut) => {
    return { file, width, height, bytes, split: split ?? 'train', ...(labelled && { labelled }), ...(hard && { hard }) }
  }
  const inClass = (photograph: LeftOut): boolean => photograph.class === input.class
  return {
    photographs: [
      ...dataset.photographs.filter(inClass).map(rowOf),
      ...(dataset.leftOut ?? [])
        .filter(inClass)
        .map((photograph) => ({ ...rowOf(photograph), leftOut: true as const })),
    ],
  }
}

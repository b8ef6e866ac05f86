import type { Handler } from '../handler.ts'

/** Changes what a project's dataset.json says of its photographs. */
export const editDataset: Handler<'edit-dataset'> = {
  turn: 'beside',
  project: ({ project }) => project,
  run: async ({ project, step, edits }) => {
    const datasets = await import('../../dataset/index.ts')
    return datasets.editStateOf(await datasets.editDataset(project, step, edits))
  },
}

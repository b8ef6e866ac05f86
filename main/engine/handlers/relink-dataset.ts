import type { Handler } from '../handler.ts'

/** Writes where a project's photographs lie now. */
export const relinkDataset: Handler<'relink-dataset'> = {
  turn: 'beside',
  project: ({ project }) => project,
  run: async ({ project, folder }, work) =>
    (await import('../../project/index.ts')).relinkDataset(project, folder, work),
}

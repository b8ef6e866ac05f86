import { dirname, isAbsolute, relative, sep } from 'node:path'
import type { Handler } from '../handler.ts'

/** Figures belong to the project when they are kept in it. */
export const drawFigures: Handler<'draw-figures'> = {
  turn: 'beside',
  project: ({ run, out }) => {
    const project = dirname(dirname(run))
    const inside = relative(project, out)
    return isAbsolute(inside) || inside.split(sep)[0] === '..' ? null : project
  },
  run: async ({ run, ...rest }) => ({ files: await (await import('../../project/index.ts')).saveFigures(run, rest) }),
}

import type { AppHandlerInput, LineMeasured } from '../../../contract/index.ts'
import type { AppHandler } from '../context.ts'

/** What a measurement belongs to. */
const keyOf = ({ base, size, cut, head, classes, batch }: AppHandlerInput<'preview-line'>) =>
  [base, size, cut ?? '', head, classes, batch].join(' ')

export const previewLine: AppHandler<'preview-line'> = async (context, input, asked) => {
  const { base: name, size, cut, head, classes, batch, photographs } = input
  const { findBase, preprocessingNetwork } = await import('../../zoo/index.ts')
  const { stacked, upTo } = await import('../../network/index.ts')
  const { factsOf, planFrom } = await import('../../training/index.ts')
  const { lineCosts } = await import('../../project/index.ts')
  const plan = planFrom({ base: name, size, cut, head, batch }, factsOf(name))
  let measured: LineMeasured | null = (await context.lines.read())[keyOf(input)] ?? null
  if (input.measure && !measured) {
    const answer = await context.engine.request('measure-line', { base: name, size, cut, head, classes, batch }, asked)
    await context.lines.change((known) => ({ ...known, [keyOf(input)]: answer }))
    measured = answer
  }
  const base = findBase(name)
  const under = preprocessingNetwork(base, plan.preprocess, size).network
  const network = stacked(name, under, upTo(base.build({ size, includeTop: false }), plan.cut))
  const preprocessing = new Set(under.layers.map((layer) => layer.name))
  const costs = lineCosts({ prepared: { network, preprocessing }, plan, classes, photographs, measured })
  return { costs, measured: measured !== null }
}

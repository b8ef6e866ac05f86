import { fail, type HandlerInput } from '../../../contract/index.ts'
import type { Network } from '../../network/index.ts'
import type { Handler } from '../handler.ts'

/** Shapes and parameters follow from the network alone: no TensorFlow is loaded. */
export const summarize: Handler<'summarize'> = {
  turn: 'beside',
  run: async (input) => {
    const { summarize, summarizeAt, upTo } = await import('../../network/index.ts')
    if (input.model !== undefined && input.cut === undefined && input.unfreeze === undefined) {
      const { readKerasModel, summarizeModel } = await import('../../formats/index.ts')
      return summarizeModel(await readKerasModel(input.model))
    }
    const whole = await networkOf(input)
    const network = input.cut === undefined ? whole : upTo(whole, input.cut)
    return input.unfreeze === undefined ? summarize(network) : summarizeAt(network, input.unfreeze)
  },
}

async function networkOf({ base, model, size, includeTop }: HandlerInput<'summarize'>): Promise<Network> {
  if (model !== undefined) return (await (await import('../../formats/index.ts')).readKerasModel(model)).network
  if (base === undefined) throw fail('bad-input', 'Nothing to summarize.', { expected: 'a base or a model file' })
  return (await import('../../zoo/index.ts')).findBase(base).build({ size, includeTop })
}

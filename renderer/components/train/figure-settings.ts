import type { RunRecord } from '../../../contract/index.ts'
import type { CurvesInput } from '../../charts/index.ts'
import { stagesOf } from './run-stages.ts'

type Say = (key: string, values?: Record<string, unknown>, plural?: number) => string

/** What stands under a figure's title: the network, its stages, and how the curves are drawn. */
export function settingsOf(
  record: RunRecord,
  { smoothing, form }: Pick<CurvesInput, 'smoothing' | 'form'>,
  t: Say,
): string[] {
  const { plan } = record
  const network = [plan.base, plan.weights, `${plan.size}×${plan.size}`, plan.preprocess, `seed ${plan.seed}`]
  const stages = stagesOf(record).map(({ name, unfreeze, from, to }, i) => {
    const stage = plan.stages[i]
    const rate = `${stage?.optimizer ?? ''} ${stage?.learningRate.toExponential() ?? ''}`
    const thawed = unfreeze === 'none' ? t('train.baseFrozen') : unfreeze
    const epochs = t('train.epochs', { n: to - from + 1 }, to - from + 1)
    return `${name}: ${thawed}, ${rate}, ${epochs}, ${stage?.augmentation ?? 'none'}`
  })
  const drawn =
    smoothing > 0 ? `${t('train.smoothing')} ${smoothing} (${t(`train.forms.${form}`)})` : t('train.unsmoothed')
  return [network.join(' · '), ...stages, drawn]
}

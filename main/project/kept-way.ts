import type { RunRecord, Work } from '../../contract/index.ts'
import { ownKernelsRun, type Way } from '../features/index.ts'
import type { StepConvolutions } from '../network/index.ts'

/** What a run has chosen of how it computes; null: not yet. */
export interface KeptWay {
  way: Way | null
  step: StepConvolutions | null
}

/**
 * How a run that goes on computes: as it began. Where our own kernels do not run any more (another machine, or a set-up that could
 * not build them) TensorFlow's own convolution takes their place from here on, which is said, since the last bits differ.
 */
export function keptWay({ precision, convolution, stepConvolution = {} }: RunRecord, work: Work): KeptWay {
  const kept: KeptWay = {
    way: precision ? { precision, convolutions: convolution ?? {} } : null,
    step: stepConvolution,
  }
  const isOurs = [kept.way?.convolutions, kept.step].some((tiles) => Object.keys(tiles ?? {}).length > 0)
  if (!isOurs || ownKernelsRun()) return kept
  const text = 'The run began with Thaw’s own kernels, which do not run here: it goes on with TensorFlow’s convolution.'
  work.emit('message-logged', { level: 'warning', text })
  return { way: kept.way && { ...kept.way, convolutions: {} }, step: kept.step && {} }
}

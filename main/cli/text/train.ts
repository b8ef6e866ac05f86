import type { TestResult, TrainResult } from '../../../contract/index.ts'
import { duration } from './numbers.ts'
import { table } from './table.ts'

/** How good the run's model is on the test split, how long each stage took, and where everything is. */
export function trainText(result: TrainResult): string {
  const { test, seconds, precision, weights, verified, resumed, files } = result
  return table([
    ['Test accuracy', test ? accuracyText(test) : 'not known: the data set has no test split'],
    ...(test ? [['Test loss', test.loss.toFixed(4)]] : []),
    ['Weights', `${weights}, computed in ${precision}`],
    ...(resumed ? [['Went on', `with stage ${resumed.stage} after ${resumed.epoch} epochs`]] : []),
    ...Object.entries(seconds).map(([stage, time]) => [`Time to ${stage}`, duration(time)]),
    ['Base', speedText(result)],
    ['Run', result.run],
    ['Model', files.model],
    ['', `read back, its predictions differ by at most ${verified.maxAbsDifference.toExponential(1)}`],
    ['Log', files.log],
    ...files.features.map((file) => ['Features', file]),
    ...files.figures.map((file) => ['Figure', file]),
  ])
}

/** `0.809 (55 of 68), 95 % interval 0.700 to 0.885` */
export function accuracyText({ accuracy, correct, total, interval: [low, high] }: Omit<TestResult, 'loss'>): string {
  const interval = `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`
  return `${accuracy.toFixed(3)} (${correct} of ${total}), ${interval}`
}

function speedText({ imagesPerSecond, files }: TrainResult): string {
  if (imagesPerSecond !== null) return `${imagesPerSecond.toFixed(1)} photographs a second`
  return files.features.length > 0
    ? 'not needed: all features came from the cache'
    : 'none is frozen: trained from pixels'
}

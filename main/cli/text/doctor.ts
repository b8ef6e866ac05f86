import type { DoctorReport } from '../../../contract/index.ts'
import { table } from './table.ts'

/** What computes here, and that it computes rightly. */
export function doctorText(report: DoctorReport): string {
  return table([
    ['TensorFlow', report.tensorflow],
    ['Binding', report.binding],
    ['Node', report.node],
    ['Device', `${report.device}. ${report.reason}`],
    ['Precision', report.precision.join(', ')],
    ['Convolution', report.convolution],
    ['Self test', report.selfTest],
  ])
}

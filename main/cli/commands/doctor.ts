import type { Command } from 'commander'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { doctorText } from '../text/doctor.ts'

export function addDoctor(program: Command): void {
  withCommonOptions(program.command('doctor').description('say what computes here, and test that it does')).action(
    (settings: CommonSettings) => perform(settings, (ask) => ask('doctor', {}), doctorText),
  )
}

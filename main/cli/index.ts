#!/usr/bin/env node
import { CommanderError } from 'commander'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  // Commander has said what is wrong. Help and --version come this way too, with 0.
  process.exitCode = error.exitCode === 0 ? 0 : 2
}

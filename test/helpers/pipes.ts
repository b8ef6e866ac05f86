import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

/** A file in whose place a named pipe now stands: who reads it waits until it is fed. */
export interface Stop {
  pipe: string
  content: Uint8Array
}

/** Puts a named pipe in a file's place. */
export function stopHere(file: string): Stop {
  const content = readFileSync(file)
  rmSync(file)
  execFileSync('mkfifo', [file])
  return { pipe: file, content }
}

/** Feeds the pipe if a thread has it open for reading, found without a turn of this thread's event loop. */
export function feedIfRead({ pipe, content }: Stop): boolean {
  try {
    const file = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
    writeSync(file, content)
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO') return false
    throw error
  }
}

/** Blocks this thread, as TensorFlow does, until somebody reads the pipe. */
export function feedWhileBlocked(stop: Stop): void {
  const deadline = Date.now() + 60_000
  while (!feedIfRead(stop)) {
    if (Date.now() > deadline) throw new Error(`Nobody has read ${stop.pipe} for a minute.`)
    block(5)
  }
}

export function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

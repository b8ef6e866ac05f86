import type { Precision } from './network.ts'

/** What the engine says of itself once TensorFlow is loaded. */
export interface EngineStatus {
  device: 'CPU' | 'GPU'
  /** Why this device: which library was installed and what was asked for. */
  reason: string
  cores: number
  /** bfloat16 is listed where the processor has it. */
  precision: Precision[]
  /** Bytes. */
  memory: { resident: number; total: number }
}

export interface DoctorReport {
  tensorflow: string
  binding: string
  node: string
  device: 'CPU' | 'GPU'
  reason: string
  precision: Precision[]
  /** `winograd`: our own kernels are loaded, with the instruction set in use; else why not. */
  convolution: string
  selfTest: 'passed'
}

/** `waiting`: behind other jobs. */
export interface JobProgress {
  job: number
  request: string
  state: 'waiting' | 'running' | 'ended' | 'failed' | 'cancelled'
  /** What is being done now, a key for words: `scan`, `fetch-weights`, `extract`, `train`, … */
  step: string
  done: number
  /** 0: not known. */
  total: number
  /** `files`, `photographs`, `epochs`, `bytes`. */
  unit: string
  /** Null until two seconds or two units have passed. */
  secondsLeft: number | null
}

import type { EngineStatus, JobProgress } from './engine.ts'
import type { Failure } from './failure.ts'
import type { HistoryRow, RunRecord } from './run.ts'

/** Everything the engine says unasked. Past tense. */
export interface Events {
  'engine-changed': { state: 'starting' | 'ready' | 'stopped'; status: EngineStatus | null; failure: Failure | null }
  'job-progressed': JobProgress
  'run-changed': { project: string; run: RunRecord }
  'epoch-ended': { project: string; run: string; stage: string; row: HistoryRow; epochs: number }
  /** For the log that a person reads: what the engine does, in English. */
  'message-logged': { level: 'info' | 'warning'; text: string }
}
export type EventName = keyof Events

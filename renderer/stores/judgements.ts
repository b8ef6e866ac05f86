import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { EvaluateResult } from '../../contract/index.ts'

/** Test results that were asked for, by project and run, so that returning to Judge shows them at once. */
export const useJudgementsStore = defineStore('judgements', () => {
  const results = reactive(new Map<string, EvaluateResult>())
  const key = (project: string, run: string): string => `${project}\n${run}`
  return {
    get: (project: string, run: string): EvaluateResult | null => results.get(key(project, run)) ?? null,
    set: (project: string, run: string, result: EvaluateResult): void => void results.set(key(project, run), result),
  }
})

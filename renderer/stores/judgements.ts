import { defineStore } from 'pinia'
import { reactive, watch } from 'vue'
import type { EvaluateResult } from '../../contract/index.ts'
import { useProjectStore } from './project.ts'

/** Test results that were asked for, by project and run, so that returning to Judge shows them at once. */
export const useJudgementsStore = defineStore('judgements', () => {
  const project = useProjectStore()
  const results = reactive(new Map<string, EvaluateResult>())
  /** Results by labels that have been changed since: shown until the new ones are there. */
  const stale = reactive(new Set<string>())
  const key = (folder: string, run: string): string => `${folder}\n${run}`
  watch(
    () => JSON.stringify([project.folder, project.state?.edits, project.state?.data.splits]),
    () => {
      for (const known of results.keys()) if (known.startsWith(`${project.folder}\n`)) stale.add(known)
    },
  )
  return {
    get: (folder: string, run: string): EvaluateResult | null => results.get(key(folder, run)) ?? null,
    isStale: (folder: string, run: string): boolean => stale.has(key(folder, run)),
    set(folder: string, run: string, result: EvaluateResult): void {
      results.set(key(folder, run), result)
      stale.delete(key(folder, run))
    },
  }
})

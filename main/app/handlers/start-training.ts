import { failureOf, type AppHandlerInput, type RequestInput, type TrainResult } from '../../../contract/index.ts'
import type { AppHandler, Asked, Context } from '../context.ts'
import { weightsFile } from '../paths-of-requests.ts'
import { remember } from '../recent-entry.ts'
import { projectIn } from './project-state.ts'

export const startTraining: AppHandler<'start-training'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const weights = weightsFile(input.choices.weights)
  if (weights !== undefined) await context.places.check(weights)
  const result = await trainThrough(context, { ...input, project }, asked)
  await remember(context, project, { opened: false })
  return result
}

/** Trains to the end, in the next engine when one dies: as long as each finishes an epoch, the run gets there. */
async function trainThrough(
  context: Context,
  { project, choices, ...begun }: AppHandlerInput<'start-training'>,
  asked: Asked,
): Promise<TrainResult> {
  const { engine, jobs, tell } = context
  const { precision, featuresLimit } = await context.settings.read()
  const cacheLimit = featuresLimit ?? undefined
  const same = { project, dataset: project, choices: { precision, ...choices }, cacheLimit }
  let request: RequestInput<'start-run'> = { ...same, ...begun }
  for (;;) {
    let job: number | null = null
    let reached: { run: string; epoch: number } | null = null
    const forget = engine.on('epoch-ended', ({ project: folder, run, row }) => {
      if (folder === project) reached = { run, epoch: row.epoch }
    })
    try {
      return await engine.request('start-run', request, {
        ...asked,
        onProgress: (progress) => {
          job = progress.job
          asked.onProgress?.(progress)
        },
      })
    } catch (error) {
      const wasAsked = asked.signal?.aborted || (job !== null && jobs.wasAskedToEnd(job))
      // The listener above writes it, which the compiler does not see.
      const last = reached as { run: string; epoch: number } | null
      if (failureOf(error).code !== 'engine-stopped' || wasAsked || last === null) throw error
      request = { ...same, resume: last.run }
      const text = `The engine stopped unexpectedly; ${last.run} goes on after epoch ${last.epoch + 1}, which is safe.`
      tell('message-logged', { level: 'warning', text })
    } finally {
      forget()
    }
  }
}

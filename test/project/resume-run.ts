import { unwatched } from '../../contract/index.ts'
import { startRun } from '../../main/project/index.ts'

// Resumes a run in a process of its own and prints the warnings: node resume-run.ts PROJECT PHOTOGRAPHS RUN
const [project, dataset, resume] = process.argv.slice(2)
if (!project || !dataset || !resume) throw new Error('Expected: PROJECT PHOTOGRAPHS RUN')
const warnings: string[] = []
await startRun(
  { project, dataset, choices: {}, resume },
  {
    ...unwatched(),
    emit: (event, payload) => {
      if (event === 'message-logged' && 'text' in payload) warnings.push(payload.text)
    },
  },
)
process.stdout.write(JSON.stringify(warnings))

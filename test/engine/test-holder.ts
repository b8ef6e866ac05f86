/** A process that tries to have the project in its argument, says whether it got it, and stays until it is ended. */
import { holdProject } from '../../main/engine/project-lock/hold-project.ts'

process.on('disconnect', () => process.exit())
process.once('message', () => {
  const hold = holdProject(process.argv[2] ?? '', '/nowhere/thaw.sock')
  process.send?.({ held: hold.held, pid: process.pid })
})
process.send?.('here')

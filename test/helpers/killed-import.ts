// An import in a process of its own: node killed-import.ts ARCHIVE OUT [AFTER]. Says `unpacked` when it is done; with AFTER, it
// is killed, by itself so that it is at that very place, when it says for that time how far it is.
import { unwatched } from '../../contract/index.ts'
import { publishStaged, stageArchives } from '../../main/dataset/archives/index.ts'

const [archive = '', out = '', after = 'never'] = process.argv.slice(2)
let said = 0
const work = { ...unwatched(), progress: () => void (++said === Number(after) && process.kill(process.pid, 'SIGKILL')) }
await publishStaged(await stageArchives({ archives: [archive], out, work }), out)
process.stdout.write('unpacked')

// An import in a process of its own, for killing: node killed-import.ts ARCHIVE OUT. Says `unpacked` when it is done.
import { unwatched } from '../../contract/index.ts'
import { publishStaged, stageArchives } from '../../main/dataset/archives/index.ts'

const [archive = '', out = ''] = process.argv.slice(2)
const work = { ...unwatched(), progress: () => void process.stdout.write('.') }
await publishStaged(await stageArchives({ archives: [archive], out, work }), out)
process.stdout.write('unpacked')

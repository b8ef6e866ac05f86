import { startDesktop } from './desktop/index.ts'

await startDesktop()

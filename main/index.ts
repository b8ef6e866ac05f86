import { startDesktop } from './desktop/index.ts'

// Not awaited: Electron is not ready before this module has been run to its end.
void startDesktop()

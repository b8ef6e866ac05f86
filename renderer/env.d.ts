import type { Bridge } from '../contract/index.ts'

declare global {
  interface Window {
    /** Exposed by preload in the desktop application; absent in a browser. */
    readonly thaw?: Bridge
  }
}

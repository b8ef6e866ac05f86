export { asWriteFailure, syncFolder, systemCode, writeAtomically, writeFolderAtomically } from './atomic.ts'
export { cacheFolder } from './cache-folder.ts'
export { download, type Download } from './download.ts'
export { hashBytes, hashFile, type HashAlgorithm } from './hash.ts'

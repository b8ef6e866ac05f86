export {
  asWriteFailure,
  syncFolder,
  systemCode,
  writeAtomically,
  writeFolderAtomically,
  writeTogether,
  type FileToWrite,
} from './atomic.ts'
export { cacheFolder } from './cache-folder.ts'
export { dataFolder } from './data-folder.ts'
export { download, type Download } from './download.ts'
export { bytesOf, readExactly, writeExactly } from './exact.ts'
export { hashBytes, hashFile, type HashAlgorithm } from './hash.ts'
export { isDiskFull, needRoom, whenThereIsRoom } from './room.ts'
export { runTool, type ToolRun } from './run-tool.ts'
export { withTemporaryFolder } from './temporary.ts'

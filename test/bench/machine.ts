import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** Instruction sets that decide how fast a convolution can be, as /proc/cpuinfo names them. */
const telling = ['avx2', 'avx512f', 'avx512_bf16', 'amx_bf16']

/** The machine in one line: processor, cores, instruction sets, memory, system. */
export function describeMachine(): string {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const system = `${process.platform} ${process.arch}`
  return [model, `${processors.length} cores`, ...instructionSets(), memory, system].join(', ')
}

function instructionSets(): string[] {
  if (process.platform !== 'linux') return []
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(/\s+/) ?? []
  const found = telling.filter((name) => flags.includes(name))
  return found.length ? [found.join(' ')] : []
}

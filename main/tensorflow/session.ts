import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../../contract/index.ts'
import { tensorflow } from './binding.ts'
import type { Graph } from './graph.ts'
import { free, valuesOf, type Tensor } from './tensor.ts'

/** A graph that TensorFlow has loaded, with its variables. */
export interface Session {
  /** One call of TensorFlow's session: feeds by placeholder name, fetches by node name. The caller frees the results. */
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Tensor[]
  /** The same for float32 results, copied out and freed. */
  read(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Float32Array[]
  /** Frees the graph, its constants and variables. */
  close(): void
}

/**
 * Loads a graph into a session of its own; TensorFlow's graph optimizer runs at the first call.
 *
 * @throws `graph-refused` with TensorFlow's own words when a node is not valid
 */
export function openSession(graph: Graph): Session {
  const binding = tensorflow()
  const folder = mkdtempSync(join(tmpdir(), 'thaw-graph-'))
  let id: number
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph.bytes())
    id = binding.loadSavedModel(folder, 'serve')
  } catch (error) {
    throw fail('graph-refused', 'TensorFlow refused the network.', { found: String(error) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  let open = true
  const output = (name: string) => (name.includes(':') ? name : `${name}:0`)
  const run: Session['run'] = (feeds, fetches) => {
    if (!open) throw new Error('This session is closed')
    const names = Object.keys(feeds).map(output)
    const ids = Object.values(feeds).map((tensor) => tensor.id)
    return binding.runSavedModel(id, ids, names.join(','), fetches.map(output).join(','))
  }
  return {
    run,
    read(feeds, fetches) {
      const results = run(feeds, fetches)
      try {
        return results.map(valuesOf)
      } finally {
        free(...results)
      }
    },
    close() {
      if (open) binding.deleteSavedModel(id)
      open = false
    },
  }
}

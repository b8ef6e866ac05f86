import type { Answer, HandlerInput, RequestName, Work } from '../../contract/index.ts'

/** How one request is answered. */
export interface Handler<N extends RequestName> {
  /** `queued`: it computes, and waits for its turn behind others that do; `beside`: it touches no TensorFlow and runs at once. */
  readonly turn: 'queued' | 'beside'
  /** The folder of the project that it writes, which this engine must have first; null or left out: it writes none. */
  project?(input: HandlerInput<N>): string | null
  run(input: HandlerInput<N>, work: Work): Promise<Answer<N>>
}

/** A handler for every request; an engine of tests may have fewer. */
export type Handlers = { readonly [N in RequestName]?: Handler<N> }

/** A handler whose input the router has checked: the one place where the request's name is lost to the types. */
export interface CheckedHandler {
  readonly turn: 'queued' | 'beside'
  project?(input: unknown): string | null
  run(input: unknown, work: Work): Promise<unknown>
}

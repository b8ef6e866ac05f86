import { ref } from 'vue'
import {
  fail,
  resources,
  type AppState,
  type ProjectState,
  type Settings,
  type WindowAnswer,
  type WindowRequestInput,
  type WindowRequestName,
} from '../../../contract/index.ts'
import type { Client } from '../../../renderer/client/index.ts'
import { vgg16Rows } from './network.ts'
import { lineOf, planOf } from './runs.ts'
import { classesOf, folder, judgementOf, lossesOf, photographsOf, stateOf, type Variant } from './project.ts'

type Handlers = { [N in WindowRequestName]?: (input: WindowRequestInput<N>) => WindowAnswer<N> }

export interface FakeOptions {
  variant: Variant
  settings: Partial<Settings>
  /** No activations, and no speed measured: a computer that has just met Thaw. */
  bare?: boolean
}

/** A client that answers from records, for looking at screens and for tests of the renderer alone. */
export function fakeClient({ variant, settings, bare = false }: FakeOptions): Client & {
  emit: (event: string, payload: unknown) => void
  asked: { name: string; input: unknown }[]
} {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const asked: { name: string; input: unknown }[] = []
  let chosen: Settings = {
    language: 'en',
    theme: 'light',
    device: 'auto',
    precision: 'auto',
    featuresLimit: null,
    ...settings,
  }
  const running = variant === 'running'

  const deleted = new Set<string>()
  const edited: Record<string, { title?: string; note?: string }> = {}
  const stateNow = (): ProjectState => {
    const state = stateOf(variant)
    const runs = state.runs.filter(({ record }) => !deleted.has(record.name))
    return {
      ...state,
      runs: runs.map((run) => ({ ...run, record: { ...run.record, ...edited[run.record.name] } })),
    }
  }

  const handlers: Handlers = {
    'app-state': (): AppState => ({
      version: '0.1.0',
      settings: chosen,
      systemLanguage: 'en',
      engine: {
        state: 'ready',
        status: {
          device: 'CPU',
          reason: 'TensorFlow for CPUs is installed: nvidia-smi did not answer.',
          cores: 2,
          precision: ['float32'],
          memory: { resident: 2.6e9, total: 23e9 },
        },
        failure: null,
      },
      recent:
        variant === 'new'
          ? []
          : [
              recent(
                'Market stall',
                0,
                Object.keys(stateOf('normal').covers).map((name) => `${name}/`),
                272,
                true,
              ),
              recent('Fish and fruit', 1, ['fish/', 'fruit/'], 160, false),
              recent('Leafy or not', 4, ['leafy/', 'vegetables/'], 112, false),
            ],
      jobs: running
        ? [
            {
              job: 7,
              request: 'start-training',
              state: 'running',
              step: 'train',
              done: 19,
              total: 30,
              unit: 'epochs',
              secondsLeft: 65,
            },
          ]
        : [],
      samples: { folder: null, photographs: 272, bytes: 6_600_000 },
      root: '/home/me',
    }),
    'save-settings': (change) => (chosen = { ...chosen, ...change }),
    'project-state': () => stateNow(),
    'open-project': () => ({ project: folder }),
    'preview-project': () => ({ project: folder }),
    'drop-preview': () => ({}),
    'rescan-project': () => stateOf(variant),
    'forget-project': () => ({}),
    'list-photographs': ({ class: name }) => ({ photographs: photographsOf(name) }),
    'preview-network': ({ classes }) => ({ rows: vgg16Rows(classes), imagesPerSecond: bare ? null : 36.4 }),
    'preview-plan': ({ choices = {} }) => ({ plan: planOf(choices) }),
    'preview-line': (input) => lineOf(input, !bare || input.measure === true),
    'preview-activations': () => {
      if (bare) throw fail('weights-missing', 'ImageNet weights for vgg16 are not on this computer.')
      const rows = vgg16Rows(2).filter(({ type }) => type === 'Conv2D')
      return {
        file: 'fish/P032.jpeg',
        rows: rows.map(({ name, outputShape }, i) => ({
          layer: name,
          channel: 0,
          picture: `activation/${outputShape[0]}/${i}`,
        })),
      }
    },
    'preview-augmentation': ({
      project,
      file = 'fish/P032.jpeg',
      settings,
      size = 150,
      fit = 'stretch',
      seed = 0,
    }) => ({
      file,
      pictures: Array.from({ length: 8 }, (_, draw) =>
        resources.augmented({ project, file, size, fit }, { settings, seed, draw }),
      ),
    }),
    'epoch-losses': ({ first, second }) => ({
      missing: null,
      photographs: lossesOf(first.epoch).map(({ file, loss }, i) => ({
        file,
        loss: [loss, lossesOf(second.epoch)[i]?.loss ?? 0],
      })),
    }),
    'edit-run': ({ run, title, note }) => {
      edited[run] = {
        ...edited[run],
        ...(title === undefined ? {} : { title }),
        ...(note === undefined ? {} : { note }),
      }
      return { record: stateNow().runs.find(({ record }) => record.name === run)!.record }
    },
    'delete-run': ({ run }) => {
      deleted.add(run)
      return {}
    },
    'restore-run': ({ run }) => {
      deleted.delete(run)
      return {}
    },
    'judge-run': () => judgementOf(variant),
    'weights-state': () => [
      {
        base: 'vgg16',
        file: bare ? null : '/home/me/.keras/models/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5',
        bytes: bare ? null : 58_889_256,
        verified: !bare,
        fetchBytes: 61_000_000,
      },
    ],
    'cache-state': () => ({ folder: '/home/me/.cache/thaw', bytes: 212_000_000 }),
    'clear-cache': () => ({ folder: '/home/me/.cache/thaw', bytes: 0 }),
    'list-folder': () => ({
      folder: '/home/me/Pictures',
      parent: '/home/me',
      entries: [
        { name: 'holiday', kind: 'folder' },
        { name: 'market-stall', kind: 'folder' },
        { name: 'notes.txt', kind: 'file' },
      ],
    }),
    'end-run': () => ({}),
    predict: ({ images }) => ({
      refused: [],
      classes: classesOf('normal'),
      predictions: images.map((file, i) => ({
        file,
        label: i % 2 ? 'fruit' : 'fish',
        probabilities:
          i % 2
            ? { fish: 0.02, fruit: 0.61, leafy: 0.05, vegetables: 0.32 }
            : { fish: 0.981, fruit: 0.004, leafy: 0.001, vegetables: 0.014 },
      })),
    }),
  }

  return {
    platform: 'browser',
    system: null,
    connected: ref(true),
    asked,
    async request(name, input) {
      asked.push({ name, input })
      const handler = handlers[name] as ((input: unknown) => WindowAnswer<typeof name>) | undefined
      if (!handler) throw fail('not-recorded', `The recording has no answer to ${name}.`)
      return handler(input)
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener))
      return () => set.delete(listener)
    },
    emit: (event, payload) => listeners.get(event)?.forEach((listener) => listener(payload as never)),
    resourceUrl: (path) => `/resource/${path}`,
    receive: async (files) => files.map(({ path }) => `/uploads/${path}`),
    save: async () => null,
  }
}

function recent(name: string, daysAgo: number, prefixes: string[], photographs: number, run: boolean) {
  const letters: Record<string, string> = { 'fish/': 'P', 'fruit/': 'E', 'leafy/': 'C', 'vegetables/': 'D' }
  const covers = Array.from({ length: 4 }, (_, i) => {
    const prefix = prefixes[i % prefixes.length] ?? 'fish/'
    return `${prefix}${letters[prefix] ?? 'P'}0${daysAgo * 4 + i + 10}.jpeg`
  })
  return {
    project: `/home/me/Thaw/${name}`,
    name,
    opened: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
    classes: prefixes.length,
    photographs,
    covers,
    lastRun: run ? { name: '002-extract', interval: [0.636, 0.838] as [number, number] } : null,
  }
}

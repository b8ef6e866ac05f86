import { createThaw } from '../../../renderer/app.ts'
import '../../../renderer/styles/main.css'
import { fakeClient } from './fake-client.ts'
import type { Variant } from './project.ts'

/** The renderer over recorded answers; the address says which: `?variant=running&language=ko&theme=dark&project#/train`. */
const query = new URLSearchParams(location.search)
if (query.has('project')) sessionStorage.setItem('thaw.project', '/home/me/Thaw/Market stall')
const client = fakeClient({
  variant: (query.get('variant') ?? 'normal') as Variant,
  settings: {
    language: query.get('language') === 'ko' ? 'ko' : 'en',
    theme: query.get('theme') === 'dark' ? 'dark' : 'light',
  },
  bare: query.has('bare'),
})
createThaw(client).mount('#app')
if (query.get('variant') === 'running')
  for (const text of [
    'VGG16 in float32: Winograd convolutions in 9 layers.',
    '272 photographs through the base: 36.4 a second.',
    'Training the head: 30 epochs, batch 20.',
  ])
    client.emit('message-logged', { level: 'info', text })

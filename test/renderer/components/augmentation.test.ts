// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, test } from 'vitest'
import {
  augmentationSchema,
  bookAugmentation,
  fail,
  noAugmentation,
  type Augmentation,
  type AugmentationWay,
  type WindowRequestInput,
} from '../../../contract/index.ts'
import { clientKey, type Client } from '../../../renderer/client/index.ts'
import AugmentationSection from '../../../renderer/components/augmentation/AugmentationSection.vue'
import { brightnessEnds, brightnessFrom, zoomEnds, zoomFrom } from '../../../renderer/components/augmentation/ranges.ts'
import { useDraws } from '../../../renderer/components/augmentation/use-draws.ts'
import { createLocales } from '../../../renderer/locales/index.ts'
import { fakeClient } from '../harness/fake-client.ts'

const prices = {
  none: { once: 6, epoch: 0.2, bytes: 9e6 },
  fresh: { once: null, epoch: 6.2, bytes: 0 },
  bank: { once: 24, epoch: 0.2, bytes: 36e6 },
}

/** Pictures at addresses that a page without an address of its own takes for good ones; nothing is fetched. */
function recorded(): ReturnType<typeof fakeClient> {
  return { ...fakeClient({ variant: 'normal', settings: {} }), resourceUrl: (path) => `http://thaw.test/${path}` }
}

function show(way: AugmentationWay, client: Client = recorded()) {
  return mount(AugmentationSection, {
    props: {
      project: '/home/me/Thaw/Market stall',
      file: null,
      size: 150,
      fit: 'stretch',
      prices,
      book: bookAugmentation,
      way,
      settings: { ...bookAugmentation, rotation_range: 45 },
      'onUpdate:way': (next: AugmentationWay) => void section.setProps({ way: next }),
      'onUpdate:settings': (next: Augmentation) => void section.setProps({ settings: next }),
    },
    global: { plugins: [createLocales(), createPinia()], provide: { [clientKey as symbol]: client } },
  })
}
let section: ReturnType<typeof show>

const asked = (client: ReturnType<typeof fakeClient>) =>
  client.asked
    .filter(({ name }) => name === 'preview-augmentation')
    .map(({ input }) => input as WindowRequestInput<'preview-augmentation'>)

test('three ways are offered, each with its price', async () => {
  section = show('fresh')
  const ways = section.findAll('[role="radiogroup"] label')
  expect(ways.map((label) => label.text())).toEqual([
    expect.stringMatching(/^Off.*6.0 s once · 0.2 s an epoch · 9.0 MB$/),
    expect.stringMatching(/^Bank of 4.*24 s once · 0.2 s an epoch · 36 MB$/),
    expect.stringMatching(/^Fresh.*6.2 s an epoch$/),
  ])
  await section.findAll('input[type="radio"]')[1]!.trigger('change')
  expect(section.emitted('update:way')).toEqual([['bank:4']])
  await section.find('input[type="number"]').setValue('8')
  expect(section.emitted('update:way')!.at(-1)).toEqual(['bank:8'])
  await section.find('input[type="number"]').setValue('0')
  expect(section.emitted('update:way')).toHaveLength(2)
})

test('what is not measured yet is said to be so', () => {
  section = show('none')
  void section.setProps({ prices: { ...prices, fresh: { once: null, epoch: null, bytes: 0 } } })
  return section.vm.$nextTick().then(() => expect(section.text()).toContain('not measured here yet'))
})

test('what a bank costs in accuracy is told', () => {
  section = show('bank:4')
  expect(section.text()).toMatch(/272 photographs.*30 epochs.*bank of 4.*balanced accuracy/)
})

test('eight draws follow every setting, and other draws another seed', async () => {
  const client = recorded()
  section = show('fresh', client)
  await flushPromises()
  const pictures = () => section.findAll('ul img')
  expect(pictures()).toHaveLength(8)
  expect(pictures().map((img) => img.attributes('alt'))).toContain('Draw 3 of 8')
  const settle = async (): Promise<void> => {
    for (const img of pictures()) await img.trigger('load')
    await flushPromises()
  }
  await settle()
  await section
    .findAll('button')
    .find((button) => button.text() === 'Settings')!
    .trigger('click')
  for (const value of ['60', '61', '62', '63']) await section.findAll('input[type="range"]')[0]!.setValue(value)
  await flushPromises()
  // The pictures of the first change are not loaded yet: the rest waits for them and comes as one.
  expect(asked(client).map(({ settings }) => settings.rotation_range)).toEqual([45, 60])
  await settle()
  expect(asked(client).map(({ settings }) => settings.rotation_range)).toEqual([45, 60, 63])
  await settle()
  await section
    .findAll('button')
    .find((button) => button.text() === 'Other draws')!
    .trigger('click')
  await flushPromises()
  expect(asked(client).map(({ seed }) => seed)).toEqual([0, 0, 0, 1])
})

test('every setting has a control that bears Keras’s name, and gives settings that Keras takes', async () => {
  section = show('fresh')
  await section
    .findAll('button')
    .find((button) => button.text() === 'Settings')!
    .trigger('click')
  const tips = () => section.findAll('[role="tooltip"]').map((tip) => tip.text())
  expect(tips().sort()).toEqual(
    Object.keys(noAugmentation)
      .filter((name) => name !== 'cval')
      .sort(),
  )
  for (const control of section.findAll('input[type="range"]')) {
    expect(section.find(`#${control.attributes('aria-describedby')}`).exists()).toBe(true)
    for (const end of ['min', 'max']) await control.setValue(control.attributes(end))
  }
  for (const box of section.findAll('input[type="checkbox"]')) await box.setValue(false)
  await section.find('select').setValue('constant')
  expect(tips()).toContain('cval')
  const emitted = section.emitted('update:settings')!.flat()
  expect(emitted.length).toBeGreaterThan(18)
  for (const settings of emitted) expect(augmentationSchema.parse(settings)).toEqual(settings)
})

test('the book’s settings are one press away', async () => {
  section = show('fresh')
  const reset = () => section.findAll('button').find((button) => button.text() === 'As in the book')!
  expect(reset().attributes('aria-disabled')).toBe('false')
  await reset().trigger('click')
  expect(section.emitted('update:settings')).toEqual([[bookAugmentation]])
  expect(reset().attributes('aria-disabled')).toBe('true')
})

test('a photograph that is not there is said, and nothing is drawn while off', async () => {
  const client = recorded()
  const lost: Client = {
    ...client,
    request: () => Promise.reject(fail('photograph-missing', 'The project has no such photograph.')),
  }
  section = show('fresh', lost)
  await flushPromises()
  expect(section.find('[role="alert"]').text()).toBe('The project has no such photograph.')
  section = show('none')
  await flushPromises()
  expect(section.find('img').exists()).toBe(false)
})

test('pictures that fail to load hold nothing up', async () => {
  let number = 0
  const { pictures, update, settled } = useDraws(() => Promise.resolve([`a${++number}`, 'same']))
  await update()
  expect(pictures.value).toEqual(['a1', 'same'])
  await update()
  expect(pictures.value[0]).toBe('a1')
  settled()
  settled()
  await flushPromises()
  expect(pictures.value).toEqual(['a2', 'same'])
  settled() // the other address did not change: it is not loaded again
  await update()
  expect(pictures.value[0]).toBe('a3')
})

test('ends of a range become what Keras takes, and back', () => {
  expect(zoomEnds(0.1)).toEqual([0.9, 1.1])
  expect(zoomFrom([0.9, 1.1])).toBe(0.1)
  expect(zoomFrom([0.8, 1.1])).toEqual([0.8, 1.1])
  expect(zoomFrom([1, 1])).toBe(0)
  expect(brightnessEnds(null)).toEqual([1, 1])
  expect(brightnessFrom([1, 1])).toBeNull()
  expect(brightnessFrom([0.5, 1])).toEqual([0.5, 1])
})

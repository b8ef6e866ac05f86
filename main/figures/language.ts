import type { Language } from '../../contract/index.ts'

/** What a figure of a run says. */
interface FigureWords {
  accuracy: string
  loss: string
  epoch: string
  training: string
  validation: string
  unsmoothed: string
  frozen: string
  from: (layer: string) => string
  test: (accuracy: string, interval: string) => string
  description: (of: { title: string; run: string; epochs: number; training: string; validation: string }) => string
}

const en: FigureWords = {
  accuracy: 'Accuracy',
  loss: 'Loss',
  epoch: 'Epoch',
  training: 'training',
  validation: 'validation',
  unsmoothed: 'unsmoothed',
  frozen: 'base frozen',
  from: (layer) => `from ${layer}`,
  test: (accuracy, interval) => `test ${accuracy}, 95 % interval ${interval}`,
  description: ({ title, run, epochs, training, validation }) =>
    `${title} of ${run} over ${epochs} epochs: training ${training}, validation ${validation}`,
}

const ko: FigureWords = {
  accuracy: '정확도',
  loss: '손실',
  epoch: '에포크',
  training: '훈련',
  validation: '검증',
  unsmoothed: '평활 전',
  frozen: '기반 층 동결',
  from: (layer) => `${layer}부터`,
  test: (accuracy, interval) => `테스트 ${accuracy}, 95 % 구간 ${interval}`,
  description: ({ title, run, epochs, training, validation }) =>
    `${run}의 ${title}, 에포크 ${epochs}개: 훈련 ${training}, 검증 ${validation}`,
}

const languages: Record<Language, FigureWords> = { en, ko }

/** The words of a figure; English unless said. */
export const wordsOf = ({ language = 'en' }: { language?: Language }): FigureWords => languages[language]

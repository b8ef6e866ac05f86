import type { Language } from '../../contract/index.ts'

/** Everything that a report says, as `Intl` counts and writes numbers around it. */
export interface Words {
  report: string
  headline: (split: string) => string
  right: (correct: string, total: string, share: string) => string
  corrected: (changed: string, interval: string, correct: string, total: string) => string
  looks: (looks: string, runs: string) => string
  several: string
  splits: Record<'train' | 'validation' | 'test', string>
  loss: string
  balanced: string
  ece: string
  eceNote: string
  rocArea: (positive: string) => string
  averagePrecision: (positive: string) => string
  curves: string
  noCurves: string
  results: string
  confusion: string
  byClass: string
  class: string
  precision: string
  recall: string
  count: string
  calibration: string
  certainty: string
  isRight: string
  mistakes: (count: number) => string
  worstFirst: string
  noMistakes: string
  moreMistakes: string
  gone: string
  hard: string
  file: string
  was: string
  said: string
  data: string
  source: string
  divided: Record<'given' | 'drawn', string>
  aside: (count: string) => string
  settings: string
  recipe: string
  base: string
  cut: string
  input: string
  fits: Record<'stretch' | 'crop' | 'pad', string>
  preprocess: string
  preprocessings: Record<'imagenet' | 'rescale', string>
  head: (units: string, dropout: string) => string
  headWord: string
  batch: string
  keep: string
  keeps: Record<'last' | 'best', string>
  precisionWord: string
  seed: string
  stage: string
  unfreeze: string
  frozen: string
  optimizer: string
  rate: string
  epochs: string
  figures: string
  made: (date: string) => string
}

const en: Words = {
  report: 'Report of a run',
  headline: (split) => `Accuracy on the ${split} photographs, 95 % interval`,
  right: (correct, total, share) =>
    `${correct} of ${total} photographs right, ${share}, by the labels as they first were.`,
  corrected: (changed, interval, correct, total) =>
    `With ${changed} labels corrected or photographs left out: ${interval} (${correct} of ${total}). Who corrects only mistakes makes a model look better than it is: what was right by a wrong label is never looked at.`,
  looks: (looks, runs) => `This project’s test photographs have been looked at ${looks} times, over ${runs} runs.`,
  several: 'Whoever chooses among runs by these figures makes them optimistic: keep new photographs for the last word.',
  splits: { train: 'training', validation: 'validation', test: 'test' },
  loss: 'Loss',
  balanced: 'Balanced accuracy',
  ece: 'Expected calibration error',
  eceNote: 'How far certainty and accuracy lie apart, on average.',
  rocArea: (positive) => `Area under the ROC curve (${positive})`,
  averagePrecision: (positive) => `Average precision (${positive})`,
  curves: 'Curves',
  noCurves: 'No epoch has ended yet.',
  results: 'Results',
  confusion: 'Confusion matrix. Rows: what it was. Columns: what the network said.',
  byClass: 'By class',
  class: 'Class',
  precision: 'Precision',
  recall: 'Recall',
  count: 'Photographs',
  calibration: 'Calibration: how often it is right where it is so certain.',
  certainty: 'Certainty',
  isRight: 'Right',
  mistakes: (count) => (count === 1 ? 'The one mistake' : `All ${count} mistakes`),
  worstFirst: 'Most wrong first, with the loss of each.',
  noMistakes: 'Every photograph was right.',
  moreMistakes: 'The others, without their pictures:',
  gone: 'not there any more',
  hard: 'hard',
  file: 'File',
  was: 'Was',
  said: 'Said',
  data: 'Data',
  source: 'Folder',
  divided: {
    given: 'The folder was divided already.',
    drawn: 'Divided by Thaw: each photograph has its place by its content.',
  },
  aside: (count) => `${count} files could not be used.`,
  settings: 'Settings',
  recipe: 'Recipe',
  base: 'Base',
  cut: 'Its last layer',
  input: 'Input',
  fits: { stretch: 'stretched', crop: 'cropped', pad: 'padded' },
  preprocess: 'Preprocessing',
  preprocessings: { imagenet: 'as the base was trained', rescale: '1/255' },
  head: (units, dropout) => `dense layer of ${units} units, dropout ${dropout}`,
  headWord: 'Head',
  batch: 'Batch',
  keep: 'Model of the',
  keeps: { last: 'last epoch', best: 'epoch with the lowest validation loss' },
  precisionWord: 'Precision of the frozen base',
  seed: 'Seed',
  stage: 'Stage',
  unfreeze: 'May change from',
  frozen: 'base frozen',
  optimizer: 'Optimizer',
  rate: 'Learning rate',
  epochs: 'Epochs',
  figures: 'Figures',
  made: (date) => `Run begun ${date}.`,
}

const ko: Words = {
  report: '실행 보고서',
  headline: (split) => `${split} 사진의 정확도, 95 % 구간`,
  right: (correct, total, share) => `처음 레이블 기준으로 사진 ${total}장 중 ${correct}장 정답, ${share}.`,
  corrected: (changed, interval, correct, total) =>
    `레이블을 고치거나 뺀 사진 ${changed}장을 반영하면 ${interval} (${total}장 중 ${correct}장). 틀린 것만 고치면 모델이 실제보다 좋아 보입니다. 잘못된 레이블로 우연히 맞은 사진은 아무도 살펴보지 않기 때문입니다.`,
  looks: (looks, runs) => `이 프로젝트의 테스트 결과를 지금까지 ${looks}번, 실행 ${runs}개에 걸쳐 보았습니다.`,
  several: '이 수치로 실행을 고르면 수치가 낙관적으로 됩니다. 마지막 판단을 위해 새 사진을 따로 남겨 두세요.',
  splits: { train: '훈련', validation: '검증', test: '테스트' },
  loss: '손실',
  balanced: '균형 정확도',
  ece: '기대 보정 오차(ECE)',
  eceNote: '확신과 정확도가 평균적으로 얼마나 떨어져 있는지를 나타냅니다.',
  rocArea: (positive) => `ROC 곡선 아래 면적 (${positive})`,
  averagePrecision: (positive) => `평균 정밀도 (${positive})`,
  curves: '곡선',
  noCurves: '아직 끝난 에포크가 없습니다.',
  results: '결과',
  confusion: '오차 행렬. 행: 실제 클래스. 열: 네트워크의 답.',
  byClass: '클래스별',
  class: '클래스',
  precision: '정밀도',
  recall: '재현율',
  count: '사진',
  calibration: '보정: 이만큼 확신할 때 실제로 맞은 비율.',
  certainty: '확신',
  isRight: '정답',
  mistakes: (count) => `틀린 사진 ${count}장 모두`,
  worstFirst: '가장 크게 틀린 것부터, 각각의 손실과 함께.',
  noMistakes: '모든 사진을 맞혔습니다.',
  moreMistakes: '나머지는 사진 없이 적습니다.',
  gone: '사진이 더는 없습니다',
  hard: '어려움',
  file: '파일',
  was: '실제',
  said: '답',
  data: '데이터',
  source: '폴더',
  divided: {
    given: '폴더가 이미 나뉘어 있었습니다.',
    drawn: 'Thaw가 나누었습니다. 사진마다 내용에 따라 자리가 정해집니다.',
  },
  aside: (count) => `쓰지 못한 파일 ${count}개.`,
  settings: '설정',
  recipe: '레시피',
  base: '기반 층',
  cut: '마지막 층',
  input: '입력',
  fits: { stretch: '늘임', crop: '자름', pad: '채움' },
  preprocess: '전처리',
  preprocessings: { imagenet: '기반 층을 훈련할 때와 같게', rescale: '1/255' },
  head: (units, dropout) => `유닛 ${units}개의 완전 연결 층, 드롭아웃 ${dropout}`,
  headWord: '분류기',
  batch: '배치',
  keep: '모델',
  keeps: { last: '마지막 에포크', best: '검증 손실이 가장 낮은 에포크' },
  precisionWord: '동결된 기반 층의 정밀도',
  seed: '시드',
  stage: '단계',
  unfreeze: '훈련 시작 층',
  frozen: '기반 층 동결',
  optimizer: '옵티마이저',
  rate: '학습률',
  epochs: '에포크',
  figures: '그림',
  made: (date) => `${date}에 시작한 실행.`,
}

export const wordsIn: Record<Language, Words> = { en, ko }

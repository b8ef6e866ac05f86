export { drawFigures } from './draw-figures.ts'
export { outlineText } from './outline-text.ts'
export { figureFormats, type Figure, type FigureFormat, type FigureInput, type FigureName } from './figure.ts'

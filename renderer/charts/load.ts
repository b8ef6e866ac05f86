/** What draws the charts: the largest part of the window, in a script of its own. */
export const loadCharts = () => import('./echarts.ts')

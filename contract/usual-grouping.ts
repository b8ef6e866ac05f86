/** What is kept together unless somebody says otherwise: the defaults of `Grouping`. */
export const usualGrouping = { near: true, seconds: 2, prefix: '' }

import { inject, provide, type Component, type InjectionKey } from 'vue'

/** What a note of a failure offers beside its words, by the failure's code. */
export type Remedies = Readonly<Record<string, Component>>

const key: InjectionKey<Remedies> = Symbol('remedies')

/** Said once, by the application: a remedy may itself show a note of a failure, which so need not know it. */
export const provideRemedies = (remedies: Remedies): void => provide(key, remedies)

export const useRemedies = (): Remedies => inject(key, {})

/**
 * A terminal sends Ctrl-C to every process of the command, and `timeout` does so with SIGTERM; the supervisor turns the
 * first of them into a cancel, which a dead engine could not follow.
 */
export function leaveSignalsToSupervisor(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
}

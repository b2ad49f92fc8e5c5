/** Waits for all, so that nothing still starts when the first failure is told. */
export async function settled(starts: readonly Promise<unknown>[]): Promise<void> {
  const failure = (await Promise.allSettled(starts)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

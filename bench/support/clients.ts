/** Lets so many clients repeat work until the time is up; resolves with how much was done a second. */
export async function untilTime(
  clients: number,
  seconds: number,
  work: () => Promise<number>,
): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const more = await work();
        done += more;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - startedAt);
}

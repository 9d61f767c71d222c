/** The source's items until `signal` fires: then the iteration throws the signal's reason at once, even while it waits. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  if (signal === undefined) return yield* source;
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  const { promise: aborted, stop } = abortion(signal);
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done) return;
      yield value;
      signal.throwIfAborted();
    }
  } finally {
    stop();
    // Closes files; not waited for, since it comes after what the source is busy with.
    iterator.return?.().catch(() => {});
  }
}

/** A promise that rejects when the signal fires, until it is stopped. */
function abortion(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    const fire = () => reject(signal.reason);
    signal.addEventListener("abort", fire, { once: true });
    stop = () => signal.removeEventListener("abort", fire);
  });
  // Heard by nobody when it fires between two items.
  promise.catch(() => {});
  return { promise, stop };
}

/** Lets timers and signals be heard in the midst of long work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

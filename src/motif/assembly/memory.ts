/** Grows the memory to at least so many bytes. */
export function makeRoom(bytes: usize): void {
  const missing = <i32>(bytes >> 16) + 1 - memory.size();
  if (missing > 0) memory.grow(missing);
}

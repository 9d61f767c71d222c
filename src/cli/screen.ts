/** Standard error when it is a terminal: lines that are overwritten, and blocks that stay. */
export interface Screen {
  readonly columns: number;
  /** Puts a line in the place of the one before it, cut to the width. */
  update(line: string): void;
  /** Takes the updated line away, if there is one. */
  clear(): void;
  /** Text that stays, line breaks and all. */
  show(text: string): void;
}

const DEFAULT_COLUMNS = 80;
const CLEAR_LINE = "\r\u001b[K";

/** The terminal behind standard error; undefined when it is a file or a pipe. */
export function errorScreen(): Screen | undefined {
  const { stderr } = process;
  if (stderr.isTTY !== true) return undefined;
  let isOpen = false;
  const columns = stderr.columns || DEFAULT_COLUMNS;
  const clear = () => {
    if (isOpen) stderr.write(CLEAR_LINE);
    isOpen = false;
  };
  return {
    columns,
    update(line) {
      stderr.write(CLEAR_LINE + line.slice(0, columns - 1));
      isOpen = true;
    },
    clear,
    show(text) {
      clear();
      stderr.write(text);
    },
  };
}

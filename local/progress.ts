/** What a starting hall says in the terminal: what it does and how long that took, and later what goes wrong. */

export interface Progress {
  /** A step is done, or has begun to take long. */
  step(sentence: string): void;
  warn(sentence: string): void;
  /** A line as it stands. */
  say(line: string): void;
}

/** @param started instant, of `performance.now()`, that times are counted from */
export function terminalProgress(started: number): Progress {
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
  const colour = process.stdout.isTTY === true;
  const paint = (code: number, text: string): string => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    step: (sentence) => console.log(`${paint(90, seconds())}  ${sentence}`),
    warn: (sentence) => console.log(`${paint(33, '注意 !')}  ${sentence}`),
    say: (line) => console.log(line),
  };
}

/** For tests, and whoever starts a hall inside something else. */
export const silent: Progress = { step: () => {}, warn: () => {}, say: () => {} };
